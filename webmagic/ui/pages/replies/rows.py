"""Answers as lines, and one of them opened with its conversation."""

from dataclasses import dataclass, field

from webmagic.models import Business, Reply, ReplyClass, ReplyState
from webmagic.pitcher import ReplyDetail, ReplyRow
from webmagic.ui.figures import moment, since

CLASSES = {
    ReplyClass.INTERESTED: ("ok", "star", "interested"),
    ReplyClass.QUESTION: ("warn", "circle-help", "asks"),
    ReplyClass.NO: ("", "circle-x", "no"),
    ReplyClass.UNSUBSCRIBE: ("bad", "ban", "wants no mail"),
    ReplyClass.WRONG_PERSON: ("", "user", "wrong person"),
    ReplyClass.OUT_OF_OFFICE: ("", "clock", "automatic"),
    ReplyClass.BOUNCE: ("bad", "mail-x", "came back"),
    ReplyClass.OTHER: ("", "message-square", "unclear"),
}
MATCHED = {
    "reference": "it answers our letter",
    "address": "sent to the letter's own address",
    "sender": "from the address we wrote to",
    "domain": "from the same house as the business",
    "hand": "assigned by hand",
    "": "nobody we wrote to",
}
STATES = {ReplyState.ANSWERED: "answered", ReplyState.DONE: "put aside"}


@dataclass(frozen=True)
class Line:
    id: int
    who: str
    business: str
    subject: str
    text: str
    tone: str
    mark: str
    words: str
    age: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Part:
    """One mail of the conversation."""

    key: str
    is_ours: bool
    who: str
    when: str
    text: str
    is_current: bool


@dataclass(frozen=True)
class Opened:
    id: int = 0
    who: str = ""
    email: str = ""
    subject: str = ""
    business: str = ""
    business_href: str = ""
    matched: str = ""
    tone: str = ""
    mark: str = "message-square"
    words: str = ""
    reason: str = ""
    is_open: bool = False
    can_reopen: bool = False
    ended: str = ""
    draft: str = ""
    attachments: str = ""
    thread: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    id: int
    name: str
    where: str


def line_of(row: ReplyRow, chosen: int, href: str) -> Line:
    reply = row.reply
    tone, mark, words = CLASSES[ReplyClass(reply.reply_class)]
    return Line(
        id=reply.id or 0,
        who=reply.from_name or reply.from_email or "Nobody named",
        business=row.business.name if row.business else "",
        subject=reply.subject or "Without a subject",
        text=" ".join(reply.text_body.split())[:120],
        tone=tone,
        mark=mark,
        words=words,
        age=since(reply.received_at),
        href=href,
        is_current=reply.id == chosen,
    )


def opened_of(detail: ReplyDetail) -> Opened:
    reply, business = detail.reply, detail.business
    tone, mark, words = CLASSES[ReplyClass(reply.reply_class)]
    return Opened(
        id=reply.id or 0,
        who=reply.from_name or reply.from_email or "Nobody named",
        email=reply.from_email,
        subject=reply.subject or "Without a subject",
        business=business.name if business else "",
        business_href=f"/businesses/{business.id}" if business else "",
        matched=MATCHED.get(reply.matched_by, ""),
        tone=tone,
        mark=mark,
        words=words,
        reason=reply.class_reason if reply.is_sure else f"{reply.class_reason}, not sure",
        is_open=reply.state == ReplyState.NEW,
        can_reopen=reply.state == ReplyState.DONE,
        ended=_ended(reply),
        draft=reply.draft,
        attachments=", ".join(f"{one['name']} ({one['bytes']:,} bytes)" for one in reply.attachments),
        thread=_thread(detail),
    )


def _ended(reply: Reply) -> str:
    if reply.state == ReplyState.NEW:
        return ""
    by = f" by {reply.handled_by}" if reply.handled_by else " by itself"
    return f"{STATES[ReplyState(reply.state)].capitalize()}{by}" + (
        f", {moment(reply.handled_at)}" if reply.handled_at else ""
    )


def _thread(detail: ReplyDetail) -> list[Part]:
    current = (detail.reply.received_at, False)
    return [
        Part(
            key=f"{number}",
            is_ours=part.is_ours,
            who="We" if part.is_ours else part.who,
            when=moment(part.at) + (f", {part.state}" if part.is_ours and part.state != "sent" else ""),
            text=part.text.strip()[:6000] or "(without words)",
            is_current=(part.at, part.is_ours) == current,
        )
        for number, part in enumerate(detail.thread)
    ]


def choice_of(business: Business) -> Choice:
    place = ", ".join(filter(None, (business.city, business.country)))
    return Choice(business.id or 0, business.name, " · ".join(filter(None, (place, business.email))))
