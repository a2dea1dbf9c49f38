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
from webmagic.models import Business, Customer, GeneratedSite, Message, Subscription


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
    amount_cents: int | None = None,
) -> Message | None:
    """A letter about a plan, as a row that will be sent once. None for a customer without an address."""
    customer = await session.get_one(Customer, plan.customer_id)
    business = await session.get_one(Business, customer.business_id)
    if not customer.email:
        return None
    site = await session.exec(select(GeneratedSite.subdomain).where(GeneratedSite.business_id == business.id))
    language, settings = pitcher.language_of(business), get_settings()
    amount = plan.amount_cents if amount_cents is None else amount_cents
    subject, text = compose(
        kind,
        language,
        customer.name,
        name=pitcher.one_line(business.name),
        amount=pitcher.price(amount, plan.currency, language),
        card=f" ({plan.card})" if plan.card else "",
        link=f"{settings.public_url}/my",
        day=f"{day:%Y-%m-%d}" if day else "",
        site=settings.site_url(site.first() or ""),
    )
    return await pitcher.queue_transactional(
        session,
        to_email=customer.email,
        subject=subject,
        text=text,
        language=language,
        business_id=business.id,
    )
