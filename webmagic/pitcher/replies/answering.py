"""The inbox: what came in, with its thread; an answer that leaves once; and what is put aside."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import Page, page_newest, record
from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.models import Business, Message, MessageState, Reply, ReplyState
from webmagic.pitcher.replies.drafting import draft_answer
from webmagic.pitcher.sending import queue_transactional

LONGEST = 20_000
PLACEHOLDERS = ("[Your answer here.]", "[Su respuesta aquí.]")
THREAD = 60


@dataclass(frozen=True)
class ReplyRow:
    reply: Reply
    business: Business | None


@dataclass(frozen=True)
class ThreadPart:
    """One mail of a conversation. `is_ours`: we wrote it."""

    is_ours: bool
    who: str
    subject: str
    text: str
    at: dt.datetime
    state: str


@dataclass(frozen=True)
class ReplyDetail:
    reply: Reply
    business: Business | None
    thread: list[ThreadPart]
    answer: Message | None


async def page_replies(
    session: AsyncSession, *, state: str = "", search: str = "", cursor: str | None = None, limit: int = 50
) -> Page[ReplyRow]:
    statement: Any = select(Reply, Business, col(Reply.id).label("id")).outerjoin(
        Business, col(Business.id) == Reply.business_id
    )
    if state:
        statement = statement.where(Reply.state == state)
    if words := search.strip().replace("\x00", ""):
        like = "%" + words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        fields = (Reply.subject, Reply.from_email, Reply.from_name, Reply.text_body)
        statement = statement.where(sa.or_(*(col(field).ilike(like, escape="\\") for field in fields)))
    page = await page_newest(session, statement, Reply.id, cursor=cursor, limit=limit)
    return Page([ReplyRow(*values[:-1]) for values in page.items], page.next)


async def count_replies(session: AsyncSession) -> dict[str, int]:
    """By state."""
    found = await session.exec(select(Reply.state, func.count()).group_by(Reply.state))
    return dict(found.all())


async def get_reply(session: AsyncSession, reply_id: int) -> ReplyDetail:
    """With the whole conversation, oldest first."""
    reply = await session.get(Reply, reply_id)
    if reply is None:
        raise NotFound("There is no such reply.")
    business = await session.get(Business, reply.business_id) if reply.business_id else None
    answer = await session.get(Message, reply.answer_id) if reply.answer_id else None
    return ReplyDetail(reply, business, await _thread(session, reply), answer)


async def _thread(session: AsyncSession, reply: Reply) -> list[ThreadPart]:
    """All mails with this business; with a stranger, all with this address."""
    mine = (
        Reply.business_id == reply.business_id if reply.business_id else Reply.from_email == reply.from_email
    )
    ours = (
        Message.business_id == reply.business_id
        if reply.business_id
        else Message.to_email == reply.from_email
    )
    replies = (
        await session.exec(select(Reply).where(mine).order_by(col(Reply.id).desc()).limit(THREAD))
    ).all()
    wanted = select(Message).where(ours, col(Message.state) != MessageState.HELD)
    letters = (await session.exec(wanted.order_by(col(Message.id).desc()).limit(THREAD))).all()
    parts = [
        ThreadPart(
            False,
            one.from_name or one.from_email,
            one.subject,
            one.text_body,
            one.received_at,
            one.reply_class,
        )
        for one in replies
    ]
    parts += [
        ThreadPart(True, one.from_email, one.subject, one.text_body, one.sent_at or one.created_at, one.state)
        for one in letters
    ]
    return sorted(parts, key=lambda part: part.at)


async def answer_reply(session: AsyncSession, reply_id: int, text: str, *, actor: str) -> Message:
    """Queue our answer, once: whoever presses second is told. The ledger and the transport see to it
    that the mail itself leaves once."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Invalid("The answer is empty.")
    if len(text) > LONGEST:
        raise Invalid("The answer is longer than 20,000 characters.")
    if any(placeholder in text for placeholder in PLACEHOLDERS):
        raise Invalid("The answer still has its placeholder in brackets; write your own words there.")
    reply = await _claim(session, reply_id, ReplyState.ANSWERED, actor)
    if not reply.from_email:
        raise Invalid("This mail names no sender, so there is nobody to answer.")
    message = await queue_transactional(
        session,
        to_email=reply.from_email,
        subject=_re(reply.subject),
        text=text,
        language=reply.language,
        business_id=reply.business_id,
    )
    if reply.mail_id:
        ids = [*reply.reference_ids.split()[-20:], reply.mail_id]
        message.headers = {"In-Reply-To": reply.mail_id, "References": " ".join(dict.fromkeys(ids))}
        session.add(message)
    reply.answer_id, reply.draft = message.id, text
    session.add(reply)
    words = f"Answered {reply.from_name or reply.from_email}: {message.subject}"
    await record(session, "reply.answered", words, reply.business_id, actor=actor)
    return message


async def finish_reply(session: AsyncSession, reply_id: int, *, actor: str) -> None:
    """Put aside without an answer."""
    await _claim(session, reply_id, ReplyState.DONE, actor)


async def reopen_reply(session: AsyncSession, reply_id: int) -> None:
    reply = await _get(session, reply_id)
    if reply.state == ReplyState.ANSWERED:
        raise Conflict("This one was answered; it cannot be opened again.")
    reply.state, reply.handled_at, reply.handled_by = ReplyState.NEW, None, ""
    session.add(reply)


async def reassign_reply(session: AsyncSession, reply_id: int, business_id: int, *, actor: str) -> None:
    """It belongs to another business, or to one at last."""
    reply = await _get(session, reply_id)
    business = await session.get(Business, business_id)
    if business is None:
        raise NotFound(f"There is no business {business_id}.")
    reply.business_id, reply.matched_by = business_id, "hand"
    if reply.state == ReplyState.NEW:
        reply.draft = draft_answer(reply.reply_class, reply.language, business)  # type: ignore[arg-type]
    session.add(reply)
    words = f"The mail of {reply.from_email} belongs to {business.name}"
    await record(session, "reply.assigned", words, business_id, actor=actor)


async def find_businesses(session: AsyncSession, words: str, limit: int = 8) -> Sequence[Business]:
    """For reassigning: by name, address, or number."""
    words = words.strip().replace("\x00", "")[:80]
    if not words:
        return []
    like = "%" + words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    fits: list[Any] = [
        col(Business.name).ilike(like, escape="\\"),
        col(Business.email).ilike(like, escape="\\"),
    ]
    if words.isdigit() and len(words) < 10:
        fits.append(col(Business.id) == int(words))
    found = await session.exec(
        select(Business).where(sa.or_(*fits)).order_by(col(Business.name)).limit(limit)
    )
    return found.all()


async def _claim(session: AsyncSession, reply_id: int, to: ReplyState, actor: str) -> Reply:
    statement = (
        sa.update(Reply)
        .where(col(Reply.id) == reply_id, col(Reply.state) == ReplyState.NEW)
        .values(state=to, handled_at=now(), handled_by=actor)
    )
    if not (await session.exec(statement)).rowcount:
        reply = await _get(session, reply_id)
        done = "was answered" if reply.state == ReplyState.ANSWERED else "was put aside"
        raise Conflict(f"This mail {done} already{f' by {reply.handled_by}' if reply.handled_by else ''}.")
    return await _get(session, reply_id)


async def _get(session: AsyncSession, reply_id: int) -> Reply:
    reply = await session.get(Reply, reply_id, populate_existing=True)
    if reply is None:
        raise NotFound("There is no such reply.")
    return reply


def _re(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()[:400]
