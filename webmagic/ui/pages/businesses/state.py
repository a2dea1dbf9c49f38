"""The table's state: filters live in the address, rows are one page of at most fifty."""

from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from webmagic import accounts, conductor, hunter
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, WebMagicError
from webmagic.core.settings import get_settings
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.timeline import Happening
from webmagic.ui.figures import count
from webmagic.ui.following import follow
from webmagic.ui.happenings import happenings_of
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.businesses import filters
from webmagic.ui.pages.businesses.rows import Panel, Row, Why, panel_of, why_of
from webmagic.ui.pages.businesses.source import Found, count_views, find
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

MOST = 50


@dataclass(frozen=True)
class View:
    key: str
    label: str
    figure: str
    href: str


@dataclass(frozen=True)
class Chip:
    name: str
    label: str
    value: str


class BusinessesState(PageVars, rx.State):
    rows: list[Row] = []
    views: list[View] = []
    chips: list[Chip] = []
    view: str = "ready"
    q: str = ""
    score: str = ""
    website: str = ""
    summary: str = ""
    matching: str = ""
    later: str = ""
    first: str = "/businesses"
    is_first_page: bool = True
    is_bare: bool = False  # nothing imported yet
    selected: list[int] = []
    engine_words: str = ""
    panel: Panel = Panel()
    why: Why = Why()
    happened: list[Happening] = []

    @action()
    async def load(self) -> None:
        async with reading() as session:
            counts = await count_views(session)
            asked = filters.chosen(self._filters(), counts)
            found = await find(session, asked, MOST)
        self._show(asked, found, counts)
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        """Rows move while sites are made; after news, and a quiet second, they are read again."""
        is_stale = False
        async for event in follow(self, "/businesses"):
            if event is None and is_stale:
                await self._refresh()
            is_stale = event is not None and event.get("type") in ("site", "stage", "activity")

    async def _refresh(self) -> None:
        async with self:
            await signed_in(self)
            asked = self._filters()
        async with reading() as session:
            counts = await count_views(session)
            asked = filters.chosen(asked, counts)
            found = await find(session, asked, MOST)
        async with self:
            self._show(asked, found, counts)

    @action()
    async def look(self, business_id: int) -> None:
        """Open the panel beside the table."""
        async with reading() as session:
            business = await hunter.get_business(session, business_id)
            log = await accounts.page_activity(session, business_id=business_id, limit=8)
        self.panel, self.happened = panel_of(business), happenings_of(log.items)

    @action()
    async def ask_why(self, business_id: int) -> None:
        async with reading() as session:
            self.why = why_of(await hunter.get_business(session, business_id))

    @action()
    async def close(self) -> None:
        self.panel, self.happened = Panel(), []

    @action()
    async def pick(self, business_id: int, is_on: bool) -> None:
        others = [one for one in self.selected if one != business_id]
        self.selected = [*others, business_id][:MOST] if is_on else others

    @action()
    async def pick_all(self, is_on: bool) -> None:
        self.selected = [row.id for row in self.rows] if is_on else []

    @action()
    async def clear(self) -> None:
        self.selected = []

    @action()
    async def search(self, form: dict[str, Any]) -> Any:
        return rx.redirect(self._filters().address(q=str(form.get("q", "")).strip()[:100]))

    @action()
    async def narrow(self, name: Literal["score", "website", "q", "city"], value: str) -> Any:
        """Set one filter, or with "" take it away."""
        return rx.redirect(self._filters().address(**{name: value}))

    @action(OPERATE)
    async def build(self) -> None:
        """Ask for a site for each selected business. One that refuses does not stop the others."""
        await self._build(self.selected)
        self.selected = []

    @action(OPERATE)
    async def build_one(self, business_id: int) -> None:
        await self._build([business_id])

    async def _build(self, ids: list[int]) -> None:
        who = await signed_in(self, OPERATE)
        if not ids:
            raise Invalid("Select a business first.")
        asked, refused = 0, []
        for business_id in ids[:MOST]:
            try:
                async with transaction() as session:
                    await conductor.request_build(session, business_id, actor=who.email, by_hand=True)
                asked += 1
            except WebMagicError as error:
                refused.append(str(error))
        if asked:
            await toast(self, "One site asked for." if asked == 1 else f"{asked} sites asked for.")
        for words in refused[:2]:
            await toast(self, words, "bad")

    def _filters(self) -> filters.Filters:
        return filters.read(self._query)

    def _show(self, asked: filters.Filters, found: Found, counts: dict[str, int]) -> None:
        self.rows, self.view, self.q = found.rows, asked.view, asked.q
        self.score, self.website = asked.score, asked.website
        self.chips = [Chip(*chip) for chip in asked.chips()]
        self.views = [
            View(key, view.label, count(counts.get(key, 0)), filters.Filters(view=key).address())
            for key, view in filters.VIEWS.items()
        ]
        total = counts.get("all", 0)
        self.is_bare, self.summary = total == 0, f"{total:,} known"
        self.matching = "1 matches" if found.total == "1" else f"{found.total} match"
        self.later = asked.address(after=found.next, page=asked.page + 1) if found.next else ""
        self.first, self.is_first_page = asked.address(), asked.page == 1
        ids = {row.id for row in found.rows}
        self.selected = [one for one in self.selected if one in ids]
        self.engine_words = _engine_words()


def _engine_words() -> str:
    settings = get_settings()
    has_key = bool(settings.anthropic_api_key.get_secret_value())
    if settings.engine == "studio" or not has_key:
        return "by the built-in designer, at no cost"
    return "by Claude"
