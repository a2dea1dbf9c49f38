"""The role every way of sending mail plays."""

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


class Mailer(Protocol):
    """`allows_outreach`: the provider's own terms accept mail nobody asked for.
    `has_idempotency`: sending the same `key` twice makes one mail.
    `is_real`: mail leaves this machine."""

    name: str
    allows_outreach: bool
    has_idempotency: bool
    is_real: bool

    async def send(self, mail: OutgoingMail) -> str:
        """Returns the provider's id. Raises VendorError (with `permanent`, `retry_after`) when
        the mail surely did not leave, and OutcomeUnknown when nobody can tell."""
        ...
