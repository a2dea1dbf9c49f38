"""Where a business stands, in words and panes: one vocabulary for every screen."""

from dataclasses import dataclass
from typing import Protocol

from webmagic.models import Stage, WebsiteState
from webmagic.ui.components.glyph import Glyph, glyph


@dataclass(frozen=True)
class Standing:
    """`tone` "" is plain text; else a tag of that tone with that icon."""

    words: str
    glyph: Glyph
    tone: str = ""
    icon: str = "circle"


class Placed(Protocol):
    """A business, or a row of one."""

    @property
    def stage(self) -> str: ...
    @property
    def website_state(self) -> str: ...


PLAIN = {
    Stage.FOUND: ("Found", 0),
    Stage.QUALIFIED: ("Ready to build", 0),
    Stage.BUILT: ("Built, not published", 4),
    Stage.PUBLISHED: ("Live, not mailed", 4),
    Stage.PITCHED: ("Mailed", 4),
    Stage.VISITED: ("Opened the site", 4),
}
ALIVE: dict[str, Standing] = {
    Stage.BUILDING: Standing("Being built", glyph(0, now=True)),
    Stage.CLAIMED: Standing("Claimed, not paid", glyph(4), "live", "hand"),
    Stage.SOLD: Standing("Sold", glyph(4, sold=True), "ok", "check"),
}
ENDS = {
    Stage.REJECTED: ("Does not qualify", "hold", "ban"),
    Stage.OPTED_OUT: ("Asked us to stop", "hold", "pause"),
    Stage.LOST: ("Said no", "hold", "ban"),
}
WEBSITES = {
    WebsiteState.NONE: "No website found",
    WebsiteState.HAS: "Has a website",
    WebsiteState.SOCIAL: "Only a social page",
    WebsiteState.UNREACHABLE: "Has an address, nobody answers",
    WebsiteState.REVIEW: "Needs a human eye",
    WebsiteState.UNKNOWN: "Not known yet",
}


def standing(business: Placed, failure: str = "") -> Standing:
    if failure:
        return Standing(f"Stopped: {failure}"[:60], glyph(0, failed=True), "bad", "octagon-alert")
    if found := ALIVE.get(business.stage):
        return found
    if business.stage in ENDS:
        words, tone, icon = ENDS[Stage(business.stage)]
        return Standing(words, glyph(), tone, icon)
    if business.stage == Stage.FOUND and business.website_state == WebsiteState.REVIEW:
        return Standing("Needs a human eye", glyph(), "hold", "scan-eye")
    words, done = PLAIN[Stage(business.stage)]
    return Standing(words, glyph(done))
