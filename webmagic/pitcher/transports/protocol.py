"""The role every way of sending mail plays."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from webmagic.core.errors import VendorError


@dataclass(frozen=True)
class OutgoingMail:
    """A finished mail. `key` is stable for the message row, so sending it again is recognised."""

    key: str
    message_id: str  # the Message-ID header, with its angle brackets
    from_name: str
    from_email: str
    to_email: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)
    purpose: str = "outreach"


class OutcomeUnknown(VendorError):
    """The line broke after the mail was handed over: it may or may not have left."""


class SenderRefused(VendorError):
    """The receiving side turns away our domain or account, not this mail: whatever follows would
    fare no better, and trying hurts."""


@dataclass(frozen=True)
class Outcome:
    """How one mail of several fared: the provider's id, or the error that `send` would have raised."""

    key: str
    provider_id: str = ""
    error: VendorError | None = None


class Notes(Protocol):
    """Written down around the moment of truth by transports that cannot be asked again: whatever
    was not yet begun has surely not left, whatever was ended is known."""

    def begins(self, key: str) -> None: ...

    def ends(self, key: str, provider_id: str) -> None: ...

    def refused(self, key: str) -> None: ...


class NoNotes:
    def begins(self, key: str) -> None: ...

    def ends(self, key: str, provider_id: str) -> None: ...

    def refused(self, key: str) -> None: ...


class Mailer(Protocol):
    """`allows_unsolicited`: the provider's own terms accept mail nobody asked for.
    `has_idempotency`: sending the same `key` (or `batch`) twice makes one mail.
    `is_real`: mail leaves this machine."""

    name: str
    allows_unsolicited: bool
    has_idempotency: bool
    is_real: bool

    async def send(self, mail: OutgoingMail) -> str:
        """Returns the provider's id. Raises VendorError (with `permanent`, `retry_after`) when
        the mail surely did not leave, and OutcomeUnknown when nobody can tell."""
        ...

    async def send_many(self, mails: Sequence[OutgoingMail], batch: str, notes: Notes) -> list[Outcome]:
        """At most a hundred, in any order, each with its outcome; raises nothing. The same `batch`
        always comes with the same mails."""
        ...

    async def close(self) -> None: ...


async def one_by_one(
    mailer: Mailer, mails: Sequence[OutgoingMail], notes: Notes, *, lanes: int
) -> list[Outcome]:
    """For transports that take one mail at a time: `lanes` of them side by side. Once the sender
    itself is refused, the rest does not try."""
    waiting, outcomes = list(reversed(mails)), []
    refused: SenderRefused | None = None

    async def work() -> None:
        nonlocal refused
        while waiting:
            mail = waiting.pop()
            if refused:
                outcomes.append(Outcome(mail.key, error=refused))
                continue
            outcome = await _one(mailer, mail, notes)
            if isinstance(outcome.error, SenderRefused):
                refused = outcome.error
            outcomes.append(outcome)

    if len(mails) > 1:
        await asyncio.gather(*(work() for _ in range(min(lanes, len(mails)))))
    else:
        await work()
    return outcomes


async def _one(mailer: Mailer, mail: OutgoingMail, notes: Notes) -> Outcome:
    notes.begins(mail.key)
    try:
        provider_id = await mailer.send(mail)
    except OutcomeUnknown as error:
        return Outcome(mail.key, error=error)
    except VendorError as error:
        notes.refused(mail.key)
        return Outcome(mail.key, error=error)
    notes.ends(mail.key, provider_id)
    return Outcome(mail.key, provider_id)
