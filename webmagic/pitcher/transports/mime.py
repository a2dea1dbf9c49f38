"""A mail as RFC 5322 text."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from webmagic.core.clock import now
from webmagic.pitcher.transports.protocol import OutgoingMail

# Line breaks would start a new header; bidirectional marks turn a name around on the screen.
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """Text from outside as one line without control characters."""
    return " ".join(_BREAKS.sub(" ", text).split())


def address(name: str, email: str) -> Address:
    user, _, domain = one_line(email).rpartition("@")
    return Address(one_line(name), user, domain)


def build(mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = address(mail.from_name, mail.from_email)
    message["To"] = address("", mail.to_email)
    message["Reply-To"] = address(mail.from_name, mail.from_email)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = mail.message_id
    for name, value in mail.headers.items():
        message[name] = one_line(value)
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message
