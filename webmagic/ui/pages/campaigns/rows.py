"""Mails as lines, and one of them opened."""

import re
from dataclasses import dataclass, field
from html import escape

from webmagic.models import Message, MessageEvent, MessageState
from webmagic.pitcher import HeldReason, MessageDetail, MessageRow
from webmagic.ui.components.timeline import Happening
from webmagic.ui.figures import moment, since

TONES = {
    MessageState.QUEUED: ("", "clock", "queued"),
    MessageState.HELD: ("hold", "pause", "held"),
    MessageState.SENDING: ("live", "send", "leaving"),
    MessageState.SENT: ("ok", "check", "sent"),
    MessageState.FAILED: ("bad", "octagon-alert", "failed"),
    MessageState.UNKNOWN: ("warn", "circle-help", "unknown"),
}
PURPOSES = {"outreach": "offer", "transactional": "notice"}
EVENTS = {
    "delivered": ("mail-check", "Delivered"),
    "open": ("mail-open", "Opened"),
    "click": ("link", "Followed a link"),
    "bounce": ("mail-x", "Came back"),
    "complaint": ("flag", "Called unwanted"),
    "reply": ("message-square", "Answered"),
    "unsubscribe": ("ban", "Asked to be left alone"),
}
# What is shown must not act: a preview that loads the tracking dot would count as an opening.
CALM = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
    '<base target="_blank"><style>a { pointer-events: none }</style>'
)

OUTSIDE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)  # the policy would stop it, and say so loudly


@dataclass(frozen=True)
class Line:
    id: int
    to_email: str
    subject: str
    business: str
    tone: str
    mark: str
    words: str
    seen: str
    age: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Header:
    name: str
    value: str


@dataclass(frozen=True)
class Mail:
    """One mail, opened."""

    id: int = 0
    subject: str = ""
    sender: str = ""
    to_email: str = ""
    business: str = ""
    business_href: str = ""
    tone: str = ""
    mark: str = "clock"
    words: str = ""
    when: str = ""
    why: str = ""  # held, failed, unknown: the reason
    in_doubt: bool = False  # a crash while it left: only a person can say whether it arrived
    html: str = ""
    text: str = ""
    headers: list[Header] = field(default_factory=list)
    happened: list[Happening] = field(default_factory=list)


@dataclass(frozen=True)
class Reason:
    count: str
    reason: str


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    share: str


def line_of(row: MessageRow, chosen: int, href: str) -> Line:
    message = row.message
    tone, mark, words = TONES[MessageState(message.state)]
    return Line(
        id=message.id or 0,
        to_email=message.to_email,
        subject=message.subject,
        business=row.business.name if row.business else PURPOSES.get(message.purpose, message.purpose),
        tone=tone,
        mark=mark,
        words=words,
        seen=_seen(message),
        age=since(message.sent_at or message.created_at),
        href=href,
        is_current=message.id == chosen,
    )


def _seen(message: Message) -> str:
    """People first; what only machines did is named as such."""
    if message.clicks:
        return "followed a link"
    if message.opens:
        return "opened"
    return "machines only" if message.machine_opens or message.machine_clicks else ""


def mail_of(detail: MessageDetail) -> Mail:
    message, business = detail.message, detail.business
    tone, mark, words = TONES[MessageState(message.state)]
    return Mail(
        id=message.id or 0,
        subject=message.subject,
        sender=message.from_email,
        to_email=message.to_email,
        business=business.name if business else "",
        business_href=f"/businesses/{business.id}" if business else "",
        tone=tone,
        mark=mark,
        words=words,
        when=_when(message),
        why=message.held_reason or message.error,
        in_doubt=message.state == MessageState.UNKNOWN,
        html=calm(message.html_body or f"<pre>{escape(message.text_body)}</pre>"),
        text=message.text_body,
        headers=headers_of(message),
        happened=[event for event in (_event(one) for one in detail.events[-20:]) if event][::-1],
    )


def calm(html: str) -> str:
    """The letter with everything in it put to sleep: no pictures from outside, no links."""
    head, found, rest = OUTSIDE.sub("", html).partition("<head>")
    return head + found + CALM + rest if found else CALM + html


def _when(message: Message) -> str:
    if message.sent_at:
        return f"Sent {moment(message.sent_at)}"
    if message.state == MessageState.QUEUED and message.send_after:
        return f"Leaves {moment(message.send_after)}"
    return f"Written {moment(message.created_at)}"


def headers_of(message: Message) -> list[Header]:
    own = [
        ("From", message.from_email),
        ("To", message.to_email),
        ("Subject", message.subject),
        ("Purpose", PURPOSES.get(message.purpose, message.purpose)),
        ("Transport", message.provider),
        ("Known there as", message.provider_id),
    ]
    return [Header(name, value) for name, value in [*own, *message.headers.items()] if value]


def _event(event: MessageEvent) -> Happening:
    mark, words = EVENTS.get(event.kind, ("activity", event.kind))
    why = str(event.data.get("why", ""))
    by = f", not counted: {why or 'a machine'}" if event.is_machine else ""
    return Happening(event.id or 0, mark, words + by, moment(event.at), event.at.isoformat())


def reasons_of(held: list[HeldReason]) -> list[Reason]:
    return [Reason(f"{one.count:,}", one.reason or "No reason was noted") for one in held]


def figures_of(stats: dict) -> list[Figure]:
    """From written to answered. A share is of what was sent."""
    sent, states = stats["sent"], stats["messages"]
    share = lambda count: f"{100 * count / sent:.0f}% of sent" if sent else "–"  # noqa: E731
    queued = states.get(MessageState.QUEUED, 0) + states.get(MessageState.SENDING, 0)
    held = stats["campaigns"].get("held", 0)
    return [
        Figure("In line", f"{queued:,}", "leave by themselves"),
        Figure("Held", f"{held:,}", "with a reason each"),
        Figure("Sent", f"{sent:,}", "offers"),
        Figure("Opened", f"{stats['opened']:,}", f"by people; machines {stats['machine_opened']:,}"),
        Figure("Followed", f"{stats['clicked']:,}", f"by people; machines {stats['machine_clicked']:,}"),
        Figure("Came back", f"{stats['bounced']:,}", share(stats["bounced"])),
        Figure("Said stop", f"{stats['unsubscribed'] + stats['complained']:,}", share(stats["unsubscribed"])),
    ]
