"""A reminder to somebody who gave us the address in person and did not finish.

That is not an offer out of the blue, so no campaign is needed; but it is not a receipt either. It
leaves only where the law lets us write at all, to an address that nobody asked us to leave alone,
and carries a way to unsubscribe.
"""

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Business
from webmagic.pitcher.countries import find_country
from webmagic.pitcher.policy import Hold, Recipient, judge_receipt
from webmagic.pitcher.suppression import find_suppression
from webmagic.pitcher.transports import Mailer

REMINDER = "reminder"


def judge_reminder(
    business: Recipient | None, to_email: str, mailer: Mailer, suppressed_because: str
) -> list[Hold]:
    """Every rule it breaks; empty means it may leave."""
    holds = judge_receipt(to_email, mailer, suppressed_because)
    if business is None:
        return [*holds, Hold("gone", "The business of this message is gone.")]
    if suppressed_because and not any(hold.rule == "suppressed" for hold in holds):
        holds.append(Hold("suppressed", f"This address is suppressed: {suppressed_because}."))
    if business.do_not_contact:
        holds.append(Hold("do-not-contact", "This business asked not to be written to."))
    country = find_country(business.country)
    if country is None or country.rule == "blocked":
        name = country.name if country else business.country or "unknown"
        holds.append(Hold("country-blocked", f"The mail law of this country ({name}) allows no reminder."))
    return holds


async def check_reminder(
    session: AsyncSession, business: Business | None, to_email: str, mailer: Mailer
) -> list[Hold]:
    found = await find_suppression(session, to_email)
    because = (found.reason or "on the list") if found else ""
    return judge_reminder(business, to_email, mailer, because)
