"""Processes beside ours: the same result, in order, whatever becomes of them."""

import os
import signal

from tests.hunter import rows
from webmagic.hunter import crew
from webmagic.hunter.crew import Crew
from webmagic.hunter.preparing import numbered, prepare
from webmagic.hunter.reader import Context
from webmagic.hunter.rules import Rules
from webmagic.hunter.sources.files import of_rows

MADE = [rows.nth(number) if number % 7 else "no row" for number in range(60)]


def context() -> Context:
    return Context.of(of_rows(enumerate(MADE)))


async def gathered(crew: Crew, *, killing: bool = False) -> list:
    done = []
    async for batch in crew.batches(numbered(of_rows(enumerate(MADE)).rows, 5)):
        done.append(batch)
        if killing:
            for task in crew.calls:
                await task
            for member in crew.members:
                os.kill(member.process.pid, signal.SIGKILL)
    return done


async def test_a_crew_gives_what_one_process_gives_in_the_same_order(monkeypatch):
    monkeypatch.setattr(crew, "SMALL", 10)
    alone = [prepare(batch, context(), Rules()) for batch in numbered(of_rows(enumerate(MADE)).rows, 5)]
    crowd = Crew(context(), Rules(), size=2)
    assert await gathered(crowd) == alone == await gathered(Crew(context(), Rules(), size=1))
    assert len(crowd.calls) == 2 and all(m.process.returncode is not None for m in crowd.members)


async def test_members_that_are_killed_lose_nothing(monkeypatch):
    monkeypatch.setattr(crew, "SMALL", 5)
    done = await gathered(Crew(context(), Rules(), size=2), killing=True)
    assert [item.number for batch in done for item in batch.items] == [n for n in range(60) if n % 7]


async def test_a_small_file_calls_nobody():
    crowd = Crew(context(), Rules(), size=2)
    await gathered(crowd)
    assert not crowd.calls
