"""Resend's wire format: single mails, batches of at most a hundred, idempotency keys that are
remembered with their body, and a limit of so many requests in any second."""

import asyncio
import hashlib
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.http import Answer, Request

NEEDED = {"from", "to", "subject"}


@dataclass
class FakeResend:
    """`accepted` holds each mail once it has really been taken. `delay` seconds pass before an answer;
    `cut` says of a request's number whether the line breaks after the mail was taken."""

    limit: int = 2
    delay: float = 0.0
    cut: Callable[[int], bool] = lambda number: False
    on_accept: Callable[[dict[str, Any]], None] = lambda mail: None
    accepted: list[dict[str, Any]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    refused: int = 0
    _window: deque[float] = field(default_factory=deque)
    _known: dict[str, tuple[str, Answer | None]] = field(default_factory=dict)

    async def __call__(self, request: Request) -> Answer | None:
        self.requests.append(request)
        number = len(self.requests)
        if request.headers.get("authorization") != "Bearer re_secret":
            return self._error(401, "missing_api_key", "The API key is missing.")
        if not self._may_come():
            self.refused += 1
            more = {"retry-after": "1", **self._limits()}
            return self._error(429, "rate_limit_exceeded", "Too many requests.", more)
        key, shape = request.headers.get("idempotency-key", ""), hashlib.sha256(request.body).hexdigest()
        if key in self._known:
            before, answer = self._known[key]
            if before != shape:
                return self._error(409, "invalid_idempotent_request", "Another body under this key.")
            return answer or self._error(409, "concurrent_idempotent_requests", "Still under way.")
        if key:
            self._known[key] = (shape, None)
        answer = self._take(request)
        if self.delay:
            await asyncio.sleep(self.delay)
        answer.headers |= self._limits()
        if key and answer.status == 200:
            self._known[key] = (shape, answer)
        elif key:
            del self._known[key]
        return None if self.cut(number) else answer

    def _may_come(self) -> bool:
        at = time.monotonic()
        while self._window and self._window[0] <= at - 1:
            self._window.popleft()
        if len(self._window) >= self.limit:
            return False
        self._window.append(at)
        self.times.append(at)
        return True

    def _limits(self) -> dict[str, str]:
        left = max(0, self.limit - len(self._window))
        return {
            "ratelimit-limit": str(self.limit), "ratelimit-remaining": str(left), "ratelimit-reset": "1",
        }  # fmt: skip

    def _take(self, request: Request) -> Answer:
        mails = request.json()
        is_batch = request.path == "/emails/batch"
        if is_batch != isinstance(mails, list) or (is_batch and not 1 <= len(mails) <= 100):
            return self._error(422, "validation_error", "A batch holds 1 to 100 mails.")
        for mail in mails if is_batch else [mails]:
            if missing := NEEDED - mail.keys():
                return self._error(422, "missing_required_field", f"Missing {sorted(missing)}.")
            if "spoilt" in mail["to"][0] or (is_batch and "attachments" in mail):
                return self._error(422, "validation_error", "Invalid `to` field.")
        given = [self._accept(mail) for mail in (mails if is_batch else [mails])]
        return Answer(200, {"data": given} if is_batch else given[0])

    def _accept(self, mail: dict[str, Any]) -> dict[str, str]:
        self.accepted.append(mail)
        self.on_accept(mail)
        return {"id": str(uuid.uuid4())}

    def _error(self, status: int, name: str, message: str, headers: dict[str, str] | None = None) -> Answer:
        return Answer(status, {"statusCode": status, "name": name, "message": message}, headers or {})
