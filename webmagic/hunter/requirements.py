"""Changed requirements take effect: at once on a few thousand businesses, by a job on many."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.ledger import enqueue
from webmagic.hunter.rules import Rules, list_versions, save_rules
from webmagic.hunter.score import rescore_all
from webmagic.models import Business

AT_ONCE = 5000


@dataclass(frozen=True)
class Applied:
    """`counts` is None while a job does it."""

    rules: Rules
    number: int
    counts: dict[str, int] | None


async def apply_rules(session: AsyncSession, changes: dict[str, Any], by: str) -> Applied:
    """Save a version and judge every business by it. Raises Invalid naming the rule that is wrong."""
    rules = await save_rules(session, changes, by)
    number = next((version.number for version in await list_versions(session, 1)), 1)
    if (await session.exec(select(func.count()).select_from(Business))).one() <= AT_ONCE:
        return Applied(rules, number, await rescore_all(session, rules))
    await enqueue(session, "scraping.rescore", dedupe=f"rescore:{number}")
    return Applied(rules, number, None)
