"""P6: does our own unsubscribe link work? Tried over the wire, the way a mail program and a scanner do.

A letter to nobody is written down, its link is opened, then posted to, and what the suppression list
says after each is looked at. Nothing of it stays.
"""

import uuid

import httpx
import sqlalchemy as sa
from sqlmodel import col

from webmagic.core.settings import get_settings
from webmagic.models import Message, MessageState, Suppression
from webmagic.pitcher.findings import BAD, OK, Finding
from webmagic.pitcher.links import links_for
from webmagic.pitcher.mailers import Transaction
from webmagic.pitcher.suppression import find_suppression

ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = {"content-type": "application/x-www-form-urlencoded"}
SECONDS = 5.0
LOOKS = 2
_KEY = "Unsubscribe"
_TO_DO = (
    "Set PUBLIC_URL to the address the console answers at, with nothing before it that asks or redirects."
)


async def try_way_out(transaction: Transaction, transport: httpx.AsyncBaseTransport | None = None) -> Finding:
    """`transport`: how to reach ourselves; None: over the network."""
    message = await _write(transaction)
    url = links_for(message.id or 0, 0, "", is_tracked=False).unsubscribe
    host = httpx.URL(get_settings().public_url).host
    try:
        async with httpx.AsyncClient(transport=transport, timeout=SECONDS, follow_redirects=False) as http:
            for _ in range(LOOKS):
                looked = await http.get(url)
            if looked.status_code != 200:
                return _bad(f"The unsubscribe page at {host} answered with {looked.status_code}.")
            if await _is_suppressed(transaction, message):
                return _bad("Opening the unsubscribe page already unsubscribes, so scanners would.")
            posted = await http.post(url, content=ONE_CLICK, headers=FORM)
        if posted.status_code != 200:
            return _bad(f"One-click unsubscribe at {host} answered with {posted.status_code}.")
        if not await _is_suppressed(transaction, message):
            return _bad(f"One-click unsubscribe at {host} said yes and did nothing: is it this machine?")
        return Finding(_KEY, OK, f"One click at {host} unsubscribes, and a look alone does not.")
    except httpx.HTTPError as error:
        return _bad(f"The unsubscribe page at {host} could not be reached ({type(error).__name__}).")
    finally:
        await _clean_up(transaction, message)


def _bad(text: str) -> Finding:
    return Finding(_KEY, BAD, text, _TO_DO)


async def _write(transaction: Transaction) -> Message:
    nobody = f"self-test-{uuid.uuid4().hex}@example.invalid"
    async with transaction() as session:
        message = Message(
            purpose="transactional",
            to_email=nobody,
            subject="A test of our own unsubscribe link",
            state=MessageState.HELD,
            held_reason="It tests our own unsubscribe link and never leaves.",
        )
        session.add(message)
        await session.flush()
        return message


async def _is_suppressed(transaction: Transaction, message: Message) -> bool:
    async with transaction() as session:
        return await find_suppression(session, message.to_email) is not None


async def _clean_up(transaction: Transaction, message: Message) -> None:
    async with transaction() as session:
        await session.exec(sa.delete(Suppression).where(col(Suppression.address) == message.to_email))
        await session.exec(sa.delete(Message).where(col(Message.id) == message.id))
