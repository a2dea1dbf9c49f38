"""Processes that understand rows while ours stores: for large files, where there are processors.

They are programs of their own that read batches from a pipe, not copies of this process: a web
process has threads and sockets that must not be copied, and when ours ends, so does their pipe.
"""

import asyncio
import contextlib
import os
import pickle
import struct
import sys
from collections.abc import AsyncGenerator, Iterator
from typing import Any

from webmagic.hunter.preparing import Prepared, prepare
from webmagic.hunter.reader import Context
from webmagic.hunter.rules import Rules

Rows = list[tuple[int, Any]]
SMALL = 6_000  # rows that are understood here before anybody else is called: starting takes a second
MOST = 4
WORK = "from webmagic.hunter.crew import work; work()"
LENGTH = struct.Struct("!Q")


class Member:
    """One such process, which works on one batch at a time."""

    def __init__(self, process: asyncio.subprocess.Process):
        self.process = process

    @classmethod
    async def start(cls, context: Context, rules: Rules) -> "Member":
        pipe = asyncio.subprocess.PIPE
        member = cls(await asyncio.create_subprocess_exec(
            sys.executable, "-c", WORK, stdin=pipe, stdout=pipe, start_new_session=True
        ))  # fmt: skip
        await member.ask((context, rules))
        return member

    async def ask(self, question: Any) -> Any:
        """Raises OSError or EOFError when it has died."""
        assert self.process.stdin and self.process.stdout
        data = await asyncio.to_thread(pickle.dumps, question, pickle.HIGHEST_PROTOCOL)
        self.process.stdin.write(LENGTH.pack(len(data)) + data)
        await self.process.stdin.drain()
        (length,) = LENGTH.unpack(await self.process.stdout.readexactly(LENGTH.size))
        answer = await self.process.stdout.readexactly(length)
        return await asyncio.to_thread(pickle.loads, answer)

    async def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Crew:
    """`batches` gives what `prepare` makes of each batch of rows, in their order."""

    def __init__(self, context: Context, rules: Rules, size: int | None = None):
        self.context, self.rules = context, rules
        self.size = min(os.cpu_count() or 1, MOST) if size is None else size
        self.idle: asyncio.Queue[Member | None] = asyncio.Queue()
        self.members: list[Member] = []
        self.calls: list[asyncio.Task[None]] = []

    async def batches(self, rows: Iterator[Rows]) -> AsyncGenerator[Prepared]:
        """Reads ahead of what is asked for, by a few batches and no more."""
        waiting: asyncio.Queue[asyncio.Future[Prepared] | None] = asyncio.Queue(max(self.size, 1))
        reading = asyncio.create_task(self._read(rows, waiting))
        try:
            while (batch := await waiting.get()) is not None:
                yield await batch
        finally:
            unfinished = [reading, *self.calls]
            while not waiting.empty():
                if batch := waiting.get_nowait():
                    unfinished.append(batch)  # type: ignore[arg-type]
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
            await asyncio.gather(*(member.end() for member in self.members))

    async def _read(self, rows: Iterator[Rows], waiting: asyncio.Queue[Any]) -> None:
        seen = 0
        try:
            while batch := await asyncio.to_thread(next, rows, None):
                if seen >= SMALL and not self.calls and self.size > 1:
                    self.calls = [asyncio.create_task(self._call()) for _ in range(self.size)]
                seen += len(batch)
                await waiting.put(asyncio.ensure_future(self._prepared(batch)))
        except Exception as error:  # told where the batch would have been
            failed = asyncio.get_running_loop().create_future()
            failed.set_exception(error)
            await waiting.put(failed)
        else:
            await waiting.put(None)

    async def _call(self) -> None:
        """Batches go to members once they are there; until then they are worked off here."""
        with contextlib.suppress(OSError, EOFError):
            member = await Member.start(self.context, self.rules)
            self.members.append(member)
            self.idle.put_nowait(member)

    async def _prepared(self, batch: Rows) -> Prepared:
        while self.members:
            if (member := await self.idle.get()) is None:
                continue
            try:
                done: Prepared = await member.ask(batch)
            except (OSError, EOFError):  # it was killed, by want of memory perhaps
                self.members.remove(member)
                for _ in range(self.size + 1):  # whoever waits for it looks again
                    self.idle.put_nowait(None)
                await member.end()
            else:
                self.idle.put_nowait(member)
                return done
        return await asyncio.to_thread(prepare, batch, self.context, self.rules)


def work() -> None:
    """A member's life: context and rules, then batches, until the pipe ends."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    context: Context | None = None
    rules = Rules()
    while head := questions.read(LENGTH.size):
        question = pickle.loads(questions.read(LENGTH.unpack(head)[0]))
        if context is None:
            (context, rules), answer = question, None
        else:
            answer = prepare(question, context, rules)
        data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        answers.write(LENGTH.pack(len(data)) + data)
        answers.flush()
