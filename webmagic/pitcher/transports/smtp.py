"""Any SMTP server. There is no idempotency here, so an unclear ending is never tried again.

Several mails go over a few connections that stay open; what was handed over, and what was answered,
is noted mail by mail, so a crash leaves in doubt only what was on the wire at that moment.
"""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from webmagic.core.errors import BadSettings, VendorError
from webmagic.pitcher.transports.codes import Meaning, meaning_of
from webmagic.pitcher.transports.line import SECONDS, Line, as_data
from webmagic.pitcher.transports.mime import build
from webmagic.pitcher.transports.protocol import (
    NoNotes,
    Notes,
    Outcome,
    OutcomeUnknown,
    OutgoingMail,
    SenderRefused,
)

WRONG_KEY_WAIT = 900.0  # somebody has to correct the settings; the mail itself is fine
RATE_WAIT = 24 * 3600.0  # Gmail asks for a day after a warning
PORTS = {"smtp": 587, "smtps": 465}
LANES = 3
_BARE = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII, and nothing that ends it
CLOSING = 421
_BROKEN = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)


class SmtpMailer:
    name = "smtp"
    allows_unsolicited = True  # the operator's own server, so the operator's own terms
    has_idempotency = False
    is_real = True

    def __init__(self, url: str):
        """`smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…:465`."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise BadSettings("SMTP_URL must look like smtp://user:password@host:587.")
        self._options: dict[str, Any] = {
            "hostname": parts.hostname,
            "port": parts.port or PORTS[parts.scheme],
            "username": unquote(parts.username) if parts.username else None,
            "password": unquote(parts.password) if parts.password else None,
            "use_tls": parts.scheme == "smtps",
            "timeout": SECONDS,
        }

    async def send(self, mail: OutgoingMail) -> str:
        (outcome,) = await self.send_many([mail], "", NoNotes())
        if outcome.error:
            raise outcome.error
        return outcome.provider_id

    async def send_many(self, mails: Sequence[OutgoingMail], batch: str, notes: Notes) -> list[Outcome]:
        waiting = list(reversed(mails))
        lanes = [_Lane(self._options, waiting, notes) for _ in range(min(LANES, len(mails)))]
        await asyncio.gather(*(lane.work() for lane in lanes))
        return [outcome for lane in lanes for outcome in lane.outcomes]

    async def close(self) -> None:
        """The lanes close their own lines."""


class _Lane:
    """One connection, and the mails it takes from the common pile."""

    def __init__(self, options: dict[str, Any], waiting: list[OutgoingMail], notes: Notes):
        self._options, self._waiting, self._notes = options, waiting, notes
        self._line: Line | None = None
        self.outcomes: list[Outcome] = []

    async def work(self) -> None:
        try:
            while self._waiting:
                mail = self._waiting.pop()
                self.outcomes.append(await self._send(mail))
                error = self.outcomes[-1].error
                if isinstance(error, SenderRefused):
                    self._give_up(error)
        finally:
            await self._leave()

    def _give_up(self, error: SenderRefused) -> None:
        while self._waiting:
            self.outcomes.append(Outcome(self._waiting.pop().key, error=error))

    async def _send(self, mail: OutgoingMail) -> Outcome:
        try:
            data = as_data(build(mail))
            await self._announce(mail)
        except VendorError as error:
            return Outcome(mail.key, error=error)
        self._notes.begins(mail.key)
        try:
            assert self._line
            await self._line.hand_over(data)
        except aiosmtplib.SMTPResponseException as error:
            self._notes.refused(mail.key)
            await self._clear(error)
            return Outcome(mail.key, error=refusal(error))
        except (aiosmtplib.SMTPException, OSError):
            self._drop()
            said = "The line broke while the mail was handed over."
            return Outcome(mail.key, error=OutcomeUnknown(said, permanent=True))
        self._notes.ends(mail.key, mail.message_id)
        return Outcome(mail.key, mail.message_id)

    async def _announce(self, mail: OutgoingMail) -> None:
        """Sender, recipient and leave to send, over a line that is there. A line that went stale meanwhile
        is opened once more: nothing of this mail has left yet."""
        for address in (mail.from_email, mail.to_email):
            if not _BARE.fullmatch(address):
                raise VendorError(f"{address!r} is not an address mail can be sent with.", permanent=True)
        was_open = self._line is not None
        try:
            self._line = self._line or await Line.open(self._options)
            await self._line.announce(mail.from_email.encode("ascii"), mail.to_email.encode("ascii"))
        except _BROKEN as error:
            self._drop()
            if was_open:
                return await self._announce(mail)
            raise VendorError(f"The mail server does not answer ({type(error).__name__}).") from error
        except aiosmtplib.SMTPException as error:
            await self._clear(error)
            raise refusal(error) from error

    async def _clear(self, error: aiosmtplib.SMTPException) -> None:
        """After a refusal the line is still good for the next mail, unless the server is leaving."""
        if isinstance(error, aiosmtplib.SMTPResponseException) and error.code != CLOSING and self._line:
            with contextlib.suppress(OSError):
                await self._line.reset()
                return
        self._drop()

    def _drop(self) -> None:
        if self._line:
            self._line.close()
        self._line = None

    async def _leave(self) -> None:
        if self._line:
            await self._line.leave()
        self._line = None


def refusal(error: aiosmtplib.SMTPException) -> VendorError:
    """Four hundreds ask for patience; without a code the connection itself failed."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return VendorError("The mail server refused the user name or password.", retry_after=WRONG_KEY_WAIT)
    code, said = getattr(error, "code", 0) or 0, str(error)
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        code, said = error.recipients[0].code, error.recipients[0].message
    meaning = meaning_of(f"{code} {said}")
    words = f"The mail server refused the mail: {code} {said}".strip()
    if meaning == Meaning.SENDER:
        return SenderRefused(f"Our domain is turned away: {said}", retry_after=WRONG_KEY_WAIT)
    if meaning == Meaning.RATE:
        return SenderRefused(f"The receiving side asks us to slow down: {said}", retry_after=RATE_WAIT)
    return VendorError(words, permanent=code >= 500)
