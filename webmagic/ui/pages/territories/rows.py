"""A territory as a line of the street, and opened."""

from dataclasses import dataclass

from webmagic.core.clock import now
from webmagic.hunter.sources.protocol import Quote
from webmagic.models import Territory, TerritoryState
from webmagic.ui.figures import microusd, moment

STATES = {
    TerritoryState.PENDING: ("", "clock", "not hunted yet"),
    TerritoryState.SCRAPING: ("live", "radar", "hunting now"),
    TerritoryState.DONE: ("ok", "check", "ready"),
    TerritoryState.COOLING: ("", "snowflake", "rests"),
    TerritoryState.PAUSED: ("hold", "pause", "paused"),
    TerritoryState.FAILED: ("bad", "octagon-alert", "stopped"),
    TerritoryState.EXHAUSTED: ("bad", "octagon-alert", "out of money"),
}
STEPS = (1, 15, 30, 45, 60)  # leads in a hundred listings: the ramp from dark to lit


@dataclass(frozen=True)
class Line:
    id: int
    place: str
    industry: str
    look: str  # the hexagon: h0..h5, and run, cooling, paused, next
    yields: str
    figures: str
    a_lead: str
    tone: str
    mark: str
    words: str
    rests: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Open:
    """The one in the panel."""

    id: int = 0
    place: str = ""
    industry: str = ""
    region: str = ""
    tone: str = ""
    mark: str = "clock"
    words: str = ""
    verdict: str = ""
    yields: str = ""
    found: str = ""
    leads: str = ""
    spent: str = ""
    a_lead: str = ""
    last: str = ""
    source: str = ""
    error: str = ""
    quote: str = ""
    hunt_words: str = "Hunt now"
    can_hunt: bool = False
    is_paused: bool = False


def yield_of(territory: Territory) -> int | None:
    """Leads in a hundred listings; None before the first hunt."""
    if not territory.businesses_found:
        return None
    return round(100 * territory.qualified_found / territory.businesses_found)


def rests_of(territory: Territory) -> str:
    until = territory.cooldown_until
    if territory.status == TerritoryState.SCRAPING or not until or until <= now():
        return ""
    hours = (until - now()).total_seconds() / 3600
    return f"{hours / 24:.0f} d" if hours >= 36 else f"{max(hours, 1):.0f} h"


def _standing(territory: Territory) -> tuple[str, str, str]:
    tone, mark, words = STATES[TerritoryState(territory.status)]
    rests = rests_of(territory)
    if territory.status in (TerritoryState.COOLING, TerritoryState.DONE):
        return (tone, mark, f"rests {rests} more") if rests else ("ok", "check", "ready")
    return tone, mark, words


def a_lead(territory: Territory) -> str:
    if not territory.qualified_found:
        return "–"
    return (
        microusd(territory.cost_microusd // territory.qualified_found) if territory.cost_microusd else "free"
    )


def line_of(territory: Territory, href: str, *, is_current: bool, is_next: bool) -> Line:
    tone, mark, words = _standing(territory)
    share = yield_of(territory)
    return Line(
        id=territory.id or 0,
        place=territory.city,
        industry=territory.industry,
        look=_look(territory, share, is_next),
        yields="–" if share is None else str(share),
        figures=f"{territory.businesses_found:,} read, {territory.qualified_found:,} leads",
        a_lead=a_lead(territory),
        tone=tone,
        mark=mark,
        words="next" if is_next and territory.status == TerritoryState.PENDING else words,
        rests=rests_of(territory) or "ready",
        href=href,
        is_current=is_current,
    )


def _look(territory: Territory, share: int | None, is_next: bool) -> str:
    step = 0 if share is None else sum(share >= bound for bound in STEPS)
    looks = {
        TerritoryState.SCRAPING: " run",
        TerritoryState.COOLING: " cooling" if rests_of(territory) else "",
        TerritoryState.PAUSED: " paused",
    }
    extra = looks.get(territory.status, "")  # type: ignore[call-overload]
    return f"h{step}{extra}{' next' if is_next and not extra else ''}"


def open_of(territory: Territory, quote: Quote | None, refusal: str) -> Open:
    tone, mark, words = _standing(territory)
    share, rests = yield_of(territory), rests_of(territory)
    is_paused, is_running = (
        territory.status == TerritoryState.PAUSED,
        territory.status == TerritoryState.SCRAPING,
    )
    return Open(
        id=territory.id or 0,
        place=territory.city,
        industry=territory.industry,
        region=", ".join(part for part in (territory.state, territory.country) if part),
        tone=tone,
        mark=mark,
        words=words,
        verdict=_verdict(share, territory),
        yields="–" if share is None else str(share),
        found=f"of {territory.businesses_found:,} listings"
        if territory.businesses_found
        else "not hunted yet",
        leads=f"{territory.qualified_found:,}",
        spent=microusd(territory.cost_microusd),
        a_lead=a_lead(territory),
        last=moment(territory.last_scraped_at) if territory.last_scraped_at else "never",
        source=territory.source or "the first that covers it",
        error=territory.last_error,
        quote=_quote(quote) if quote else refusal,
        hunt_words="Hunt now"
        if not quote or not quote.cost_microusd
        else f"Hunt now, about {microusd(quote.cost_microusd)}",
        can_hunt=bool(quote) and not (is_paused or is_running or rests),
        is_paused=is_paused,
    )


def _quote(quote: Quote) -> str:
    cost = f", {microusd(quote.cost_microusd)}" if quote.cost_microusd else ""
    return f"At most {quote.places:,} listings{cost}. {quote.note}".strip().rstrip(".") + "."


def _verdict(share: int | None, territory: Territory) -> str:
    if share is None:
        return "Nobody has looked here yet."
    if territory.businesses_found < 5:
        return "Too few listings to judge by."
    if share >= STEPS[4]:
        return "A good street: most shops here have their lights off."
    if share >= STEPS[3]:
        return "About every second shop has its lights off."
    return "Some of them need us." if share >= STEPS[1] else "Most of them have a page already."
