"""The mailbox and the campaigns as screens and the API show them."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import Page, page_newest
from webmagic.core.errors import NotFound
from webmagic.models import Business, Campaign, Message, MessageEvent, MessageState
from webmagic.pitcher.tracking.figures import machine_looks


@dataclass(frozen=True)
class CampaignRow:
    campaign: Campaign
    business: Business


@dataclass(frozen=True)
class MessageRow:
    message: Message
    business: Business | None


@dataclass(frozen=True)
class MessageDetail:
    message: Message
    business: Business | None
    events: list[MessageEvent]


async def page_campaigns(
    session: AsyncSession, *, state: str = "", cursor: str | None = None, limit: int = 50
) -> Page[CampaignRow]:
    statement = select(Campaign, Business).join(Business, col(Business.id) == Campaign.business_id)
    if state:
        statement = statement.where(Campaign.state == state)
    return await page_rows(session, statement, Campaign.id, CampaignRow, cursor, limit)


async def page_messages(
    session: AsyncSession,
    *,
    state: str = "",
    business_id: int | None = None,
    search: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[MessageRow]:
    statement = select(Message, Business).outerjoin(Business, col(Business.id) == Message.business_id)
    if state:
        statement = statement.where(Message.state == state)
    if business_id is not None:
        statement = statement.where(Message.business_id == business_id)
    if search.strip():
        like = f"%{_literal(search.strip())}%"
        hits = (col(field).ilike(like, escape="\\") for field in (Message.subject, Message.to_email))
        statement = statement.where(sa.or_(*hits))
    return await page_rows(session, statement, Message.id, MessageRow, cursor, limit)


async def get_campaign(session: AsyncSession, campaign_id: int) -> CampaignRow:
    campaign = await session.get(Campaign, campaign_id)
    business = await session.get(Business, campaign.business_id) if campaign else None
    if campaign is None or business is None:
        raise NotFound("There is no such campaign.")
    return CampaignRow(campaign, business)


async def get_message(session: AsyncSession, message_id: int) -> MessageDetail:
    message = await session.get(Message, message_id)
    if message is None:
        raise NotFound("There is no such message.")
    business = await session.get(Business, message.business_id) if message.business_id else None
    events = await session.exec(
        select(MessageEvent).where(MessageEvent.message_id == message_id).order_by(col(MessageEvent.id))
    )
    return MessageDetail(message, business, list(events.all()))


async def stats(session: AsyncSession) -> dict[str, Any]:
    """Counts by state, and how the sent ones fared. `opened` and `clicked` count letters, people only;
    `machine_opened` and `machine_clicked` those that machines looked at."""
    outreach = Message.purpose == "outreach"
    by_message = await session.exec(
        select(Message.state, func.count()).where(outreach).group_by(Message.state)
    )
    by_campaign = await session.exec(select(Campaign.state, func.count()).group_by(Campaign.state))
    events = await session.exec(
        select(MessageEvent.kind, func.count(sa.distinct(col(MessageEvent.message_id))))
        .where(col(MessageEvent.is_machine).is_(False))
        .group_by(MessageEvent.kind)
    )
    messages, kinds = dict(by_message.all()), dict(events.all())
    return {
        "campaigns": dict(by_campaign.all()),
        "messages": messages,
        "sent": messages.get(MessageState.SENT, 0),
        "opened": kinds.get("open", 0),
        "clicked": kinds.get("click", 0),
        "bounced": kinds.get("bounce", 0),
        "complained": kinds.get("complaint", 0),
        "unsubscribed": kinds.get("unsubscribe", 0),
        **await machine_looks(session),
    }


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_").replace("\x00", "")


async def page_rows(
    session: AsyncSession, statement: Any, key: Any, row: Any, cursor: str | None, limit: int
) -> Page[Any]:
    """A page of joined entities, each made into a `row`."""
    page = await page_newest(
        session, statement.add_columns(col(key).label("id")), key, cursor=cursor, limit=limit
    )
    return Page([row(*values[:-1]) for values in page.items], page.next)
