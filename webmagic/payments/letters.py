"""What an owner is told about money, in their language; the words are in `letters.toml`."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import pitcher
from webmagic.core.settings import get_settings
from webmagic.models import Business, Customer, GeneratedSite, Message, Payment, Subscription


@cache
def words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))


def dear(name: str, language: str) -> str:
    who = pitcher.one_line(name)
    return f", {who}" if language == "es" and who else f" {who}" if who else ""


def compose(kind: str, language: str, who: str, *more: str, **values: str) -> tuple[str, str]:
    """Subject and text. `more`: further paragraphs before the signature."""
    said, settings = words()[language], get_settings()
    values |= {
        "sender": pitcher.one_line(settings.sender_name),
        "address": pitcher.one_line(settings.sender_postal_address),
        "who": dear(who, language),
    }
    paragraphs = [said["hello"], said[kind]["body"], *more, said["signed"]]
    return said[kind]["subject"].format(**values), "\n\n".join(paragraphs).format(**values)


async def write(
    session: AsyncSession,
    kind: str,
    plan: Subscription,
    *,
    day: dt.datetime | None = None,
) -> Message | None:
    """A letter about a plan, as a row that will be sent once. None for a customer without an address."""
    customer = await session.get_one(Customer, plan.customer_id)
    business = await session.get_one(Business, customer.business_id)
    if not customer.email:
        return None
    site = await session.exec(select(GeneratedSite.subdomain).where(GeneratedSite.business_id == business.id))
    language, settings = pitcher.language_of(business), get_settings()
    subject, text = compose(
        kind,
        language,
        customer.name,
        name=pitcher.one_line(business.name),
        amount=pitcher.price(plan.amount_cents, plan.currency, language),
        card=f" ({plan.card})" if plan.card else "",
        link=f"{settings.public_url}/my",
        day=f"{day:%Y-%m-%d}" if day else "",
        site=settings.site_url(site.first() or ""),
    )
    return await _queue(session, customer, business, subject, text)


async def write_refund(
    session: AsyncSession, customer: Customer, business: Business, payment: Payment
) -> Message:
    language = pitcher.language_of(business)
    amount = pitcher.price(payment.amount_cents, payment.currency, language)
    name = pitcher.one_line(business.name)
    subject, text = compose("refunded", language, customer.name, name=name, amount=amount)
    return await _queue(session, customer, business, subject, text)


async def _queue(
    session: AsyncSession, customer: Customer, business: Business, subject: str, text: str
) -> Message:
    return await pitcher.queue_transactional(
        session,
        to_email=customer.email,
        subject=subject,
        text=text,
        language=pitcher.language_of(business),
        business_id=business.id,
    )
