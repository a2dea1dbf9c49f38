"""How much of a territory has been found: an estimate from what two looks at it have in common.

Two catches of the same pond: the more of the second were in the first, the fewer are left (Chapman's
form of Lincoln-Petersen, with Chao's interval). The looks are the searches of the whole place and
those of its cells, or two sources. They are not quite independent, since every source shows the
well-known first: the estimate is rather too low than too high, and the share rather too high.
"""

from dataclasses import asdict, dataclass
from itertools import combinations
from math import exp, log, sqrt
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Business, CellSighting, CoverageCell, Listing

LEAST_CATCH = 10  # fewer in a look say nothing
LEAST_SHARED = 7  # below this Chapman's estimate is biased
Z = 1.96


@dataclass(frozen=True)
class Estimate:
    """`found` businesses of about `total` (`low` to `high`, 95 %). Not known: `reason` says why."""

    found: int
    is_known: bool = False
    total: int = 0
    low: int = 0
    high: int = 0
    basis: str = ""
    reason: str = ""

    @property
    def share(self) -> float | None:
        """0 to 1; None when nobody knows."""
        return min(1.0, self.found / self.total) if self.is_known and self.total else None

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "share": self.share}


def chapman(first: int, second: int, shared: int) -> tuple[float, float, float]:
    """(estimate, low, high) of a population by two catches and their overlap."""
    estimate = (first + 1) * (second + 1) / (shared + 1) - 1
    seen = first + second - shared
    apart = (first + 1) * (second + 1) * (first - shared) * (second - shared)
    variance = apart / ((shared + 1) ** 2 * (shared + 2))
    unseen = estimate - seen
    if unseen < 1e-9 or variance <= 0:
        return float(seen), float(seen), float(seen)
    spread = exp(Z * sqrt(log(1 + variance / unseen**2)))
    return estimate, seen + unseen / spread, seen + unseen * spread


async def estimate(session: AsyncSession, territory_id: int) -> Estimate:
    """By the two looks that have the most in common. Honest about not knowing."""
    by_cells, by_source = await _by_cells(session, territory_id), await _by_source(session, territory_id)
    looks = by_cells | by_source
    query = select(Business.id).where(Business.territory_id == territory_id)
    found = set((await session.exec(query)).all())
    pairs = [pair for pair in combinations(by_cells, 2) if pair[0].split(",")[0] == pair[1].split(",")[0]]
    best: tuple[int, str, str] | None = None
    for one, other in (*pairs, *combinations(by_source, 2)):
        shared = len(looks[one] & looks[other])
        is_fair = min(len(looks[one]), len(looks[other])) >= LEAST_CATCH
        if is_fair and shared >= LEAST_SHARED and (best is None or shared > best[0]):
            best = (shared, one, other)
    if best is None:
        return Estimate(len(found), reason=_why_not(by_cells, by_source))
    shared, one, other = best
    total, low, high = chapman(len(looks[one]), len(looks[other]), shared)
    least = len(found)
    return Estimate(
        found=least,
        is_known=True,
        total=max(least, round(total)),
        low=max(least, round(low)),
        high=max(least, round(high)),
        basis=f"{len(looks[one])} by {one}, {len(looks[other])} by {other}, {shared} by both",
    )


def _why_not(by_cells: dict[str, set[int]], by_source: dict[str, set[int]]) -> str:
    if not by_cells and not by_source:
        return "It has not been searched yet."
    if len(by_cells) < 2 and len(by_source) < 2:
        return "It was looked at in one way only, so nothing overlaps."
    return "What two looks have in common is too little to count on."


async def _by_cells(session: AsyncSession, territory_id: int) -> dict[str, set[int]]:
    """The search of the whole place, and those of its cells together, for each source."""
    query = (
        select(CoverageCell.source, CoverageCell.depth, CellSighting.business_id)
        .join(CoverageCell, col(CoverageCell.id) == CellSighting.cell_id)
        .where(CoverageCell.territory_id == territory_id)
    )
    looks: dict[str, set[int]] = {}
    for source, depth, business_id in (await session.exec(query)).all():
        name = f"{source}, cell by cell" if depth else f"{source}, as a whole"
        looks.setdefault(name, set()).add(business_id)
    return looks


async def _by_source(session: AsyncSession, territory_id: int) -> dict[str, set[int]]:
    query = (
        select(Listing.source, Listing.business_id)
        .join(Business, col(Business.id) == Listing.business_id)
        .where(Business.territory_id == territory_id)
        .distinct()
    )
    looks: dict[str, set[int]] = {}
    for source, business_id in (await session.exec(query)).all():
        looks.setdefault(source, set()).add(business_id)
    return looks
