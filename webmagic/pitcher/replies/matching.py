"""To which letter, and to which business, does an answer belong?"""

import re
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Business, Message
from webmagic.pitcher.policy import FREE_MAIL
from webmagic.pitcher.replies.mail import IncomingMail
from webmagic.pitcher.reports.applying import key_of
from webmagic.pitcher.suppression import domain_of

_OURS = re.compile(r"message-(\d{1,18})-[0-9a-f]{12}")
_PLUS = re.compile(r"\+(?:m|message-)(\d{1,18})-([0-9a-f]{12})@")


@dataclass(frozen=True)
class Match:
    """`by`: reference, address, sender, domain; empty when nobody is known."""

    message_id: int | None = None
    business_id: int | None = None
    by: str = ""


async def match(session: AsyncSession, mail: IncomingMail) -> Match:
    """The surest way first: our own Message-ID among its references, the address it was sent to, then
    who sent it."""
    if message := await _by_reference(session, mail):
        return Match(message.id, message.business_id, "reference")
    if message := await _by_address(session, mail):
        return Match(message.id, message.business_id, "address")
    if message := await _last_letter_to(session, mail.from_email):
        return Match(message.id, message.business_id, "sender")
    business_id = await _business_with(session, mail.from_email)
    if business_id:
        return Match(None, business_id, "sender")
    return await _by_domain(session, mail.from_email)


async def letter_of_key(session: AsyncSession, text: str) -> Message | None:
    """The letter whose key stands in a text; a made-up one finds nothing."""
    for found in _OURS.finditer(text[:20_000]):
        message = await session.get(Message, int(found[1]))
        if message is not None and key_of(message) == found[0]:
            return message
    return None


async def _by_reference(session: AsyncSession, mail: IncomingMail) -> Message | None:
    if message := await letter_of_key(session, " ".join(mail.reference_ids)):
        return message
    # Amazon writes a Message-ID of its own, which begins with what it told us.
    ids = [one.strip("<>").partition("@")[0] for one in mail.reference_ids]
    if not ids:
        return None
    found = await session.exec(select(Message).where(col(Message.provider_id).in_(ids)).limit(1))
    return found.first()


async def _by_address(session: AsyncSession, mail: IncomingMail) -> Message | None:
    for address in mail.recipients:
        if found := _PLUS.search(address):
            message = await session.get(Message, int(found[1]))
            if message is not None and key_of(message).endswith(found[2]):
                return message
    return None


async def _last_letter_to(session: AsyncSession, address: str) -> Message | None:
    mine = select(Message).where(Message.to_email == address, col(Message.business_id).is_not(None))
    return (await session.exec(mine.order_by(col(Message.id).desc()).limit(1))).first() if address else None


async def _business_with(session: AsyncSession, address: str) -> int | None:
    if not address:
        return None
    found = await session.exec(select(Business.id).where(func.lower(Business.email) == address).limit(1))
    return found.first()


async def _by_domain(session: AsyncSession, address: str) -> Match:
    """Somebody else at the same house, when only one business of ours lives there."""
    domain = domain_of(address)
    if not domain or domain in FREE_MAIL:
        return Match()
    statement = select(Business.id).where(
        func.lower(Business.email).like(f"%@{_literal(domain)}", escape="\\")
    )
    ids = (await session.exec(statement.limit(2))).all()
    return Match(None, ids[0], "domain") if len(ids) == 1 else Match()


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
