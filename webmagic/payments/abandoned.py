"""Whoever began to claim and did not pay hears of it once, with a coupon of their own."""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, pitcher
from webmagic.core.clock import ago, now
from webmagic.core.security import sign
from webmagic.core.settings import get_settings
from webmagic.models import Business, Checkout, CheckoutState, Coupon, Message
from webmagic.payments import letters
from webmagic.payments.checkouts import DONE, MONTHLY, SETUP
from webmagic.payments.coupons import create_coupon

AFTER = dt.timedelta(minutes=15)
NO_LONGER = dt.timedelta(days=2)  # a reminder that comes later only surprises
COUPON_DAYS = 7
MOST = 100  # in one go


async def remind_abandoned(session: AsyncSession) -> int:
    """Write the letters that are due. Returns how many."""
    return sum([await _remind(session, page) for page in await _list_due(session)])


async def expire_old(session: AsyncSession) -> int:
    """Close the pages whose time is over. Returns how many."""
    statement = (
        sa.update(Checkout)
        .where(col(Checkout.state) == CheckoutState.OPEN, col(Checkout.expires_at) <= now())
        .values(state=CheckoutState.EXPIRED)
        .execution_options(synchronize_session=False)
    )
    return (await session.exec(statement)).rowcount


async def _list_due(session: AsyncSession) -> list[Checkout]:
    """Of each business its newest open page; none of a business that was reminded, or is done paying
    for what that page is for."""
    other = sa.orm.aliased(Checkout)
    is_done = (col(other.kind) == Checkout.kind) & col(other.state).in_(DONE)
    settled = sa.exists().where(
        col(other.business_id) == Checkout.business_id, col(other.reminded_at).is_not(None) | is_done
    )
    found = await session.exec(
        select(Checkout)
        .where(
            Checkout.state == CheckoutState.OPEN,
            col(Checkout.kind).in_((SETUP, MONTHLY)),
            col(Checkout.provider_id).is_not(None),
            col(Checkout.email) != "",
            col(Checkout.created_at) <= ago(seconds=AFTER.total_seconds()),
            col(Checkout.created_at) > ago(seconds=NO_LONGER.total_seconds()),
            ~settled,
        )
        .order_by(col(Checkout.id).desc())
        .limit(MOST)
    )
    newest: dict[int, Checkout] = {}
    for page in found.all():
        newest.setdefault(page.business_id, page)
    return list(newest.values())


async def _remind(session: AsyncSession, page: Checkout) -> bool:
    """Once for a business, for ever; its row is held, so that two at once do not both write."""
    business = await session.get(Business, page.business_id, with_for_update=True)
    before = select(Checkout.id).where(
        Checkout.business_id == page.business_id, col(Checkout.reminded_at).is_not(None)
    )
    if business is None or (await session.exec(before)).first():
        return False
    page.reminded_at = now()
    session.add(page)
    mailer = pitcher.choose(get_settings())
    holds = await pitcher.check_reminder(session, business, page.email, mailer)
    if holds:
        reason = " ".join(hold.reason for hold in holds)
        text = f"No reminder to {business.name}: {reason}"
        await accounts.record(session, "checkout.not_reminded", text, business.id)
        return False
    await _write(session, business, page, await _coupon(session, business))
    await accounts.record(session, "checkout.reminded", f"{business.name} was reminded once", business.id)
    return True


async def _coupon(session: AsyncSession, business: Business) -> Coupon | None:
    percent = get_settings().reminder_coupon_percent
    paid = await session.exec(
        select(Checkout.id).where(
            Checkout.business_id == business.id, Checkout.kind == SETUP, col(Checkout.state).in_(DONE)
        )
    )
    if not percent or paid.first():  # the set-up fee, which it would lower, is paid
        return None
    return await create_coupon(
        session,
        percent_off=percent,
        business_id=business.id,
        max_redemptions=1,
        days=COUPON_DAYS,
        actor="payments",
    )


async def _write(session: AsyncSession, business: Business, page: Checkout, coupon: Coupon | None) -> None:
    language, settings = pitcher.language_of(business), get_settings()
    sender = (await pitcher.list_senders(session, pitcher.TRANSACTIONAL))[0]
    message = Message(
        business_id=business.id,
        purpose=pitcher.REMINDER,
        to_email=page.email,
        to_domain=page.email.rpartition("@")[2][:253],
        from_email=sender.email,
        from_name=sender.name,
        identity_id=sender.identity_id,
        subject="",
    )
    session.add(message)
    await session.flush()
    unsubscribe = f"{settings.public_url}/u/{sign('unsubscribe', str(message.id))}"
    said = letters.words()[language]["reminder"]
    message.subject, message.text_body = letters.compose(
        "reminder",
        language,
        page.name,
        *([said["coupon"]] if coupon else []),
        said["leave"],
        name=pitcher.one_line(business.name),
        link=pitcher.claim_url(business.id or 0, settings),
        unsubscribe=unsubscribe,
        day=f"{coupon.expires_at:%Y-%m-%d}" if coupon and coupon.expires_at else "",
        percent=str(coupon.percent_off) if coupon else "",
        code=coupon.code if coupon else "",
    )
    message.html_body = pitcher.letter_html(message.subject, message.text_body, language)
    message.headers = {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    session.add(message)
    await pitcher.queue_message(session, message)
