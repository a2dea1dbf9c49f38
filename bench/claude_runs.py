"""Proof: whatever Claude does, every site is finished, paid once, and within its cap.

A server that speaks Anthropic's wire format lives in this process and goes wrong in every way it
can, chosen by the seed, again and again. Builds run in a process of their own that is killed (-9) now and
then in the middle, and started again; some of them go through batches, some build sections by hand.
Then rows and the server's own book are compared.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from typing import Any

from sqlmodel import col, select

from bench.scene import scene
from tests.creative import shops
from tests.fakes.anthropic import BATCH_FAULTS, PASSING, FakeAnthropic, asked_key, serving
from tests.fakes.mind import answer
from webmagic.core.database import dispose, reading, transaction
from webmagic.core.ledger import Postponed
from webmagic.core.settings import get_settings
from webmagic.creative import build_site, carry_batches, open_site, seed_prompts, spending
from webmagic.creative.engines.claude import asker, wire
from webmagic.creative.facts import Facts
from webmagic.models import Business, CallState, ModelCall, SiteVersion

COUNT = 1000
FORK = multiprocessing.get_context("fork")
LASTING = ("400", "404", "429-slow", "401", "402", "429-spend")
WHOLE = 0.55  # answers that are whole; so four of them in a row are the exception
LASTING_SHARE = 0.03
KILLS = 0.03  # a run; whatever is being built dies with the builder
BATCHED, BY_HAND = 0.12, 0.12
CAP_USD, TIGHT_USD = 0.25, 0.004
TIGHT = 0.1  # of the runs have hardly any money
ROUNDS = 20
TIMEOUT = 2.0  # seconds we wait for the server; it hangs for longer
LANES = 3


def business_of(facts: Facts, number: int) -> Business:
    """A row from which the same facts come out again."""
    plain = facts.model_dump(mode="json")
    kept = {name: plain[name] for name in plain if name in Business.model_fields and name != "business_id"}
    return Business(**kept | {"dedupe_key": f"proof:{number}", "qualified": True})


def kind_of(number: int, seed: int) -> str:
    """What sort of run this is; the same in every process."""
    lot = random.Random(f"{seed}:kind:{number}").random()
    return "batch" if lot < BATCHED else "bespoke" if lot < BATCHED + BY_HAND else "composed"


def is_tight(number: int, seed: int) -> bool:
    return random.Random(f"{seed}:cap:{number}").random() < TIGHT


class Server(threading.Thread):
    """The fake, in a thread of this process, so that its book outlives the builders."""

    def __init__(self, seed: int):
        super().__init__(daemon=True)
        self.dice = random.Random(f"{seed}:faults")
        self.fake = FakeAnthropic(chooses=self._choose, thinks=self._think, slices=400, hangs=2 * TIMEOUT)
        self.thought: dict[str, str] = {}
        self.fake.chooses_in_batch = self._choose_in_batch
        self.is_up = threading.Event()

    def _choose(self) -> str:
        lot = self.dice.random()
        if lot < WHOLE:
            return ""
        return self.dice.choice(LASTING if lot > 1 - LASTING_SHARE else PASSING)

    def _choose_in_batch(self) -> str:
        return "" if self.dice.random() < WHOLE else self.dice.choice(BATCH_FAULTS)

    def _think(self, request: dict[str, Any]) -> str:
        """Thought once for the same question, as shops come again."""
        asked = asked_key({**request, "metadata": None})
        if asked not in self.thought:
            self.thought[asked] = answer(request)
        return self.thought[asked]

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        async with serving(self.fake):
            self.is_up.set()
            await asyncio.Event().wait()


def build_all(numbers: list[int], cap_usd: float, seed: int, done: Any) -> None:
    """In the child: these runs, a few at a time. `done` counts those behind us."""
    logging.disable(logging.CRITICAL)
    asker.FIRST_WAIT, wire.SECONDS = 0.002, TIMEOUT
    os.environ["ANTHROPIC_SITE_USD"] = str(cap_usd)
    get_settings.cache_clear()
    asyncio.run(_build_all(numbers, seed, done))


async def _build_all(numbers: list[int], seed: int, done: Any) -> None:
    waiting = iter(numbers)

    async def lane() -> None:
        for number in waiting:
            await _build(number, kind_of(number, seed))
            done.value += 1

    await asyncio.gather(*(lane() for _ in range(LANES)))
    await dispose()


async def _build(number: int, kind: str) -> None:
    async with transaction() as session:
        await spending.unpause(session)  # an hour later
    engine = "bespoke" if kind == "bespoke" else "auto"
    for _ in range(ROUNDS):
        try:
            await build_site(
                number, f"job:{number}", transaction, engine_name=engine, by_batch=kind == "batch"
            )
            return
        except Postponed:
            with contextlib.suppress(Exception):  # the vendor may be down; the next round goes on
                await carry_batches(transaction, lost_minutes=0)
    raise AssertionError(f"run {number} never ended")


def run(seed: int, count: int) -> list[dict[str, Any]]:
    began = time.perf_counter()
    server = Server(seed)
    server.start()
    server.is_up.wait(10)
    with scene() as place:
        place.environment |= {
            "ANTHROPIC_API_KEY": server.fake.key, "ANTHROPIC_BASE_URL": server.fake.url,
            "ANTHROPIC_DAY_USD": "1000", "ANTHROPIC_MONTH_USD": "1000", "DEEP_CHECK": "off",
        }  # fmt: skip
        with place.as_ours():
            asyncio.run(_prepare(count))
            kills = _drive(seed, count)
            figures = asyncio.run(_compare(seed, count))
    figures |= {"kills": kills, "seconds": round(time.perf_counter() - began, 1), "seed": seed}
    return [figures | _book(server.fake)]


async def _prepare(count: int) -> None:
    async with transaction() as session:
        await seed_prompts(session)
        for number in range(1, count + 1):
            shop = business_of(shops.ALL[number % len(shops.ALL)](), number)
            session.add(shop)
            await session.flush()
            await open_site(session, shop.id or 0, f"run-{number}")
    await dispose()


def _drive(seed: int, count: int) -> int:
    """Builders, killed at odd moments, until every run is behind us."""
    dice = random.Random(f"{seed}:kills")
    kills = 0
    for tight, cap_usd in ((False, CAP_USD), (True, TIGHT_USD)):
        mine = {number for number in range(1, count + 1) if is_tight(number, seed) == tight}
        while open_runs := sorted(mine - asyncio.run(_finished())):
            print(f"  {count - len(open_runs)} of {count}", file=sys.stderr, flush=True)
            kills += _build_until_killed(open_runs, cap_usd, seed, dice)
    return kills


def _build_until_killed(numbers: list[int], cap_usd: float, seed: int, dice: random.Random) -> bool:
    done = FORK.Value("i", 0)
    builder = FORK.Process(target=build_all, args=(numbers, cap_usd, seed, done), daemon=True)
    builder.start()
    after = int(dice.expovariate(KILLS)) + 1
    while builder.is_alive() and done.value < after:
        time.sleep(0.02)
    time.sleep(dice.uniform(0, 0.5))
    is_killed = builder.is_alive()
    if is_killed:
        os.kill(builder.pid or 0, signal.SIGKILL)
    builder.join()
    if builder.exitcode not in (0, -signal.SIGKILL):
        raise RuntimeError(f"a builder ended by itself ({builder.exitcode}); runs {numbers[:9]}")
    return is_killed


async def _finished() -> set[int]:
    async with reading() as session:
        found = set((await session.exec(select(SiteVersion.site_id))).all())
    await dispose()
    return found


async def _compare(seed: int, count: int) -> dict[str, Any]:
    async with reading() as session:
        versions = list((await session.exec(select(SiteVersion))).all())
        calls = list((await session.exec(select(ModelCall).order_by(col(ModelCall.id)))).all())
    await dispose()
    spent: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for call in calls:
        spent[call.build_key] += call.cost_microusd
        answered[call.key] += call.state == CallState.ANSWERED
    caps = {f"job:{n}": (TIGHT_USD if is_tight(n, seed) else CAP_USD) * 1e6 for n in range(1, count + 1)}
    return {
        "runs": count,
        "finished": len({version.site_id for version in versions}),
        "versions": len(versions),
        "gate_passed": sum(version.gate_score >= 100 for version in versions),
        "refused": count - len({version.site_id for version in versions}),
        "by_claude": sum(version.engine == "claude" for version in versions),
        "mended": sum(bool(version.note) for version in versions),
        "kinds": dict(Counter(kind_of(n, seed) for n in range(1, count + 1))),
        "calls": len(calls),
        "questions_answered_twice": sum(times > 1 for times in answered.values()),
        "over_cap": sum(spent[key] > cap for key, cap in caps.items()),
        "lost_in_kills": sum(call.state == CallState.SENT for call in calls),
        "cost_usd": round(sum(spent.values()) / 1e6, 3),
    }


def _book(fake: FakeAnthropic) -> dict[str, Any]:
    """The server's own count. An answer that was sent in full while its builder was being killed is
    asked for again: nobody could have stored it."""
    again = {key: times for key, times in fake.bill.answers.items() if times > 1}
    faults = {name: times for name, times in sorted(fake.bill.faults.items()) if name != "none"}
    return {
        "requests": sum(fake.bill.faults.values()),
        "faults": faults,
        "fault_kinds": len(faults),
        "delivered_twice": len(again),
    }


def holds(figures: dict[str, Any]) -> bool:
    """Answers that fell into a kill are the only ones that may have been delivered again."""
    return (
        figures["finished"] == figures["versions"] == figures["gate_passed"] == figures["runs"]
        and not figures["questions_answered_twice"]
        and not figures["over_cap"]
        and figures["delivered_twice"] <= figures["kills"] * LANES
    )


def line(figures: dict[str, Any]) -> str:
    return (
        f"claude: {figures['runs']} runs, {figures['finished']} finished, "
        f"{figures['gate_passed']} through the gate, {figures['requests']} requests, "
        f"{sum(figures['faults'].values())} faults of {figures['fault_kinds']} kinds, "
        f"{figures['kills']} kills, {figures['questions_answered_twice']} questions paid twice "
        f"({figures['delivered_twice']} answers fell into a kill), {figures['over_cap']} over the cap, "
        f"{figures['seconds']} s"
    )
