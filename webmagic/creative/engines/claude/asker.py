"""One question to Claude, asked as often as is worth it, paid once, and written down.

The row comes first (with the most the call may cost), then the call, then the answer in the
row. Whoever asks the same question in the same build again gets the stored answer.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from webmagic.core.clock import ahead
from webmagic.core.ledger import Postponed
from webmagic.creative import spending
from webmagic.creative.agents.asking import Answer, Asked
from webmagic.creative.engines.claude.prices import cost_microusd
from webmagic.creative.engines.claude.wire import Fault, Heard, Interrupted, Wire, body
from webmagic.creative.engines.protocol import Desk
from webmagic.models import CallState, ModelCall

TRIES = 4  # of a request that found nobody, in one go
MOST_TRIES = 8  # of one question, crashes and restarts included
UNUSABLE = 2  # answers that were no use
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0  # seconds; whoever asks for more is not waited for
MOST_TOKENS = 16_000
LOOK_AGAIN_MINUTES = 15
Read = TypeVar("Read")
Sleep = Callable[[float], Awaitable[None]]


class Unanswered(Exception):
    """No use asking further; the sentence says why. The designer goes on from here."""


class Asker:
    def __init__(self, desk: Desk, wire: Wire, sleep: Sleep = asyncio.sleep):
        self.desk, self.wire, self.sleep = desk, wire, sleep
        self._extras: dict[str, dict[str, Any]] = {}

    async def ask(
        self, asked: Asked, read: Callable[[str], Read], heard: Heard | None = None, *, parts: bool = False
    ) -> Read:
        """The answer, read. `read` raises ValueError when it is of no use. `parts`: an answer that broke
        off is of use as far as it went. Raises Unanswered, or Postponed while it lies in a batch."""
        key = asked.key(self.desk.build_key)
        async with self.desk.transaction() as session:
            rows = await spending.tries_of(session, key)
        for row in rows:
            if row.state == CallState.ANSWERED:
                if stored := _read(read, spending.answer_of(row)):
                    return stored[0]
                await self._discard(row)  # out of a batch, where nobody had read it yet
        if len(rows) >= MOST_TRIES:
            raise Unanswered("Claude was asked often enough.")
        if self.desk.by_batch:
            await self._by_batch(asked, rows)
        return await self._ask(asked, read, heard, len(rows), parts)

    async def _ask(
        self, asked: Asked, read: Callable[[str], Read], heard: Heard | None, attempt: int, parts: bool
    ) -> Read:
        faults = useless = 0
        while True:
            attempt += 1
            row_id = await self._reserve(asked, attempt)
            try:
                answer = await self.wire.send(asked, await self._can(asked.model), heard)
            except Fault as fault:
                if parts and (found := _read(read, fault.partial, parts)):
                    await self._settle(row_id, CallState.ANSWERED, fault.partial)
                    return found[0]
                await self._broke(row_id, fault)
                faults += 1
                await self._wait(fault, faults)
                continue
            except Interrupted as stop:
                state = CallState.ANSWERED if _read(read, stop.partial) else CallState.FAILED
                await self._settle(row_id, state, stop.partial)
                raise asyncio.CancelledError from None
            found = _read(read, answer, parts)
            state = CallState.ANSWERED if found else CallState.UNUSABLE
            await asyncio.shield(self._settle(row_id, state, answer))  # it is paid, whoever stops us now
            if found:
                return found[0]
            useless += 1
            if useless >= UNUSABLE or answer.stop == "refusal":
                raise Unanswered(_words(answer))
            if answer.stop == "max_tokens":
                asked = replace(asked, max_tokens=min(asked.max_tokens * 2, MOST_TOKENS))

    async def _by_batch(self, asked: Asked, rows: list[ModelCall]) -> None:
        """Lay the question into the next batch, or wait for the one it lies in. A question that a
        batch could not answer is asked at once."""
        if any(row.state in (CallState.QUEUED, CallState.BATCHED) for row in rows):
            raise Postponed(ahead(minutes=LOOK_AGAIN_MINUTES), "Waits for its batch of model calls.")
        if rows:
            return
        extras = await self._can(asked.model)
        most = most_microusd(asked, is_batch=True)
        desk = self.desk
        try:
            async with desk.transaction() as session:
                row = await spending.reserve(session, asked, desk.build_key, desk.site_id, most, 1)
                row.state, row.request = CallState.QUEUED, body(asked, extras, hour=True)
                session.add(row)
        except spending.Stopped as stop:
            raise Unanswered(str(stop)) from None
        raise Postponed(ahead(minutes=LOOK_AGAIN_MINUTES), "Waits for the next batch of model calls.")

    async def _reserve(self, asked: Asked, attempt: int) -> int:
        most = most_microusd(asked)
        try:
            async with self.desk.transaction() as session:
                row = await spending.reserve(
                    session, asked, self.desk.build_key, self.desk.site_id, most, attempt
                )
                return row.id or 0
        except spending.Stopped as stop:
            raise Unanswered(str(stop)) from None

    async def _settle(self, row_id: int, state: CallState, answer: Answer) -> None:
        async with self.desk.transaction() as session:
            await spending.settle(session, row_id, state, answer, answer.stop)

    async def _discard(self, row: ModelCall) -> None:
        async with self.desk.transaction() as session:
            kept = await session.get_one(ModelCall, row.id)
            kept.state, kept.answer = CallState.UNUSABLE, ""
            session.add(kept)

    async def _broke(self, row_id: int, fault: Fault) -> None:
        async with self.desk.transaction() as session:
            await spending.settle(session, row_id, CallState.FAILED, fault.partial, fault.kind)
            if fault.stops:
                await spending.pause(session, str(fault), fault.stops)

    async def _wait(self, fault: Fault, faults: int) -> None:
        """Before the next try. Raises Unanswered when there should be none."""
        wait = fault.retry_after or FIRST_WAIT * 2 ** (faults - 1) * random.uniform(0.75, 1.0)
        if not fault.is_passing or faults >= TRIES or wait > LONGEST_WAIT:
            raise Unanswered(f"{fault} The built-in designer goes on.")
        await self.sleep(wait)

    async def _can(self, model: str) -> dict[str, Any]:
        """What else this model wants to be told, and an opaque name for whom it works."""
        if model not in self._extras:
            try:
                self._extras[model] = await self.wire.can(model)
            except Fault:
                self._extras[model] = {}
        return {**self._extras[model], "metadata": {"user_id": self.desk.build_key}}


def most_microusd(asked: Asked, *, is_batch: bool = False) -> int:
    """The most this request can cost: all of it written to the dearer cache, the answer full."""
    tokens = asked.most_tokens()
    return cost_microusd(
        asked.model, tokens_in=0, cache_write_hour=tokens, tokens_out=asked.max_tokens, is_batch=is_batch
    )


def _read(read: Callable[[str], Read], answer: Answer, parts: bool = False) -> tuple[Read] | None:
    """The answer in a tuple, or None when it is no use."""
    if not answer.is_whole and not parts:
        return None
    try:
        return (read(answer.text),)
    except ValueError:
        return None


def _words(answer: Answer) -> str:
    why = {
        "refusal": "Claude declined this one.",
        "max_tokens": "Claude's answer was too long twice.",
        "": "Claude's answer broke off.",
    }.get(answer.stop, "Claude's answers could not be used.")
    return f"{why} The built-in designer goes on."
