"""Coupons on the set-up fee. We price them ourselves: a coupon makes a cheaper payment page, so it
holds at any gateway, and what is paid is compared with that price to the cent."""

import datetime as dt
import re
import secrets
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.core.clock import ahead, now
from webmagic.core.database import insert_once
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.models import Checkout, CheckoutState, Coupon

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
USED = (CheckoutState.PAID, CheckoutState.PENDING)


@dataclass(frozen=True)
class CouponRow:
    coupon: Coupon
    used: int  # by how many businesses


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(10))


def discount(coupon: Coupon | None, setup_cents: int) -> int:
    """What is off. At least one cent is left to pay, for a page of nothing cannot be paid."""
    if coupon is None or setup_cents <= 0:
        return 0
    off = coupon.amount_off_cents or setup_cents * coupon.percent_off // 100
    return min(off, setup_cents - 1)


async def create_coupon(
    session: AsyncSession,
    *,
    code: str = "",
    percent_off: int = 0,
    amount_off_cents: int = 0,
    currency: str = "",
    business_id: int | None = None,
    max_redemptions: int | None = None,
    days: int | None = None,
    actor: str,
) -> Coupon:
    """Raises Invalid for a discount that is none, Conflict for a code that is taken."""
    code = code.strip().upper() or new_code()
    if not CODE.fullmatch(code):
        raise Invalid("A code is made of letters, digits and hyphens, 3 to 40 of them.")
    if (percent_off > 0) == (amount_off_cents > 0) or not 0 <= percent_off <= 100 or amount_off_cents < 0:
        raise Invalid("A coupon takes off either a percentage from 1 to 100, or an amount.")
    if amount_off_cents and currency not in ("USD", "GTQ"):
        raise Invalid("An amount needs its currency, USD or GTQ.")
    values = Coupon(
        code=code,
        percent_off=percent_off,
        amount_off_cents=amount_off_cents,
        currency=currency,
        business_id=business_id,
        max_redemptions=max_redemptions,
        expires_at=ahead(days=days) if days else None,
    ).model_dump(exclude={"id"})
    if not await insert_once(session, Coupon, values):
        raise Conflict(f"There is a coupon {code} already.")
    await accounts.record(session, "coupon.created", f"Coupon {code} was made", business_id, actor=actor)
    return (await session.exec(select(Coupon).where(Coupon.code == code))).one()


async def end_coupon(session: AsyncSession, coupon_id: int, *, actor: str) -> None:
    coupon = await session.get(Coupon, coupon_id)
    if coupon is None:
        raise NotFound("There is no such coupon.")
    coupon.is_active = False
    session.add(coupon)
    await accounts.record(session, "coupon.ended", f"Coupon {coupon.code} was ended", actor=actor)


async def find_coupon(session: AsyncSession, code: str, business_id: int, currency: str) -> Coupon:
    """A coupon that this business may use now. Raises Invalid with the reason."""
    found = await session.exec(select(Coupon).where(Coupon.code == code.strip().upper()[:40]))
    coupon = found.first()
    if coupon is None or coupon.business_id not in (None, business_id):
        raise Invalid("This coupon is not known.")
    if problem := await _problem(session, coupon, business_id, currency):
        raise Invalid(problem)
    return coupon


async def find_own_coupon(session: AsyncSession, business_id: int, currency: str) -> Coupon | None:
    """The newest that was made for this business alone and still holds: it is taken off by itself."""
    found = await session.exec(
        select(Coupon).where(Coupon.business_id == business_id).order_by(col(Coupon.id).desc())
    )
    for coupon in found.all():
        if not await _problem(session, coupon, business_id, currency):
            return coupon
    return None


async def list_coupons(session: AsyncSession, limit: int = 50) -> list[CouponRow]:
    """Newest first."""
    coupons = (await session.exec(select(Coupon).order_by(col(Coupon.id).desc()).limit(limit))).all()
    used = await session.exec(
        select(Checkout.coupon_id, func.count(func.distinct(Checkout.business_id)))
        .where(col(Checkout.coupon_id).is_not(None), col(Checkout.state).in_(USED))
        .group_by(col(Checkout.coupon_id))
    )
    counts = dict(used.all())
    return [CouponRow(coupon, counts.get(coupon.id, 0)) for coupon in coupons]


async def _problem(session: AsyncSession, coupon: Coupon, business_id: int, currency: str) -> str:
    if not coupon.is_active or (coupon.expires_at and coupon.expires_at <= now()):
        return "This coupon has ended."
    if coupon.amount_off_cents and coupon.currency != currency:
        return f"This coupon is for prices in {coupon.currency}."
    if coupon.max_redemptions is not None:
        others = await _count_others(session, coupon, business_id)
        if others >= coupon.max_redemptions:
            return "This coupon has been used up."
    return ""


async def _count_others(session: AsyncSession, coupon: Coupon, business_id: int) -> int:
    """Businesses that used it, or hold an open page with it that has not expired."""
    is_open = (col(Checkout.state) == CheckoutState.OPEN) & (
        col(Checkout.expires_at).is_(None) | (col(Checkout.expires_at) > now())
    )
    found = await session.exec(
        select(func.count(func.distinct(Checkout.business_id))).where(
            Checkout.coupon_id == coupon.id,
            Checkout.business_id != business_id,
            col(Checkout.state).in_(USED) | is_open,
        )
    )
    return found.one()


def ends_on(coupon: Coupon) -> dt.date | None:
    return coupon.expires_at.date() if coupon.expires_at else None
