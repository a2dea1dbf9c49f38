"""What became of our leads, by their score: the only judge of the score there is.

A rate is of those that were written to. The score is today's; a business whose score has changed
since its mail stands where it stands now.
"""

from dataclasses import dataclass, field
from math import log
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import hunter
from webmagic.core.intervals import Share
from webmagic.hunter import PARTS, Rules
from webmagic.models import (
    Business,
    Checkout,
    Customer,
    GeneratedSite,
    Message,
    Payment,
    PaymentState,
    SiteVisit,
    Stage,
)

NEEDED_MAILED, NEEDED_CLAIMS = 300, 30
NEEDED_EACH = 20  # with a part and without it
LOOKED_AT = ("website_state", "email", "phone", "rating", "review_count", "is_chain", "is_closed",
             "do_not_contact", "trade", "country", "stage", "disqualified_reason")  # fmt: skip


@dataclass(frozen=True)
class Band:
    """Ten points of the score. The shares are of `mailed`."""

    low: int
    high: int
    leads: int
    mailed: int
    visited: Share
    claimed: Share
    paid: Share


@dataclass(frozen=True)
class PartOutcome:
    """How often those claim that earn a part of the score, and those that do not."""

    name: str
    points: int
    with_it: Share
    without: Share

    @property
    def is_telling(self) -> bool:
        return min(self.with_it.of, self.without.of) >= NEEDED_EACH

    @property
    def pull(self) -> float:
        """The logarithm of the odds ratio, half a case added everywhere; never below nothing."""
        odds = [
            log((share.hits + 0.5) / (share.of - share.hits + 0.5)) for share in (self.with_it, self.without)
        ]
        return max(0.0, odds[0] - odds[1])


@dataclass(frozen=True)
class Outcomes:
    """`suggested` is points by part, None while there is too little to learn from: `why` says so."""

    bands: list[Band]
    parts: list[PartOutcome]
    mailed: int
    claimed: int
    why: str
    suggested: dict[str, int] | None = None


@dataclass
class _Count:
    leads: int = 0
    mailed: int = 0
    visited: int = 0
    claimed: int = 0
    paid: int = 0


@dataclass
class _Tally:
    bands: list[_Count] = field(default_factory=lambda: [_Count() for _ in range(10)])
    parts: dict[tuple[str, bool], list[int]] = field(
        default_factory=lambda: {(name, had): [0, 0] for name in PARTS for had in (True, False)}
    )


async def outcomes(session: AsyncSession) -> Outcomes:
    rules, tally = await hunter.load_rules(session), _Tally()
    for band, leads in await _leads(session):
        tally.bands[min(max(int(band), 0), 9)].leads += leads
    for row in await _mailed(session):
        _count(tally, row, rules)
    bands = [_band(n, count) for n, count in enumerate(tally.bands)]
    parts = [_part(name, getattr(rules, name), tally) for name in PARTS]
    mailed, claimed = sum(b.mailed for b in bands), sum(b.claimed.hits for b in bands)
    suggested, why = _suggest(parts, mailed, claimed)
    return Outcomes(bands, parts, mailed, claimed, why, suggested)


async def _leads(session: AsyncSession) -> list[Any]:
    """Businesses that qualify, or have gone further, by tens of their score."""
    ten = col(Business.score).op("/")(
        sa.literal_column("10")
    )  # whole numbers divide to one on both databases
    is_lead = sa.or_(col(Business.qualified), col(Business.stage).not_in((Stage.FOUND, Stage.REJECTED)))
    statement = sa.select(ten, sa.func.count()).where(is_lead).group_by(ten)
    return list((await (await session.connection()).execute(statement)).all())


async def _mailed(session: AsyncSession) -> list[Any]:
    """Everyone an offer was sent to, and how far it went. Opens and visits of machines count nothing."""
    first = (
        select(col(Message.business_id).label("business_id"), sa.func.min(Message.sent_at).label("at"))
        .where(Message.purpose == "outreach", col(Message.sent_at).is_not(None))
        .group_by(col(Message.business_id))
        .subquery()
    )
    own = col(Business.id)
    visited = (
        sa.select(sa.literal(1))
        .select_from(sa.join(SiteVisit, GeneratedSite, col(SiteVisit.site_id) == col(GeneratedSite.id)))
        .where(col(GeneratedSite.business_id) == own, ~col(SiteVisit.is_bot), col(SiteVisit.at) >= first.c.at)
    )
    claimed = sa.select(sa.literal(1)).where(col(Checkout.business_id) == own)
    paid = (
        sa.select(sa.literal(1))
        .select_from(sa.join(Payment, Customer, col(Payment.customer_id) == col(Customer.id)))
        .where(col(Customer.business_id) == own, col(Payment.state) == PaymentState.SUCCEEDED)
    )
    columns = [getattr(Business, name) for name in ("score", *LOOKED_AT)]
    statement = sa.select(
        *columns,
        visited.exists().label("visited"),
        sa.or_(claimed.exists(), paid.exists()).label("claimed"),
        paid.exists().label("paid"),
    ).join(first, first.c.business_id == own)
    return list((await (await session.connection()).execute(statement)).mappings())


def _count(tally: _Tally, row: Any, rules: Rules) -> None:
    count = tally.bands[min(max(row["score"] // 10, 0), 9)]
    count.mailed += 1
    for name in ("visited", "claimed", "paid"):
        setattr(count, name, getattr(count, name) + bool(row[name]))
    parts = hunter.assess(row, rules).score_reasons
    for name, part in zip(PARTS, parts, strict=True):
        cell = tally.parts[name, part["points"] > 0]
        cell[0] += bool(row["claimed"])
        cell[1] += 1


def _band(n: int, count: _Count) -> Band:
    shares = [Share(hits, count.mailed) for hits in (count.visited, count.claimed, count.paid)]
    return Band(10 * n, 100 if n == 9 else 10 * n + 9, count.leads, count.mailed, *shares)


def _part(name: str, points: int, tally: _Tally) -> PartOutcome:
    return PartOutcome(name, points, Share(*tally.parts[name, True]), Share(*tally.parts[name, False]))


def _suggest(parts: list[PartOutcome], mailed: int, claimed: int) -> tuple[dict[str, int] | None, str]:
    """Points in proportion to how well a part tells those that claim from those that do not. A part
    that everybody has, or nobody, keeps its points: our own mails cannot tell anything about it."""
    if mailed < NEEDED_MAILED or claimed < NEEDED_CLAIMS:
        have = f"{mailed:,} of {NEEDED_MAILED:,} mailed, {claimed:,} of {NEEDED_CLAIMS:,} claimed"
        return None, f"Not enough outcomes yet ({have})."
    telling = [part for part in parts if part.is_telling and part.points]
    total = sum(part.points for part in telling)
    pull = sum(part.pull for part in telling)
    if len(telling) < 2 or not pull:
        return None, "The parts of the score do not tell apart who claims: nothing to suggest."
    exact = {part.name: total * part.pull / pull for part in telling}
    points = {name: int(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda n: points[n] - exact[n])[: total - sum(points.values())]:
        points[name] += 1
    kept = [part.name for part in parts if part.name not in points]
    why = f"From {mailed:,} mailed and {claimed:,} claimed. "
    why += "Each part is weighed by itself; parts that go together are counted twice."
    if kept:
        why += f" {len(kept)} parts keep their points: too few were mailed with them, or without."
    return {part.name: points.get(part.name, part.points) for part in parts}, why
