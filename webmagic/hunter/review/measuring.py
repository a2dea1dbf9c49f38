"""What people's decisions say about the machine's. Two kinds of labels, never mixed:

An audit is drawn by chance, so it says how often the machine is right where nobody doubts it. The
queue holds only what the machine doubted: its labels tell about those doubts and about nothing else.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.intervals import Share
from webmagic.hunter.review.waiting import BY_HAND, count_waiting, said_by
from webmagic.models import Business, Origin, ReviewItem, ReviewLabel, WebsiteState

NONE = WebsiteState.NONE
# Every verdict of the machine; what it never judged (unknown) is no part of recall.
STRATA = (NONE, WebsiteState.REVIEW, WebsiteState.HAS, WebsiteState.SOCIAL, WebsiteState.UNREACHABLE)
FEW = 30


@dataclass(frozen=True)
class Estimate:
    """A share of everything, put together from strata. `value` is None while one of them is unlooked at."""

    value: float | None
    low: float
    high: float


@dataclass(frozen=True)
class Measures:
    """`audit` by machine state: how often a person agreed. `precision` is that of "no website", and
    `by_basis` splits it into what was looked up and what only a listing said. `queue` counts what
    people made of the machine's doubts; `sizes` is how many businesses each verdict has."""

    precision: Share
    by_basis: dict[str, Share]
    recall: Estimate
    audit: dict[str, Share]
    queue: dict[str, int]
    sizes: dict[str, int]
    drawn: int
    waiting: int
    unmeasured: list[str]

    def document(self) -> dict[str, Any]:
        return {
            "precision": self.precision.document(),
            "precision_by_basis": {name: share.document() for name, share in self.by_basis.items()},
            "recall": {
                "value": None if self.recall.value is None else round(self.recall.value, 4),
                "low": round(self.recall.low, 4),
                "high": round(self.recall.high, 4),
                "unmeasured": self.unmeasured,
            },
            "audit": {name: share.document() for name, share in self.audit.items()},
            "queue": self.queue,
            "sizes": self.sizes,
            "audit_open": self.drawn,
            "waiting": self.waiting,
            "notes": self.notes(),
        }

    def notes(self) -> list[str]:
        """What the figures may be used for, in words."""
        said = [
            "Precision of “no website” comes from the audit alone: it is drawn by chance. Decisions from "
            "the queue are about cases the machine doubted, and would make it look worse than it is.",
        ]
        if self.precision.of < FEW:
            said.append(f"{self.precision.of} audited so far; below {FEW} the interval says little.")
        if self.drawn:
            said.append(
                f"{self.drawn} drawn and not decided yet. Leaving out the hard ones bends the figure: "
                "decide them all."
            )
        if self.unmeasured:
            names = ", ".join(name.replace("_", " ") for name in self.unmeasured)
            said.append(f"Recall has only bounds: nobody has looked yet at {names}.")
        else:
            said.append(
                "Recall weighs each verdict by how many businesses have it. From the queue it takes the "
                "decided ones as if they were drawn by chance; they are the best leads first."
            )
        return said


async def measure(session: AsyncSession) -> Measures:
    counts = await _labels(session)
    sizes = await _sizes(session, counts)
    audit = {
        str(state): _agreed(counts, str(state), Origin.AUDIT)
        for state in STRATA
        if state != WebsiteState.REVIEW
    }
    truly_none = {state: _truly_none(counts, state) for state in map(str, STRATA)}
    drawn = select(sa.func.count()).select_from(ReviewItem).where(ReviewItem.audit_state != "")
    queue: Counter[str] = Counter()
    for (origin, _, _, decision), number in counts.items():
        queue[decision] += number if origin == Origin.QUEUE else 0
    return Measures(
        precision=audit[NONE],
        by_basis={
            "looked_up": _agreed(counts, NONE, Origin.AUDIT, True),
            "listing_only": _agreed(counts, NONE, Origin.AUDIT, False),
        },
        recall=_recall(sizes, truly_none),
        audit=audit,
        queue=dict(queue),
        sizes=sizes,
        drawn=(await session.exec(drawn)).one(),
        waiting=await count_waiting(session),
        unmeasured=[state for state, share in truly_none.items() if sizes[state] and not share.of],
    )


Counts = dict[tuple[str, str, bool, str], int]


async def _labels(session: AsyncSession) -> Counts:
    """(origin, machine's state, looked up, decision) -> how many; of each business its last decision."""
    last = (
        select(sa.func.max(ReviewLabel.id))
        .where(col(ReviewLabel.undone_at).is_(None))
        .group_by(col(ReviewLabel.business_id))
    )
    keys = (ReviewLabel.origin, ReviewLabel.machine_state, ReviewLabel.was_looked_up, ReviewLabel.decision)
    statement = sa.select(*keys, sa.func.count()).where(col(ReviewLabel.id).in_(last)).group_by(*keys)  # type: ignore[call-overload]
    rows = (await (await session.connection()).execute(statement)).all()
    return {(origin, state, bool(up), decision): n for origin, state, up, decision, n in rows}


async def _sizes(session: AsyncSession, counts: Counts) -> dict[str, int]:
    """Businesses by what the machine said: those that people decided count where they came from."""
    statement = select(Business.website_state, sa.func.count()).where(said_by() != BY_HAND)
    standing = dict((await session.exec(statement.group_by(Business.website_state))).all())
    sizes = {str(state): int(standing.get(state, 0)) for state in STRATA}
    for (_, state, _, _), number in counts.items():
        if state in sizes:
            sizes[state] += number
    return sizes


def _agreed(counts: Counts, state: str, origin: str, looked_up: bool | None = None) -> Share:
    found = [
        (decision == state, number)
        for (of, said, up, decision), number in counts.items()
        if of == origin and said == state and looked_up in (None, up)
    ]
    return Share(sum(n for agrees, n in found if agrees), sum(n for _, n in found))


def _truly_none(counts: Counts, state: str) -> Share:
    """Of what the machine called so, how many have no website: from audits, or, of doubts, from the queue."""
    wanted = Origin.QUEUE if state == WebsiteState.REVIEW else Origin.AUDIT
    found = [(d == NONE, n) for (of, said, _, d), n in counts.items() if of == wanted and said == state]
    return Share(sum(n for is_none, n in found if is_none), sum(n for _, n in found))


def _recall(sizes: dict[str, int], none: dict[str, Share]) -> Estimate:
    """Of all that have no website, the part the machine said so of. The bounds are those of every
    stratum at once, so they are wider than need be, never narrower."""
    first, others = str(NONE), [str(state) for state in STRATA if state != NONE and sizes[state]]
    low, high = _bounds(none[first], sizes[first])
    missed_low = sum(sizes[s] * _bounds(none[s], sizes[s])[0] for s in others)
    missed_high = sum(sizes[s] * _bounds(none[s], sizes[s])[1] for s in others)
    values = [none[s].value for s in (first, *others)]
    value = None
    if sizes[first] and all(known is not None for known in values):
        hits = sizes[first] * (values[0] or 0)
        missed = sum(sizes[s] * (none[s].value or 0) for s in others)
        value = _part(hits, missed)
    return Estimate(
        value, _part(sizes[first] * low, missed_high), _part(sizes[first] * high, missed_low, 1.0)
    )


def _bounds(share: Share, size: int) -> tuple[float, float]:
    """Where every one was looked at there is nothing left to chance."""
    if size and share.of >= size and share.value is not None:
        return share.value, share.value
    return share.low, share.high


def _part(hits: float, missed: float, nothing: float = 0.0) -> float:
    return hits / (hits + missed) if hits + missed else nothing
