"""Verifying here and now, summed up for the one who asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webmagic.hunter.listings import Transaction
from webmagic.hunter.verification.checks import VerifyReport, verify, verify_all
from webmagic.hunter.websites import website_states


@dataclass(frozen=True)
class Summary:
    """`document`: businesses by website state, `checked` and `not_checked` of this run; with one
    business also `reason` and `url`."""

    document: dict[str, Any]
    words: str


async def verify_now(
    transaction: Transaction, business_id: int | None, on_progress: Callable[[int, int], None] | None = None
) -> Summary:
    """One business, dead addresses included; or everything that is due."""
    if business_id is None:
        reports = await verify_all(transaction, on_progress=on_progress)
    else:
        reports = [await verify(transaction, business_id, is_forced=True)]
    async with transaction() as session:
        states = await website_states(session, business_id)
    return _sum_up(reports, states, business_id is not None)


def _sum_up(reports: list[VerifyReport], states: dict[str, int], is_one: bool) -> Summary:
    checked = sum(report.checked for report in reports)
    document: dict[str, Any] = {**states, "checked": checked, "not_checked": len(reports) - checked}
    words = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in states.items() if count)
    words += f". {checked} looked up now, {len(reports) - checked} not."
    if is_one:
        document |= {"reason": reports[0].reason, "url": reports[0].url}
    reasons = {report.reason for report in reports if is_one or not report.checked}
    return Summary(document, "\n  ".join([words, *sorted(reasons)]))
