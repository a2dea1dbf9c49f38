"""A territory as a line of the table, and opened."""

from dataclasses import dataclass

from webmagic.core.clock import now
from webmagic.hunter import atlas
from webmagic.hunter.coverage import Estimate
from webmagic.hunter.sources.protocol import Quote
from webmagic.models import Territory
from webmagic.ui.figures import count, microusd, moment, since

STANDINGS = {
    "waiting": ("", "clock", "not hunted yet"),
    "scraping": ("live", "radar", "hunting now"),
    "ready": ("ok", "check", "ready"),
    "cooling": ("", "snowflake", "rests"),
    "paused": ("hold", "pause", "paused"),
    "failed": ("bad", "octagon-alert", "stopped"),
    "exhausted": ("warn", "coins", "out of money"),
}
STEPS = (1, 15, 30, 45, 60)  # leads in a hundred listings: the ramp from dark to lit


@dataclass(frozen=True)
class Line:
    id: int
    place: str
    region: str
    industry: str
    step: str  # s0..s5: the colour of its hexagon
    yields: str
    read: str
    leads: str
    cost: str
    a_lead: str
    last: str
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
    priority: str = "50"
    people: str = ""
    share: str = ""


def yield_of(territory: Territory) -> int | None:
    """Leads in a hundred listings; None before the first hunt."""
    if not territory.businesses_found:
        return None
    return round(100 * territory.qualified_found / territory.businesses_found)


def step_of(territory: Territory) -> str:
    share = yield_of(territory)
    return f"s{0 if share is None else sum(share >= bound for bound in STEPS)}"


def rests_of(territory: Territory) -> str:
    until = territory.cooldown_until
    if atlas.standing_of(territory) == "scraping" or not until or until <= now():
        return ""
    hours = (until - now()).total_seconds() / 3600
    return f"{hours / 24:.0f} d" if hours >= 36 else f"{max(hours, 1):.0f} h"


def _standing(territory: Territory) -> tuple[str, str, str]:
    tone, mark, words = STANDINGS[atlas.standing_of(territory)]
    return (tone, mark, f"rests {rests_of(territory)} more") if words == "rests" else (tone, mark, words)


def a_lead(territory: Territory) -> str:
    if not territory.qualified_found:
        return "–"
    return (
        microusd(territory.cost_microusd // territory.qualified_found) if territory.cost_microusd else "free"
    )


def _region(territory: Territory) -> str:
    return ", ".join(part for part in (territory.state, territory.country) if part)


def line_of(territory: Territory, href: str, *, is_current: bool, is_next: bool) -> Line:
    tone, mark, words = _standing(territory)
    share = yield_of(territory)
    is_untouched = territory.last_scraped_at is None
    return Line(
        id=territory.id or 0,
        place=territory.city,
        region=_region(territory),
        industry=territory.industry,
        step=step_of(territory),
        yields="–" if share is None else str(share),
        read="–" if is_untouched else f"{territory.businesses_found:,}",
        leads="–" if is_untouched else f"{territory.qualified_found:,}",
        cost=microusd(territory.cost_microusd) if territory.cost_microusd else "–",
        a_lead=a_lead(territory),
        last=since(territory.last_scraped_at) or "never",
        tone=tone,
        mark=mark,
        words="next" if is_next and words in ("not hunted yet", "ready") else words,
        rests=rests_of(territory) or "–",
        href=href,
        is_current=is_current,
    )


def open_of(
    territory: Territory, quote: Quote | None, refusal: str, share_found: Estimate | None = None
) -> Open:
    tone, mark, words = _standing(territory)
    share, standing = yield_of(territory), atlas.standing_of(territory)
    is_paused, is_running = standing == "paused", standing == "scraping"
    return Open(
        id=territory.id or 0,
        place=territory.city,
        industry=territory.industry,
        region=_region(territory),
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
        else f"Hunt now, at most {microusd(quote.cost_microusd)}",
        can_hunt=bool(quote) and not (is_paused or is_running or rests_of(territory)),
        is_paused=is_paused,
        priority=str(territory.priority),
        people=count(territory.population) if territory.population else "",
        share=_share_found(share_found) if share_found and territory.last_scraped_at else "",
    )


def _share_found(share: Estimate) -> str:
    """What the overlap of searches says about how much there is."""
    if not share.is_known or not share.total:
        return f"not known: {share.reason}" if share.reason else ""
    return f"about {min(100, round(100 * share.found / share.total))}%, of {share.low:,} to {share.high:,}"


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
