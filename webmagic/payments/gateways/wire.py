"""Asking a gateway over HTTP, and reading its answers as what they may be: anything."""

import datetime as dt
import ssl
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from webmagic.core.errors import VendorError

LARGEST_AMOUNT = 2_000_000_000
SECONDS = 20
LONGEST_WAIT = 3600.0


@cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates of the world takes longer than the call itself."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Answer:
    body: Any
    headers: httpx.Headers

    @property
    def thing(self) -> dict[str, Any]:
        return self.body if isinstance(self.body, dict) else {}

    @property
    def things(self) -> list[dict[str, Any]]:
        """A list, however it is wrapped."""
        found = self.body if isinstance(self.body, list) else self.thing.get("data")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    @property
    def next_page(self) -> int:
        """By the paging headers; 0 when they name no further page."""
        current, total = (self.headers.get(name, "") for name in ("current-page", "total-pages"))
        if not (current.isdigit() and total.isdigit()):
            return 0
        return int(current) + 1 if int(current) < int(total) else 0


class Wire:
    """`transport` lets a test reach an app in the same process."""

    def __init__(
        self, base_url: str, headers: dict[str, str], transport: httpx.AsyncBaseTransport | None = None
    ):
        self.base_url, self.transport = base_url, transport
        self.headers = {**headers, "Accept": "application/json"}

    async def ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        params: dict[str, Any] | None = None,
        key: str = "",
    ) -> Answer:
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        try:
            async with httpx.AsyncClient(
                transport=self.transport, timeout=SECONDS, headers=headers, verify=_tls()
            ) as client:
                answer = await client.request(method, self.base_url + path, json=body, params=params)
        except httpx.HTTPError as error:
            raise VendorError(f"The payment gateway does not answer ({type(error).__name__}).") from error
        found = _json(answer)
        if not answer.is_success:
            raise _error(answer, found)
        return Answer(found, answer.headers)


def _error(answer: httpx.Response, found: Any) -> VendorError:
    told = found if isinstance(found, dict) else {}
    said = str(told.get("message") or told.get("error") or "no reason given")[:300]
    message = f"The payment gateway refused ({answer.status_code}): {said}"
    is_passing = answer.status_code in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.REQUEST_TIMEOUT)
    if is_passing or answer.is_server_error:
        return VendorError(message, retry_after=_wait(answer))
    return VendorError(message, permanent=True)


def _wait(answer: httpx.Response) -> float | None:
    given = answer.headers.get("retry-after", "")
    is_number = given.isascii() and given.isdigit() and len(given) < 10
    return min(float(given), LONGEST_WAIT) if is_number else None


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return {}


def inner(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return value if isinstance(value, dict) else {}


def text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def cents(value: Any) -> int:
    """Amounts come as a number, or as a number in a string. What no column holds counts as nothing."""
    try:
        found = int(value)
    except (TypeError, ValueError, OverflowError):
        return 0
    return found if 0 <= found <= LARGEST_AMOUNT else 0


def moment(value: Any) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def segment(identifier: str) -> str:
    """An id from a webhook must stay one path segment."""
    if not identifier or not identifier.isascii() or not identifier.replace("_", "").isalnum():
        raise VendorError("The gateway was asked for an id that is none.", permanent=True)
    return identifier
