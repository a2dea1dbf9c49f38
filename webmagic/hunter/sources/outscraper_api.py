"""Outscraper's HTTP interface: one request at a time, politely, with its failures by name.

Written over httpx because the vendor's own SDK hides failed requests, has no timeouts and asks
again after a lost connection, which is billed twice.
"""

import asyncio
import json
import random
import ssl
import time
from functools import cache
from typing import Any

import httpx

from webmagic.core.errors import VendorError

SEARCH, REQUESTS, BALANCE = "/google-maps-search", "/requests/", "/profile/balance"
TRIES = 5
AT_ONCE = 4
GAP_SECONDS = 0.1
PENDING = frozenset(("pending", "in progress", "running", "queued", "processing"))
DONE = frozenset(("success", "completed", "finished", "done"))
FAILED = frozenset(("failure", "failed", "error", "terminated", "cancelled"))


class CreditsExhausted(VendorError):
    def __init__(self, said: str = ""):
        more = f" It says: {said}" if said else ""
        super().__init__(
            f"Outscraper's credits are exhausted, so searching has stopped. Top up the account.{more}",
            permanent=True,
        )


class Unclear(VendorError):
    """The request may have been carried out and billed, but its answer was lost."""


class Reported(VendorError):
    """The vendor says what is wrong, under whatever status."""


class Ended(VendorError):
    """A request that was accepted will never have an answer. `is_billed`: perhaps."""

    def __init__(self, message: str, *, is_billed: bool):
        super().__init__(message)
        self.is_billed = is_billed


class Pace:
    """At most AT_ONCE requests under way, and a gap between their starts."""

    def __init__(self, at_once: int = AT_ONCE, gap: float = GAP_SECONDS):
        self.slots, self.gap, self._next = asyncio.Semaphore(at_once), gap, 0.0

    async def __aenter__(self) -> None:
        await self.slots.acquire()
        wait = self._next - time.monotonic()
        self._next = max(self._next, time.monotonic()) + self.gap
        if wait > 0:
            await asyncio.sleep(wait)

    async def __aexit__(self, *_: object) -> None:
        self.slots.release()


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than many a request."""
    return httpx.create_ssl_context()


class OutscraperApi:
    """`patience` scales every pause; tests make it small."""

    def __init__(self, key: str, base_url: str, *, timeout: float = 60, patience: float = 1.0):
        self.patience = patience
        self._pace = Pace(gap=GAP_SECONDS * patience)
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers={"X-API-KEY": key, "Accept": "application/json"},
            timeout=httpx.Timeout(timeout, connect=10),
            verify=_tls(),
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    async def balance(self) -> dict[str, Any]:
        found = await self._call("GET", BALANCE, is_paid=False)
        return found if isinstance(found, dict) else {}

    async def search(self, body: dict[str, Any]) -> dict[str, Any]:
        """Finished: {"data": ...}; or accepted: {"id": ...}. Raises Unclear when nobody knows."""
        return await self._call("POST", SEARCH, is_paid=True, json=body)

    async def wait_for(self, request_id: str, seconds: float) -> dict[str, Any]:
        """The finished request. Raises Ended, or VendorError when it is not ready in time."""
        deadline, pause = time.monotonic() + seconds, 1.0
        while True:
            try:
                found = await self._call("GET", REQUESTS + request_id, is_paid=False)
            except Reported as error:
                raise Ended(str(error), is_billed=True) from None
            status = str(found.get("status", "")).casefold()
            if status in FAILED:
                raise Ended("Outscraper could not carry out this search.", is_billed=False)
            if status in DONE or (found.get("data") is not None and status not in PENDING):
                return found
            if time.monotonic() > deadline:
                raise VendorError(
                    "Outscraper is still searching; its answer is fetched later.", retry_after=300
                )
            await asyncio.sleep(pause * self.patience)
            pause = min(pause * 1.5, 10)

    async def _call(self, method: str, path: str, *, is_paid: bool, **options: Any) -> dict[str, Any]:
        """Ask until there is an answer. What may be billed is never sent twice by itself."""
        failure: VendorError = VendorError("Outscraper does not answer.")
        for turn in range(TRIES):
            if turn:
                await asyncio.sleep(self._pause(turn, failure))
            try:
                async with self._pace:
                    response = await self._client.request(method, path, **options)
                return read(response)
            except httpx.ConnectError:
                failure = VendorError("Outscraper cannot be reached.")
            except httpx.HTTPError as error:
                failure = VendorError(f"Outscraper broke off its answer ({type(error).__name__}).")
                if is_paid:
                    raise Unclear(str(failure)) from None
            except VendorError as error:
                if error.permanent or (is_paid and isinstance(error, Unclear)):
                    raise
                failure = error
        raise failure

    def _pause(self, turn: int, failure: VendorError) -> float:
        wanted = failure.retry_after or min(60, 2**turn) * random.uniform(0.75, 1.25)
        return min(wanted, 120) * self.patience


def read(response: httpx.Response) -> dict[str, Any]:
    """The document of an answer. Raises VendorError with what the vendor says."""
    status = response.status_code
    found = _document(response)
    said = _said(found)
    if status == 401:
        raise VendorError("Outscraper does not know OUTSCRAPER_API_KEY.", permanent=True)
    if status == 402 or (said and _is_about_money(said)):
        raise CreditsExhausted(said)
    if status == 429:
        raise VendorError("Outscraper asks us to slow down.", retry_after=_seconds(response))
    if status >= 500:
        raise VendorError(f"Outscraper failed (status {status}).", retry_after=_seconds(response))
    if status == 204:
        return {"status": "Failure", "data": None}
    if status >= 400:
        raise Reported(f"Outscraper refused the request: {said or f'status {status}'}.", permanent=True)
    if found is None:
        raise Unclear("Outscraper's answer was cut off.")
    if said:
        raise Reported(f"Outscraper reports an error: {said}.", permanent=True)
    return found


def _document(response: httpx.Response) -> dict[str, Any] | None:
    try:
        found = json.loads(response.content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else {"data": found}


def _said(found: dict[str, Any] | None) -> str:
    """The vendor's own words about an error, wherever it puts them."""
    if not found:
        return ""
    is_error = bool(found.get("error")) or "errorMessage" in found
    words = found.get("errorMessage") or found.get("message") or found.get("error")
    return str(words)[:300].rstrip(".") if is_error and words not in (None, False) else ""


def _is_about_money(said: str) -> bool:
    text = said.casefold()
    return any(
        word in text for word in ("credit", "balance", "payment", "invoice", "past due", "insufficient fund")
    )


def _seconds(response: httpx.Response) -> float | None:
    try:
        return float(response.headers.get("retry-after", ""))
    except ValueError:
        return None


def rows_of(data: Any) -> list[dict[str, Any]]:
    """Places of both shapes: a list per query, or one flat list."""
    if isinstance(data, dict):
        data = [data]
    found: list[dict[str, Any]] = []
    for item in data if isinstance(data, list) else []:
        found += [row for row in item if isinstance(row, dict)] if isinstance(item, list) else []
        if isinstance(item, dict):
            found.append(item)
    return found
