"""Resend over HTTP. The key in `Idempotency-Key` makes a repeated request one mail for 24 hours."""

from typing import Any

import httpx

from webmagic.core.errors import VendorError
from webmagic.pitcher.transports.mime import address, one_line
from webmagic.pitcher.transports.protocol import OutgoingMail

# What a later try can cure: the quotas need hours, a wrong key or domain needs the operator.
_RETRY = {
    "rate_limit_exceeded": None,
    "concurrent_idempotent_requests": 5.0,
    "daily_quota_exceeded": 6 * 3600.0,
    "monthly_quota_exceeded": 24 * 3600.0,
    "missing_api_key": 900.0,
    "restricted_api_key": 900.0,
    "invalid_api_key": 900.0,
}


class ResendMailer:
    name = "resend"
    allows_outreach = False  # its acceptable-use terms are against mail nobody asked for
    has_idempotency = True
    is_real = True

    def __init__(self, api_key: str, base_url: str, transport: httpx.AsyncBaseTransport | None = None):
        self._client = httpx.AsyncClient(
            base_url=base_url,
            transport=transport,
            timeout=30,
            headers={"Authorization": f"Bearer {api_key}", "User-Agent": "webmagic"},
        )

    async def send(self, mail: OutgoingMail) -> str:
        try:
            answer = await self._client.post(
                "/emails", json=_body(mail), headers={"Idempotency-Key": mail.key}
            )
        except httpx.HTTPError as error:
            # Safe to repeat even when the mail left: the key is the same.
            raise VendorError(f"Resend does not answer ({type(error).__name__}).") from error
        if answer.status_code == httpx.codes.OK:
            return str(_json(answer).get("id", ""))
        raise _error(answer)


def _body(mail: OutgoingMail) -> dict[str, Any]:
    sender = str(address(mail.from_name, mail.from_email))
    body: dict[str, Any] = {
        "from": sender,
        "to": [one_line(mail.to_email)],
        "subject": one_line(mail.subject),
        "text": mail.text,
        "reply_to": sender,
        "headers": {name: one_line(value) for name, value in mail.headers.items()}
        | {"Message-ID": mail.message_id},
        "tags": [{"name": "key", "value": mail.key}, {"name": "purpose", "value": mail.purpose}],
    }
    return body | ({"html": mail.html} if mail.html else {})


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _error(answer: httpx.Response) -> VendorError:
    found = _json(answer)
    name = str(found.get("name", ""))
    message = (
        f"Resend refused the mail ({answer.status_code} {name}): {found.get('message', 'no reason given')}"
    )
    if name in _RETRY:
        return VendorError(message, retry_after=_RETRY[name] or _wait(answer))
    if answer.status_code in (401, 403):  # 403 validation_error: the sending domain is not verified
        return VendorError(message, retry_after=900.0)
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        return VendorError(message, retry_after=_wait(answer))
    return VendorError(message, permanent=True)


def _wait(answer: httpx.Response) -> float:
    try:
        return min(max(float(answer.headers.get("retry-after", 1)), 0.1), 3600.0)
    except ValueError:
        return 1.0
