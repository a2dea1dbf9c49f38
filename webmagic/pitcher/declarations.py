"""What an operator declares in words before certain offers may leave. Empty words declare nothing."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.errors import Invalid
from webmagic.pitcher.declared import BALANCING_TEST, OUTREACH_CONFIRMED

LONGEST = 8000


@dataclass(frozen=True)
class Declarations:
    balancing_test: str  # why our interest in writing weighs more, where the law asks for it
    outreach_allowed: str  # why the terms of the mail provider in use allow offers


async def read_declarations(session: AsyncSession, provider: str) -> Declarations:
    test = await read_preference(session, BALANCING_TEST, "")
    confirmed = await read_preference(session, OUTREACH_CONFIRMED, {})
    return Declarations(str(test or ""), str(confirmed.get(provider, "")))


async def declare(session: AsyncSession, provider: str, wanted: Declarations) -> None:
    """Held offers are looked at again by themselves."""
    if max(len(wanted.balancing_test), len(wanted.outreach_allowed)) > LONGEST:
        raise Invalid(f"A declaration has at most {LONGEST:,} characters.")
    confirmed = await read_preference(session, OUTREACH_CONFIRMED, {})
    await write_preference(session, BALANCING_TEST, wanted.balancing_test.strip())
    await write_preference(
        session, OUTREACH_CONFIRMED, {**confirmed, provider: wanted.outreach_allowed.strip()}
    )
