"""SendGrid, version 3. It answers 202 and has no idempotency key: an unclear ending stays unclear."""

import time
from collections.abc import Sequence
from typing import Any

import httpx

from webmagic.core.errors import VendorError
from webmagic.pitcher.transports.mime import one_line
from webmagic.pitcher.transports.protocol import Notes, Outcome, OutcomeUnknown, OutgoingMail, one_by_one

LANES = 4
OFF = {"enable": False}
OWN_HEADERS = ("reply-to", "subject", "from", "to")  # SendGrid refuses these among `headers`


class SendgridMailer:
    name = "sendgrid"
    allows_unsolicited = False  # its terms ask for recipients who agreed
    has_idempotency = False
    is_real = True

    def __init__(self, api_key: str, base_url: str):
        self._client = httpx.AsyncClient(
            base_url=base_url, timeout=30, headers={"Authorization": f"Bearer {api_key}"}
        )

    async def send(self, mail: OutgoingMail) -> str:
        try:
            answer = await self._client.post("/v3/mail/send", json=_body(mail))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise VendorError(f"SendGrid does not answer ({type(error).__name__}).") from error
        except httpx.HTTPError as error:
            words = f"SendGrid did not answer in time ({type(error).__name__})."
            raise OutcomeUnknown(words, permanent=True) from error
        if answer.status_code == httpx.codes.ACCEPTED:
            return answer.headers.get("x-message-id", "")
        raise _error(answer)

    async def send_many(self, mails: Sequence[OutgoingMail], batch: str, notes: Notes) -> list[Outcome]:
        return await one_by_one(self, mails, notes, lanes=LANES)

    async def close(self) -> None:
        await self._client.aclose()


def _body(mail: OutgoingMail) -> dict[str, Any]:
    """Our own links are the tracking; SendGrid's would rewrite them, and add an unsubscribe of its own."""
    content = [{"type": "text/plain", "value": mail.text}]
    if mail.html:
        content.append({"type": "text/html", "value": mail.html})
    sender = {"email": one_line(mail.from_email), "name": one_line(mail.from_name)}
    headers = {n: one_line(v) for n, v in mail.headers.items() if n.lower() not in OWN_HEADERS}
    return {
        "from": sender,
        "reply_to": sender,
        "subject": one_line(mail.subject),
        "personalizations": [{"to": [{"email": one_line(mail.to_email)}], "custom_args": {"key": mail.key}}],
        "content": content,
        "headers": {**headers, "Message-ID": mail.message_id},
        "categories": [mail.purpose],
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": OFF,
            "subscription_tracking": OFF,
        },
    }


def _error(answer: httpx.Response) -> VendorError:
    try:
        said = "; ".join(str(one.get("message", "")) for one in answer.json()["errors"])
    except (ValueError, KeyError, TypeError, AttributeError):
        said = "no reason given"
    words = f"SendGrid refused the mail ({answer.status_code}): {said}"
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return VendorError(words, retry_after=_until(answer))
    if answer.status_code in (401, 403):
        return VendorError(words, retry_after=900.0)
    if answer.is_server_error:
        return OutcomeUnknown(words, permanent=True)
    return VendorError(words, permanent=True)


def _until(answer: httpx.Response) -> float:
    """`X-RateLimit-Reset` is a moment, in seconds of Unix time."""
    try:
        wait = float(answer.headers.get("x-ratelimit-reset", "")) - time.time()
    except ValueError:
        return 5.0
    return min(max(wait, 0.5), 3600.0)
