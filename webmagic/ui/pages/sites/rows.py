"""A site as a figure in the gallery."""

from dataclasses import dataclass, field

from webmagic.creative import BuildView, SiteRow
from webmagic.models import SiteStatus
from webmagic.ui.components.glyph import Glyph, glyph
from webmagic.ui.figures import microusd

STATES = {
    SiteStatus.BUILDING: ("live", "lightbulb", "being built"),
    SiteStatus.READY: ("hold", "pause", "not published"),
    SiteStatus.REFUSED: ("warn", "triangle-alert", "gate closed"),
    SiteStatus.FAILED: ("bad", "octagon-alert", "stopped"),
    SiteStatus.WITHDRAWN: ("hold", "eye-off", "withdrawn"),
}
DARK = {
    SiteStatus.BUILDING: "The agents are at work",
    SiteStatus.READY: "Ready, lights still off",
    SiteStatus.REFUSED: "The gate refused it",
    SiteStatus.FAILED: "It stopped on the way",
    SiteStatus.WITHDRAWN: "Taken down",
}


@dataclass(frozen=True)
class Figure:
    """`url` is "" while there is nothing online to show; `dark` then says why."""

    id: int
    name: str
    line: str
    href: str
    url: str
    dark: str
    glyph: Glyph
    tone: str
    mark: str
    words: str  # "" shows the gate's figure instead of a tag
    gate: str


@dataclass(frozen=True)
class Feature:
    """Why the newest one looks as it does."""

    headline: str = ""
    reason: str = ""
    swatches: list[str] = field(default_factory=list)
    line: str = ""


def figure_of(row: SiteRow) -> Figure:
    is_online = row.status == SiteStatus.PUBLISHED
    tone, mark, words = ("ok", "check", "sold") if row.is_claimed else STATES.get(row.status, ("", "", ""))  # type: ignore[call-overload]
    return Figure(
        id=row.id,
        name=row.name,
        line=line_of(row),
        href=f"/sites/{row.id}",
        url=row.url + "/" if is_online else "",
        dark=DARK.get(row.status, ""),  # type: ignore[call-overload]
        glyph=_glyph(row),
        tone=tone,
        mark=mark,
        words=words,
        gate="" if row.gate_score is None else str(row.gate_score),
    )


def _glyph(row: SiteRow) -> Glyph:
    if row.status == SiteStatus.BUILDING:
        return glyph(0, now=True)
    if row.status == SiteStatus.FAILED:
        return glyph(0, failed=True)
    if row.status == SiteStatus.REFUSED:
        return glyph(3, failed=True)
    return glyph(4 if row.version and row.status != SiteStatus.WITHDRAWN else 0)


def line_of(row: SiteRow) -> str:
    seen = f"opened {row.visits:,} times" if row.visits > 1 else "opened once" if row.visits else ""
    trade = row.trade.replace("_", " ").capitalize()
    return ", ".join(part for part in (trade, seen or row.city) if part)


def feature_of(build: BuildView) -> Feature:
    """From what the agents left behind; a build without their words shows its figures only."""
    outputs = {pane.stage: pane.output for pane in build.panes}
    concept, direction = outputs.get("concept", {}), outputs.get("art_director", {})
    light = direction.get("palette", {}).get("light", {})
    names = ("paper", "plate", "accent", "art1", "art2", "ink")
    cost = "built in" if not build.cost_microusd else microusd(build.cost_microusd)
    site = build.site
    return Feature(
        headline=str(concept.get("headline", "")),
        reason=str(concept.get("reason", ""))[:160],
        swatches=[str(light[name]) for name in names if name in light],
        line=f"{site.trade.replace('_', ' ').capitalize()}, {site.city}. "
        f"Gate {site.gate_score or 0}, {cost}, "
        f"{build.seconds:.1f} s, version {site.version}.",
    )
