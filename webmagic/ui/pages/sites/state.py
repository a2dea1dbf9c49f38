"""The gallery: filters live in the address, a page shows thirteen living previews at most."""

from typing import Any

import reflex as rx

from webmagic import creative
from webmagic.core.database import reading
from webmagic.creative import SitePage
from webmagic.models import SiteStatus
from webmagic.ui.action import action
from webmagic.ui.components.tabs import Tab, address, tabs_of
from webmagic.ui.pages.sites import rows
from webmagic.ui.state import PageVars

FIGURES = 13  # one large, then rows of four
STATES = {
    "": "Newest",
    SiteStatus.PUBLISHED: "Online",
    SiteStatus.READY: "Not published",
    SiteStatus.REFUSED: "Gate closed",
    SiteStatus.FAILED: "Stopped",
    SiteStatus.WITHDRAWN: "Withdrawn",
}


class SitesState(PageVars, rx.State):
    summary: str = ""
    tabs: list[Tab] = []
    vibes: list[Tab] = []
    vibe: str = ""
    q: str = ""
    first: list[rows.Figure] = []  # the large one, if any
    figures: list[rows.Figure] = []
    feature: rows.Feature = rows.Feature()
    is_bare: bool = False
    count_words: str = ""
    newest: str = ""
    older: str = ""

    @action()
    async def load(self) -> None:
        asked = {name: self._query(name) for name in ("q", "status", "vibe")}
        after = self._query("after")
        cursor = int(after) if after.isdigit() and len(after) < 12 else None
        async with reading() as session:
            page = await creative.page_sites(
                session,
                search=asked["q"],
                status=asked["status"],
                vibe=asked["vibe"],
                cursor=cursor,
                limit=FIGURES,
            )
            counts = await creative.site_stats(session)
            vibes = await creative.count_vibes(session)
            has_feature = bool(page.rows) and not cursor and page.rows[0].status == SiteStatus.PUBLISHED
            build = await creative.build_of(session, page.rows[0].id) if has_feature else None
        self.feature = rows.feature_of(build) if build else rows.Feature()
        self._show(page, asked, bool(cursor), has_feature)
        self._show_filters(counts, vibes, asked)
        self._loaded()

    @action()
    async def search(self, form: dict[str, Any]) -> Any:
        q = str(form.get("q", "")).strip()[:100]
        return rx.redirect(address("/sites", status=self._query("status"), vibe=self._query("vibe"), q=q))

    def _show(self, page: SitePage, asked: dict[str, str], is_later: bool, has_feature: bool) -> None:
        figures = [rows.figure_of(row) for row in page.rows]
        self.first, self.figures = (figures[:1], figures[1:]) if has_feature else ([], figures)
        self.count_words = f"{page.total:,} site{'s' * (page.total != 1)}, newest first."
        self.newest = address("/sites", **asked) if is_later else ""
        self.older = address("/sites", **asked, after=page.next_cursor) if page.next_cursor else ""

    def _show_filters(self, counts: dict[str, int], vibes: dict[str, int], asked: dict[str, str]) -> None:
        online, total = counts[SiteStatus.PUBLISHED], counts["total"]
        self.summary = f"{online:,} with the lights on"
        self.is_bare = not total
        self.q, self.vibe = asked["q"], asked["vibe"]
        self.tabs = tabs_of(
            "/sites",
            "status",
            STATES,
            asked["status"],
            {**counts, "": total},
            kept={"vibe": self.vibe, "q": self.q},
        )
        every = {"": "Every look"} | {vibe: vibe.replace("_", " ").capitalize() for vibe in vibes}
        self.vibes = tabs_of(
            "/sites", "vibe", every, self.vibe, kept={"status": asked["status"], "q": self.q}
        )
