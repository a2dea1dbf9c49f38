"""Proof: however often the sender is killed, each letter arrives once.

Two workers send personalised letters to a server (one that speaks SMTP, one that speaks Resend's
interface), each taken mail being written down there before the answer. At random moments a worker is
killed with SIGKILL and started anew. Then the rest is worked off the way an installation does it: dead
workers' jobs come back, abandoned batches are recovered, and what an SMTP crash leaves in doubt is
settled by the log of the server. What arrived is compared with what was to be sent.
"""

import asyncio
import contextlib
import logging
import os
import random
import signal
import time
from collections import Counter
from typing import Any

from bench import outbox
from bench.scene import Scene, scene
from webmagic.core.database import transaction
from webmagic.core.ledger import Queue, Runner, enqueue, retry_group
from webmagic.models import MessageState
from workers import campaigns

COUNT = 10_000
KILLS = 20
WORKERS = 2
LIMIT = 4  # requests a second that the Resend-speaking server allows
DRAIN_SECONDS = 420
JOBS = (campaigns,)  # importing it declares them


def work() -> None:
    logging.disable(logging.CRITICAL)
    asyncio.run(Runner([Queue.CAMPAIGNS], slots=2).run())


def prove(transport: str, count: int, kills: int, seed: int) -> dict[str, Any]:
    dice, began = random.Random(seed), time.monotonic()
    with scene() as place:
        server = _server(place, transport)
        workers: list[Any] = []
        try:
            with place.as_ours():
                asyncio.run(outbox.fill(count))
                asyncio.run(outbox.leave())
                wanted = asyncio.run(outbox.expected())
                asyncio.run(outbox.ask_for_all(count))
                sending = time.monotonic()
                workers = [_start() for _ in range(WORKERS)]
                killed = _kill_some(server, workers, count, kills, dice)
                doubt = _drain()
                seconds = time.monotonic() - sending
                arrived, counts = server.taken(), asyncio.run(outbox.states())
        finally:
            for worker in workers:
                _kill(worker)
            server.stop()
        refused = (place.home / "refused.txt").read_text() if (place.home / "refused.txt").exists() else ""
    return {
        "transport": transport,
        "seed": seed,
        "mails": count,
        "kills": killed,
        "arrived": len(arrived),
        "twice": sum(n > 1 for n in arrived.values()),
        "lost": len(wanted - arrived.keys()),
        "strangers": len(arrived.keys() - wanted),
        "not_sent": sum(n for state, n in counts.items() if state != MessageState.SENT),
        "in_doubt": doubt,
        "refused_429": refused.count("\n"),
        "sending_s": round(seconds, 1),
        "seconds": round(time.monotonic() - began, 1),
    }


def _server(place: Scene, transport: str) -> outbox.Server:
    place.environment.update(outbox.REAL | {"MAIL_PROVIDER": transport})
    if transport == "smtp":
        server = outbox.Server(place, outbox.serve_smtp, 0.002)
        place.environment.update({"SMTP_URL": server.url, "SMTP_LOG": str(place.home / "maillog")})
    else:
        server = outbox.Server(place, outbox.serve_resend, 0.02, LIMIT)
        keys = {"RESEND_API_KEY": "re_secret", "RESEND_WEBHOOK_SECRET": "whsec_x"}
        place.environment.update({"RESEND_BASE_URL": server.url, **keys})
    return server


def _start() -> Any:
    process = outbox.FORK.Process(target=work, daemon=True)
    process.start()
    return process


def _kill(process: Any) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def _kill_some(server: outbox.Server, workers: list, count: int, kills: int, dice: random.Random) -> int:
    """One kill whenever another share of the mails has arrived, at a random moment of it."""
    marks = sorted(dice.uniform(0.02, 0.95) * count for _ in range(kills))
    done, deadline = 0, time.monotonic() + DRAIN_SECONDS
    for mark in marks:
        looked = time.monotonic()
        while sum(server.taken().values()) < mark and time.monotonic() < deadline:
            time.sleep(0.05)
            if time.monotonic() - looked > 3:  # a job that lost three workers waits for its retry
                asyncio.run(_nudge(asyncio.run(outbox.states())))
                looked = time.monotonic()
        time.sleep(dice.uniform(0, 0.05))
        index = dice.randrange(len(workers))
        _kill(workers[index])
        workers[index] = _start()
        done += 1
    return done


def _drain() -> int:
    """Until nothing is open. Returns the most mails that were in doubt at one time."""
    deadline, doubt = time.monotonic() + DRAIN_SECONDS, 0
    while time.monotonic() < deadline:
        counts = asyncio.run(outbox.states())
        doubt = max(doubt, counts[MessageState.UNKNOWN])
        if outbox.is_over(counts):
            return doubt
        asyncio.run(_nudge(counts))
        time.sleep(1)
    return doubt


async def _nudge(counts: Counter[str]) -> None:
    """What an installation does every few minutes: dead jobs get their retry, and the lost are looked for."""
    async with transaction() as session:
        await retry_group(session, "worker-died")
        if counts[MessageState.UNKNOWN] or counts[MessageState.SENDING]:
            await enqueue(session, "campaigns.recover", dedupe="campaigns.recover")
    await outbox.leave()


def run(seed: int, count: int) -> list[dict[str, Any]]:
    return [prove(transport, count, KILLS, seed) for transport in ("smtp", "resend")]


def line(figures: dict[str, Any]) -> str:
    told = [
        f"mail by {figures['transport']}: {figures['mails']:,} letters, {figures['kills']} workers killed",
        f"{figures['arrived']:,} distinct arrived, {figures['twice']} twice, {figures['lost']} lost",
        f"{figures['in_doubt']} in doubt after the kills and settled, {figures['not_sent']} rows not sent",
        f"{figures['refused_429']} requests over the limit, {figures['sending_s']} s",
        f"SEED={figures['seed']}",
    ]
    return "; ".join(told)


def holds(figures: dict[str, Any]) -> bool:
    faults = ("twice", "lost", "strangers", "not_sent", "refused_429")
    return not any(figures[name] for name in faults) and figures["arrived"] == figures["mails"]
