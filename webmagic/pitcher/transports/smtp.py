"""Any SMTP server. There is no idempotency here, so an unclear ending is never tried again."""

from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from webmagic.core.errors import BadSettings, VendorError
from webmagic.pitcher.transports.mime import build
from webmagic.pitcher.transports.protocol import OutcomeUnknown, OutgoingMail

WRONG_KEY_WAIT = 900.0  # somebody has to correct the settings; the mail itself is fine
PORTS = {"smtp": 587, "smtps": 465}


class SmtpMailer:
    name = "smtp"
    allows_outreach = True  # the operator's own server, so the operator's own terms
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
            "timeout": 30,
        }

    async def send(self, mail: OutgoingMail) -> str:
        message = build(mail)
        client = aiosmtplib.SMTP(**self._options)
        try:
            await client.connect()
            await client.mail(mail.from_email)
            await client.rcpt(mail.to_email)
        except aiosmtplib.SMTPException as error:
            client.close()
            raise _refused(error) from error
        except OSError as error:
            client.close()
            raise VendorError(f"The mail server does not answer ({type(error).__name__}).") from error
        return await self._hand_over(client, message.as_bytes(), mail.message_id)

    async def _hand_over(self, client: aiosmtplib.SMTP, content: bytes, message_id: str) -> str:
        try:
            await client.data(content)
        except aiosmtplib.SMTPResponseException as error:
            raise _refused(error) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise OutcomeUnknown("The line broke while the mail was handed over.", permanent=True) from error
        finally:
            client.close()
        return message_id


def _refused(error: aiosmtplib.SMTPException) -> VendorError:
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return VendorError("The mail server refused the user name or password.", retry_after=WRONG_KEY_WAIT)
    code = getattr(error, "code", 0) or 0
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        code = error.recipients[0].code
    # Four hundreds ask for patience; without a code the connection itself failed.
    return VendorError(f"The mail server refused the mail: {error}", permanent=code >= 500)
