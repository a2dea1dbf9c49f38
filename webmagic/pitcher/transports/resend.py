"""Resend over HTTP. The key in `Idempotency-Key` makes a repeated request one mail for 24 hours;
a batch of a hundred has one key for all of it."""

import json
from collections.abc import Sequence
from typing import Any

import httpx

from webmagic.core.errors import VendorError
from webmagic.pitcher.transports.mime import address, one_line
from webmagic.pitcher.transports.pace import Pace
from webmagic.pitcher.transports.protocol import Notes, Outcome, OutcomeUnknown, OutgoingMail, one_by_one

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
REQUESTS_A_SECOND = 2  # of a new account; the answers tell when it is more
SPLIT = (400, 422)  # one bad mail refuses the whole batch


class ResendMailer:
    name = "resend"
    allows_unsolicited = False  # its acceptable-use terms are against mail nobody asked for
    has_idempotency = True
    is_real = True

    def __init__(
        self,
        api_key: str,
        base_url: str,
        pace: Pace | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ):
        self._pace = pace
        self._client = httpx.AsyncClient(
            base_url=base_url,
            transport=transport,
            timeout=30,
            headers={"Authorization": f"Bearer {api_key}", "User-Agent": "webmagic"},
        )

    async def send(self, mail: OutgoingMail) -> str:
        answer = await self._post("/emails", _body(mail), mail.key)
        return str(_json(answer).get("id", ""))

    async def send_many(self, mails: Sequence[OutgoingMail], batch: str, notes: Notes) -> list[Outcome]:
        """Strict: all of a batch or none of it. When one mail spoils it, each goes alone."""
        if len(mails) == 1 or not batch:
            return await one_by_one(self, mails, notes, lanes=2)
        try:
            answer = await self._post("/emails/batch", [_body(mail) for mail in mails], batch)
        except _Spoilt:
            return await one_by_one(self, mails, notes, lanes=2)
        except VendorError as error:
            return [Outcome(mail.key, error=error) for mail in mails]
        ids = _ids(answer)
        if len(ids) != len(mails):
            lost = OutcomeUnknown("Resend took the batch and did not name each of its mails.")
            return [Outcome(mail.key, error=lost) for mail in mails]
        return [Outcome(mail.key, given) for mail, given in zip(mails, ids, strict=True)]

    async def close(self) -> None:
        await self._client.aclose()

    async def _post(self, path: str, body: Any, key: str) -> httpx.Response:
        content = json.dumps(body, ensure_ascii=False).encode()  # not in the slot: it is counted in time
        try:
            if self._pace:
                async with self._pace.slot():
                    answer = await self._ask(path, content, key)
            else:
                answer = await self._ask(path, content, key)
        except httpx.ConnectError as error:
            raise VendorError(f"Resend does not answer ({type(error).__name__}).") from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(f"Resend did not answer in time ({type(error).__name__}).") from error
        if answer.status_code == httpx.codes.OK:
            return answer
        if isinstance(body, list) and answer.status_code in SPLIT:
            raise _Spoilt(str(answer.status_code))
        raise _error(answer)

    async def _ask(self, path: str, content: bytes, key: str) -> httpx.Response:
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        answer = await self._client.post(path, content=content, headers=headers)
        if self._pace and (limit := answer.headers.get("ratelimit-limit", "")).isdigit():
            self._pace.learn(int(limit))
        if self._pace and answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            self._pace.rest(_wait(answer))
        return answer


class _Spoilt(VendorError):
    """One mail of a batch is not well formed; none has left."""


def _body(mail: OutgoingMail) -> dict[str, Any]:
    sender = address(mail.from_name, mail.from_email)
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


def _ids(answer: httpx.Response) -> list[str]:
    data = _json(answer).get("data")
    return [str(one.get("id", "")) for one in data if isinstance(one, dict)] if isinstance(data, list) else []


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
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return VendorError(message, retry_after=_wait(answer))
    if answer.is_server_error:  # it may have taken the mail and failed afterwards: the key makes sure
        return OutcomeUnknown(message, retry_after=_wait(answer))
    return VendorError(message, permanent=True)


def _wait(answer: httpx.Response) -> float:
    try:
        return min(max(float(answer.headers.get("retry-after", 1)), 0.1), 3600.0)
    except ValueError:
        return 1.0
