"""A mail that came in: kept, joined to its letter, understood, and acted upon, in one transaction."""

import re

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.ledger import enqueue
from webmagic.core.security import digest
from webmagic.models import Business, EventKind, Message, MessageEvent, Reply, ReplyClass, ReplyState
from webmagic.pitcher.optout import hold_queued, leave_alone
from webmagic.pitcher.replies.classing import Classed, classify, language_of_text
from webmagic.pitcher.replies.drafting import draft_answer
from webmagic.pitcher.replies.mail import IncomingMail
from webmagic.pitcher.replies.matching import Match, letter_of_key, match
from webmagic.pitcher.reports.applying import apply, key_of
from webmagic.pitcher.reports.reading import Report
from webmagic.pitcher.stages import stop_campaign
from webmagic.pitcher.suppression import suppress

LEAVE = {ReplyClass.NO: "They answered no.", ReplyClass.UNSUBSCRIBE: "They asked us to stop writing."}
STOPS = (ReplyClass.INTERESTED, ReplyClass.QUESTION, ReplyClass.OTHER)
PROGRAMS = (ReplyClass.OUT_OF_OFFICE, ReplyClass.BOUNCE)
_STATUS = re.compile(r"(?im)^status:\s*([245])\.\d")
_HARD = re.compile(r"\b5\.\d\.\d\b|\b55[0-4]\b|user unknown|no such user|does not exist")
_RECIPIENT = re.compile(r"(?im)^(?:final|original)-recipient:\s*(?:rfc822;)?\s*<?([^\s<>]+@[^\s<>]+)")


async def keep_reply(session: AsyncSession, source: str, mail: IncomingMail) -> Reply | None:
    """Never dropped, whoever sent it. None when it was here before."""
    found = await _match(session, mail)
    business = await session.get(Business, found.business_id) if found.business_id else None
    classed = _class_of(mail)
    language = language_of_text(mail.text, business.language if business else "en")
    is_program = classed.reply_class in PROGRAMS
    row = Reply(
        source=source,
        source_key=digest(f"reply:{mail.mail_id or mail.key}:{mail.from_email}"),
        business_id=found.business_id,
        message_id=found.message_id,
        matched_by=found.by,
        from_email=mail.from_email,
        from_name=mail.from_name,
        to_email=(mail.recipients or ("",))[0],
        subject=mail.subject,
        text_body=mail.text,
        whole_text=mail.whole_text,
        mail_id=mail.mail_id,
        reference_ids=" ".join(mail.reference_ids),
        attachments=mail.attachments,
        language=language,
        reply_class=classed.reply_class,
        class_reason=classed.reason[:200],
        is_sure=classed.is_sure,
        state=ReplyState.DONE if is_program else ReplyState.NEW,
        handled_at=now() if is_program else None,
        draft="" if is_program else draft_answer(classed.reply_class, language, business),
    )
    if not await insert_once(session, Reply, row.model_dump(exclude={"id"})):
        return None
    kept = (await session.exec(select(Reply).where(Reply.source_key == row.source_key))).one()
    await _act(session, kept, mail)
    if not is_program:
        await enqueue(session, "campaigns.customer_reply", dedupe=f"reply:{kept.id}", reply_id=kept.id)
    return kept


def _class_of(mail: IncomingMail) -> Classed:
    if mail.report_kind == "feedback-report":
        return Classed(ReplyClass.UNSUBSCRIBE, "a provider reports that they marked it as spam")
    return classify(mail)


async def _match(session: AsyncSession, mail: IncomingMail) -> Match:
    """A report of a mail server is about the letter it carries along."""
    text = mail.original + mail.whole_text if mail.report_kind or mail.original else ""
    if message := await letter_of_key(session, text):
        return Match(message.id, message.business_id, "reference")
    return await match(session, mail)


async def _act(session: AsyncSession, reply: Reply, mail: IncomingMail) -> None:
    message = await session.get(Message, reply.message_id) if reply.message_id else None
    kind = ReplyClass(reply.reply_class)
    if kind == ReplyClass.BOUNCE:
        await _bounce(session, reply, mail, message)
        return
    if kind == ReplyClass.OUT_OF_OFFICE:
        return
    if message is not None and message.id is not None:
        data = {"reply": reply.id, "class": str(kind)}
        session.add(MessageEvent(message_id=message.id, kind=EventKind.REPLY, data=data))
    if kind in LEAVE or kind == ReplyClass.WRONG_PERSON:
        await _leave(session, reply, message, kind)
    elif reply.business_id:
        await stop_campaign(session, reply.business_id, "They answered.")
        await hold_queued(session, reply.business_id, "They answered; a person reads it first.")
    if reply.business_id:
        words = f"{reply.from_name or reply.from_email} answered: {kind.replace('_', ' ')}"
        await record(session, "campaign.answered", words, reply.business_id, actor="owner")


async def _leave(session: AsyncSession, reply: Reply, message: Message | None, kind: ReplyClass) -> None:
    """A "no" in any words is honoured as the button is: for who wrote, and for whom we wrote to."""
    reason = "wrong person" if kind == ReplyClass.WRONG_PERSON else "asked in a reply"
    for address in {reply.from_email, message.to_email if message else ""} - {""}:
        await suppress(session, address, reason=reason, channel="reply", message_id=reply.message_id)
    if reply.business_id:
        sentence = LEAVE.get(kind, "The reader said this is not their business.")
        await leave_alone(session, reply.business_id, sentence)


async def _bounce(session: AsyncSession, reply: Reply, mail: IncomingMail, message: Message | None) -> None:
    """Only a report about a letter of ours closes an address: anybody can write "user unknown"."""
    if message is None:
        return
    status, recipient = _STATUS.search(mail.report), _RECIPIENT.search(mail.report)
    if recipient and recipient[1].lower() != message.to_email:
        return
    is_hard = status[1] == "5" if status else bool(_HARD.search(mail.whole_text))
    report = Report(
        id=f"reply:{reply.id}",
        kind=EventKind.BOUNCE,
        key=key_of(message),
        is_hard=is_hard,
        data={"report": mail.report[:2000], "subject": mail.subject},
    )
    await apply(session, "mail", report)
