"""Opens and clicks: every hit is kept; only those of people are counted."""

import re

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.errors import NotFound
from webmagic.core.settings import get_settings
from webmagic.models import Business, EventKind, GeneratedSite, Message, MessageEvent, Stage
from webmagic.pitcher.links import CLAIM, claim_url, read_click, read_row
from webmagic.pitcher.stages import move

_MACHINE = re.compile(
    r"(?i)bot\b|bot/|crawl|spider|slurp|preview|scan|monitor|curl/|wget|python|httpx|aiohttp|okhttp|java/"
    r"|go-http|libwww|headless|imageproxy|facebookexternalhit|whatsapp|slack|barracuda|proofpoint|mimecast"
    r"|safelinks|trendmicro|symantec|forcepoint|ms-office|microsoft office|cloudmark"
)
NO_LINK = "This link is not known here."


def is_machine(user_agent: str) -> bool:
    """By its own word only; prefetchers that dress as browsers are judged in a later pass."""
    return not user_agent.strip() or bool(_MACHINE.search(user_agent))


async def record_open(session: AsyncSession, token: str, user_agent: str) -> None:
    """Raises NotFound for a token that is not ours."""
    message = await _message(session, read_row("open", token))
    await _record(session, message, EventKind.OPEN, user_agent)


async def record_click(session: AsyncSession, token: str, user_agent: str, *, is_head: bool = False) -> str:
    """Where the link leads. Raises NotFound for a token that is not ours."""
    message_id, target = read_click(token) or (None, "")
    message = await _message(session, message_id)
    url = await _address_of(session, message, target)
    is_person = await _record(session, message, EventKind.CLICK, user_agent, target=target, is_head=is_head)
    if is_person and message.business_id:
        await _came_by(session, message.business_id)
    return url


async def _came_by(session: AsyncSession, business_id: int) -> None:
    if await move(session, business_id, Stage.VISITED, from_stages=(Stage.PUBLISHED, Stage.PITCHED)):
        business = await session.get(Business, business_id)
        name = business.name if business else "Somebody"
        await record(session, "campaign.visited", f"{name} looked at the site", business_id, actor="owner")


async def _record(
    session: AsyncSession,
    message: Message,
    kind: EventKind,
    user_agent: str,
    *,
    target: str = "",
    is_head: bool = False,
) -> bool:
    """True when a person did it."""
    assert message.id is not None
    machine = is_head or is_machine(user_agent)
    session.add(
        MessageEvent(
            message_id=message.id,
            kind=kind,
            is_machine=machine,
            target=target,
            user_agent=user_agent.replace("\x00", "")[:300],
        )
    )
    if not machine:
        counter = Message.opens if kind == EventKind.OPEN else Message.clicks
        await session.exec(
            sa.update(Message).where(col(Message.id) == message.id).values({counter: counter + 1})
        )
    return not machine


async def _message(session: AsyncSession, message_id: int | None) -> Message:
    message = await session.get(Message, message_id) if message_id else None
    if message is None:
        raise NotFound(NO_LINK)
    return message


async def _address_of(session: AsyncSession, message: Message, target: str) -> str:
    if message.business_id is None:
        raise NotFound(NO_LINK)
    if target == CLAIM:
        return claim_url(message.business_id)
    found = await session.exec(
        select(GeneratedSite.subdomain).where(GeneratedSite.business_id == message.business_id)
    )
    subdomain = found.first()
    if subdomain is None:
        raise NotFound("This site is no longer here.")
    return get_settings().site_url(subdomain)
