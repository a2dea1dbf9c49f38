"""Leaving: at once, for good, on every channel, and as often as somebody presses the button."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import now
from webmagic.core.errors import NotFound
from webmagic.core.ledger import enqueue
from webmagic.models import (
    Business,
    EventKind,
    GeneratedSite,
    Message,
    MessageEvent,
    MessageState,
    SiteStatus,
    Stage,
)
from webmagic.pitcher.links import read_row
from webmagic.pitcher.stages import move, stop_campaign
from webmagic.pitcher.suppression import normalise, suppress

NOT_A_CUSTOMER = tuple(stage for stage in Stage if stage not in (Stage.SOLD, Stage.OPTED_OUT))


async def find_unsubscribe(session: AsyncSession, token: str) -> Message:
    """The message an unsubscribe link belongs to. Raises NotFound for a token that is not ours."""
    message_id = read_row("unsubscribe", token)
    message = await session.get(Message, message_id) if message_id else None
    if message is None:
        raise NotFound("This link is not known here.")
    return message


async def unsubscribe(session: AsyncSession, token: str, channel: str) -> Message:
    """Suppress the address, stop the campaign, close the business to us. Safe to repeat."""
    message = await find_unsubscribe(session, token)
    assert message.id is not None
    is_new = await suppress(
        session, message.to_email, reason="unsubscribed", channel=channel, message_id=message.id
    )
    if is_new:
        session.add(
            MessageEvent(message_id=message.id, kind=EventKind.UNSUBSCRIBE, data={"channel": channel})
        )
    for business_id in await _list_with_address(session, message):
        await leave_alone(session, business_id, "They unsubscribed.")
    return message


async def leave_alone(session: AsyncSession, business_id: int, reason: str, *, actor: str = "owner") -> None:
    """No mail to this business, ever again; what is queued stays here."""
    closed = sa.update(Business).where(col(Business.id) == business_id).values(do_not_contact=True)
    await session.exec(closed)
    await stop_campaign(session, business_id, reason)
    await hold_queued(session, business_id, reason)
    if await move(session, business_id, Stage.OPTED_OUT, from_stages=NOT_A_CUSTOMER):
        await record(session, "campaign.opted_out", reason, business_id, actor=actor)


async def not_mine(session: AsyncSession, business_id: int) -> None:
    """The letter reached somebody who has nothing to do with the business."""
    business = await _get(session, business_id)
    await suppress(session, business.email, reason="wrong person", channel="claim page")
    await leave_alone(session, business_id, "The reader said this is not their business.")


async def remove_site(session: AsyncSession, business_id: int) -> None:
    """The owner wants neither the site nor another letter. A job takes the files down."""
    business = await _get(session, business_id)
    await suppress(session, business.email, reason="removed site", channel="claim page")
    await leave_alone(session, business_id, "The owner asked for the site to be removed.")
    withdrawn = (
        sa.update(GeneratedSite)
        .where(col(GeneratedSite.business_id) == business_id, col(GeneratedSite.is_claimed).is_(False))
        .values(status=SiteStatus.WITHDRAWN, updated_at=now())
        .returning(col(GeneratedSite.id))
    )
    for site_id in (await session.exec(withdrawn)).scalars().all():
        await enqueue(session, "generation.withdraw", dedupe=f"withdraw:{site_id}", site_id=site_id)


async def hold_queued(session: AsyncSession, business_id: int, reason: str) -> None:
    statement = (
        sa.update(Message)
        .where(
            col(Message.business_id) == business_id,
            col(Message.purpose) == "outreach",
            col(Message.state) == MessageState.QUEUED,
        )
        .values(state=MessageState.HELD, held_reason=reason)
    )
    await session.exec(statement)


async def _list_with_address(session: AsyncSession, message: Message) -> set[int]:
    """Every business reached at this address, not only the one of the letter."""
    found = await session.exec(
        select(Business.id).where(sa.func.lower(Business.email) == normalise(message.to_email))
    )
    ids = {business_id for business_id in found.all() if business_id}
    return ids | ({message.business_id} if message.business_id else set())


async def _get(session: AsyncSession, business_id: int) -> Business:
    business = await session.get(Business, business_id)
    if business is None:
        raise NotFound("There is no such business.")
    return business
