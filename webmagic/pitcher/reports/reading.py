"""Three dialects, one language: what happened to which mail."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from webmagic.core.clock import now
from webmagic.models import EventKind

CALM = dt.timedelta(minutes=5)  # a clock may run ahead by so much


@dataclass(frozen=True)
class Report:
    """One event of one mail. `id` is the provider's own for it. `key` is ours, from the mail's tags;
    `provider_id` is the provider's for the mail. `is_hard`: the address will never take mail."""

    id: str
    kind: EventKind
    key: str = ""
    provider_id: str = ""
    is_hard: bool = False
    at: dt.datetime = field(default_factory=now)
    user_agent: str = ""
    address: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def read_reports(provider: str, message_id: str, payload: dict[str, Any]) -> list[Report]:
    """What a kept delivery says; events that need nothing of us are left out."""
    return list(_READERS[provider](message_id, payload))


_RESEND = {
    "email.delivered": EventKind.DELIVERED,
    "email.bounced": EventKind.BOUNCE,
    "email.suppressed": EventKind.BOUNCE,
    "email.complained": EventKind.COMPLAINT,
    "email.opened": EventKind.OPEN,
    "email.clicked": EventKind.CLICK,
}


def _read_resend(message_id: str, payload: dict[str, Any]) -> Iterator[Report]:
    kind, data = _RESEND.get(str(payload.get("type", ""))), payload.get("data")
    if kind is None or not isinstance(data, dict):
        return
    bounce, click, tags = _dict(data.get("bounce")), _dict(data.get("click")), _dict(data.get("tags"))
    is_hard = payload["type"] == "email.suppressed" or bounce.get("type") == "Permanent"
    if bounce and "type" not in bounce:  # old events call a hard bounce by name only
        is_hard = "hard bounce" in str(bounce.get("message", ""))
    yield Report(
        id=message_id,
        kind=kind,
        key=str(tags.get("key", "")),
        provider_id=str(data.get("email_id", "")),
        is_hard=is_hard,
        at=_time(click.get("timestamp") or payload.get("created_at")),
        user_agent=str(click.get("userAgent", "")),
        address=str(click.get("ipAddress", "")),
        data=data,
    )


_SES = {
    "Delivery": EventKind.DELIVERED,
    "Bounce": EventKind.BOUNCE,
    "Complaint": EventKind.COMPLAINT,
    "Open": EventKind.OPEN,
    "Click": EventKind.CLICK,
    "Reject": EventKind.BOUNCE,
}


def _read_ses(message_id: str, payload: dict[str, Any]) -> Iterator[Report]:
    """The envelope's text is an event, or a plain sentence when Amazon only greets the topic."""
    try:
        event = _dict(json.loads(str(payload.get("Message", ""))))
    except (ValueError, RecursionError):
        return
    name = str(event.get("eventType") or event.get("notificationType") or "")
    kind, mail = _SES.get(name), _dict(event.get("mail"))
    if kind is None:
        return
    detail, tags = _dict(event.get(name.lower())), _dict(mail.get("tags"))
    keys = tags.get("key")
    is_repeat = detail.get("complaintSubType") == "OnAccountSuppressionList"
    yield Report(
        id=f"{name}:{detail.get('feedbackId')}" if detail.get("feedbackId") else message_id,
        kind=EventKind.BOUNCE if is_repeat else kind,
        key=str(keys[0]) if isinstance(keys, list) and keys else "",
        provider_id=str(mail.get("messageId", "")),
        is_hard=detail.get("bounceType") == "Permanent" or is_repeat,
        at=_time(detail.get("timestamp")),
        user_agent=str(detail.get("userAgent", "")) if kind in (EventKind.OPEN, EventKind.CLICK) else "",
        address=str(detail.get("ipAddress", "")),
        data={name.lower(): detail},
    )


_SENDGRID = {
    "delivered": EventKind.DELIVERED,
    "bounce": EventKind.BOUNCE,
    "dropped": EventKind.BOUNCE,
    "spamreport": EventKind.COMPLAINT,
    "open": EventKind.OPEN,
    "click": EventKind.CLICK,
    "unsubscribe": EventKind.UNSUBSCRIBE,
    "group_unsubscribe": EventKind.UNSUBSCRIBE,
}
_GONE = ("Bounced Address", "Invalid")


def _read_sendgrid(message_id: str, payload: dict[str, Any]) -> Iterator[Report]:
    events = payload.get("events")
    for number, event in enumerate(events if isinstance(events, list) else []):
        kind = _SENDGRID.get(str(event.get("event", "")))
        if kind is None:
            continue
        reason = str(event.get("reason", ""))
        if event["event"] == "dropped" and reason.startswith("Spam Reporting"):
            kind = EventKind.COMPLAINT
        elif event["event"] == "dropped" and reason.startswith("Unsubscribed"):
            kind = EventKind.UNSUBSCRIBE
        is_bounce = event["event"] == "bounce" and event.get("type", "bounce") == "bounce"
        yield Report(
            id=str(event.get("sg_event_id") or f"{message_id[:40]}:{number}"),
            kind=kind,
            key=str(event.get("key", "")),
            provider_id=re.split(r"[.]", str(event.get("sg_message_id", "")))[0],
            is_hard=is_bounce or reason.startswith(_GONE),
            at=_time(event.get("timestamp")),
            user_agent=str(event.get("useragent", "")),
            address=str(event.get("ip", "")),
            data={name: event[name] for name in ("reason", "status", "type", "response") if name in event},
        )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _time(value: Any) -> dt.datetime:
    """The provider's time for it; ours when that is missing, or not yet."""
    try:
        at = (
            dt.datetime.fromtimestamp(value, dt.UTC)
            if isinstance(value, int | float)
            else dt.datetime.fromisoformat(str(value))
        )
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, OSError):
        return now()
    return at if dt.datetime(2020, 1, 1, tzinfo=dt.UTC) < at < now() + CALM else now()


_READERS: dict[str, Callable[[str, dict[str, Any]], Iterator[Report]]] = {
    "resend": _read_resend,
    "ses": _read_ses,
    "sendgrid": _read_sendgrid,
}
