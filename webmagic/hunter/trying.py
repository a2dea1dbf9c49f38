"""Rules as they would be: judged by their own model, tried on the businesses we have, and not stored."""

import heapq
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import Invalid
from webmagic.hunter.rules import Rules, load_rules
from webmagic.hunter.score import READS, assess, every_business
from webmagic.models import Business, Stage

EXAMPLES = 10


def check_rules(rules: Rules, changes: dict[str, Any]) -> Rules:
    """`rules` with `changes`. Raises Invalid naming the first that is wrong."""
    try:
        return Rules.model_validate({**rules.model_dump(), **changes})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).replace("_", " ").capitalize() if first["loc"] else "The rules"
        words = f"{first['msg'][:1].lower()}{first['msg'][1:]}"
        if first["type"] == "string_pattern_mismatch":
            words = "give each as two letters, such as US"
        raise Invalid(f"{name}: {words}.") from None


@dataclass(frozen=True)
class Example:
    """A business that would come in or fall out; `why` is what keeps it out, now or then."""

    id: int
    name: str
    trade: str
    city: str
    score_now: int
    score_then: int
    why: str


@dataclass
class Difference:
    """What other rules would do to the leads we have. The examples are the best of each kind."""

    now: int = 0
    then: int = 0
    added: int = 0
    dropped: int = 0
    would_add: list[Example] = field(default_factory=list)
    would_drop: list[Example] = field(default_factory=list)


async def try_rules(session: AsyncSession, rules: Rules, examples: int = EXAMPLES) -> Difference:
    """Businesses that have moved further than qualified are not counted: they are not judged anew."""
    found, current = Difference(), await load_rules(session)
    best: dict[bool, list[Any]] = {True: [], False: []}
    async for rows in every_business(session, *READS):
        for row in rows:
            if row["stage"] not in (Stage.FOUND, Stage.QUALIFIED):
                continue
            before, after = assess(row, current), assess(row, rules)
            found.now += before.qualified
            found.then += after.qualified
            if before.qualified == after.qualified:
                continue
            why = before.disqualified_reason or after.disqualified_reason
            one = (max(before.score, after.score), -row["id"], before.score, after.score, why)
            _keep(best[after.qualified], one, examples)
            found.added += after.qualified
            found.dropped += before.qualified
    found.would_add = await _named(session, best[True])
    found.would_drop = await _named(session, best[False])
    return found


def _keep(best: list[Any], one: tuple[Any, ...], most: int) -> None:
    if len(best) < most:
        heapq.heappush(best, one)
    elif best and one > best[0]:
        heapq.heapreplace(best, one)


async def _named(session: AsyncSession, best: list[Any]) -> list[Example]:
    ids = [-one[1] for one in best]
    columns = select(Business.id, Business.name, Business.trade, Business.city)
    rows = {row[0]: row[1:] for row in (await session.exec(columns.where(col(Business.id).in_(ids)))).all()}
    ordered = sorted(best, reverse=True)
    return [Example(-one[1], *rows[-one[1]], *one[2:]) for one in ordered if -one[1] in rows]


async def what_if(session: AsyncSession, rules: Rules) -> dict[str, int]:
    """How many leads other rules would add or drop: {"now", "then", "added", "dropped"}."""
    found = await try_rules(session, rules, examples=0)
    return {"now": found.now, "then": found.then, "added": found.added, "dropped": found.dropped}
