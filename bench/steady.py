"""A steady load whose effects can be counted: the asker, the workers, and the job between them.

Each run of a job notes its beginning and end in a file (what happened outside the database), and
writes one row of effect together with its last words (`finish`): both or neither.
"""

import asyncio
import contextlib
import os
import random
import time
from pathlib import Path

import sqlalchemy as sa

from webmagic.core.database import transaction
from webmagic.core.ledger import Job, Queue, Runner, enqueue, finish, job
from webmagic.core.settings import get_settings
from workers import monitoring

KINDS = (monitoring,)  # importing it declares the job of a webhook
EFFECTS = sa.table("effects", sa.column("number"), sa.column("job_id"), sa.column("worker"))
ASK_EVERY = 0.02


def runs() -> Path:
    return get_settings().webmagic_home / "runs.txt"


def asked() -> Path:
    return get_settings().webmagic_home / "asked.txt"


def note(path: Path, line: str) -> None:
    """One write each, appended: no kill can tear it."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(file, f"{line}\n".encode())
    os.close(file)


@job("monitoring.steady", tries=3, delay=0.5, time_limit=30)
async def steady(row: Job, number: int, millis: int) -> None:
    note(runs(), f"begin {number} {row.attempt} {time.time()}")
    await asyncio.sleep(millis / 1000)
    async with transaction() as session:
        effect = {"number": number, "job_id": row.id, "worker": row.worker}
        await session.exec(sa.insert(EFFECTS).values(**effect))
        await finish(session, row)
    note(runs(), f"end {number} {row.attempt} {time.time()}")


def work() -> None:
    """The steady job, and what the web process asks for."""
    asyncio.run(Runner([Queue.MONITORING], slots=4).run())


def ask(first: int) -> None:
    """Ask for work until killed. A number is noted once its commit has been confirmed."""
    asyncio.run(_ask(first))


async def _ask(first: int) -> None:
    dice, number = random.Random(first), first
    while True:
        number += 1
        with contextlib.suppress(Exception):  # the database is being restarted: this one was not asked for
            async with transaction() as session:
                await enqueue(session, "monitoring.steady", number=number, millis=dice.randint(5, 150))
            note(asked(), str(number))
        await asyncio.sleep(ASK_EVERY)
