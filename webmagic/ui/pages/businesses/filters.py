"""The table's filters as they stand in the address, and what they mean to the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from webmagic.models import Stage, WebsiteState


@dataclass(frozen=True)
class View:
    """A saved view: its tab, and what it asks the hunter for."""

    label: str
    where: dict[str, str]


VIEWS = {
    "ready": View("Ready to build", {"stage": Stage.QUALIFIED}),
    "all": View("Everything", {}),
    "live": View("Live, not mailed", {"stage": Stage.PUBLISHED}),
    "mailed": View("Mailed", {"stage": Stage.PITCHED}),
    "opened": View("Opened it", {"stage": Stage.VISITED}),
    "sold": View("Sold", {"stage": Stage.SOLD}),
    "review": View("Review", {"website_state": WebsiteState.REVIEW}),
    "out": View("Left out", {"stage": Stage.REJECTED}),
}
SCORES = ("90", "75", "60", "40")
SITES = {
    WebsiteState.NONE: "none found",
    WebsiteState.SOCIAL: "only social",
    WebsiteState.HAS: "has one",
    WebsiteState.REVIEW: "unsure",
    WebsiteState.UNKNOWN: "unknown",
}


@dataclass(frozen=True)
class Filters:
    view: str = ""  # nothing chosen: what is ready to build, or everything when nothing is
    q: str = ""
    score: str = ""
    website: str = ""
    city: str = ""
    after: str = ""
    page: int = 1

    def address(self, **changes: object) -> str:
        """Where the table is with these filters; any change but the cursor goes back to the start."""
        if "after" not in changes:
            changes |= {"after": "", "page": 1}
        wanted = replace(self, **changes)  # type: ignore[arg-type]
        given = {name: value for name, value in vars(wanted).items() if value != getattr(EMPTY, name)}
        return "/businesses" + (f"?{urlencode(given)}" if given else "")

    def chips(self) -> list[tuple[str, str, str]]:
        """(field, label, value) of each filter that narrows the view."""
        found = [
            ("q", "Name", f"“{self.q}”" if self.q else ""),
            ("score", "Score", f"{self.score} and up" if self.score else ""),
            ("website", "Website", SITES.get(self.website, "")),  # type: ignore[call-overload]
            ("city", "Place", self.city),
        ]
        return [chip for chip in found if chip[2]]


EMPTY = Filters()


def chosen(asked: Filters, counts: Mapping[str, int]) -> Filters:
    """The same with a view: without one in the address, the table opens where there is something."""
    return asked if asked.view else replace(asked, view="ready" if counts.get("ready") else "all")


def read(query: Callable[..., str] | Mapping[str, str]) -> Filters:
    """From the address; what is not understood is left out."""
    get = query.get if isinstance(query, Mapping) else query
    view, score, website, page = get("view", ""), get("score", ""), get("website", ""), get("page", "1")
    return Filters(
        view=view if view in VIEWS else "",
        q=get("q", "").strip()[:100],
        score=score if score in SCORES else "",
        website=website if website in set(SITES) else "",
        city=get("city", "").strip()[:100],
        after=get("after", "")[:120],
        page=int(page) if page.isdigit() and len(page) < 6 else 1,
    )
