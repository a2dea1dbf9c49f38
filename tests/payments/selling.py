"""A pitched business, and the way to a sold one."""

from sqlmodel import select

from tests.payments.till import Till, deliver, told
from tests.pitcher.shops import locksmith, on_the_road
from webmagic import payments, pitcher
from webmagic.core.database import transaction
from webmagic.core.security import sign
from webmagic.core.settings import get_settings
from webmagic.models import Business, Subscription
from webmagic.pitcher.transports import MailboxMailer

ANA = {"email": " Ana@Example.com ", "name": "Ana Prueba"}


async def everything(table) -> list:
    async with transaction() as session:
        return list((await session.exec(select(table).order_by(table.id))).all())


async def shop(business: Business | None = None) -> str:
    """A pitched business. Returns its claim token."""
    async with transaction() as session:
        business = await on_the_road(session, business or locksmith())
        await pitcher.create_due(session, MailboxMailer(get_settings().mailbox_dir))
    return sign("claim", str(business.id))


async def begin(till: Till, business: Business | None = None) -> str:
    token = await shop(business)
    await payments.start(token, **ANA, transaction=transaction, gateway=till)
    return token


async def sell(till: Till, business: Business | None = None) -> Subscription:
    """Set-up fee and plan paid. Returns the plan."""
    await begin(till, business)
    till.pay("ch_1")
    till.pay("ch_2", "pa_2", plan="su_1")
    await deliver(till, told("payment_intent.succeeded", "ch_1"))
    await deliver(till, told("payment_intent.succeeded", "ch_2", "pa_2", 2900))
    (plan,) = await everything(Subscription)
    return plan


async def tell(till: Till, verb: str) -> None:
    """The gateway's webhook about the plan, worked off."""
    await deliver(till, {"event_type": f"subscription.{verb}", "id": "su_1"})
