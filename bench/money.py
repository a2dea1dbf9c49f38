"""Proof: of 100,000 deliveries nothing counts twice, nothing is lost, and nothing differs at the end.

A gateway whose whole story is known sends each of its events, from both families, several times and
in any order. Between them come forged ones: changed bodies, wrong secrets, old and future times. Of
some customers no webhook ever comes. A web process takes the deliveries, two workers work them off,
and the gateway is asked over HTTP; meanwhile workers and web process are killed (kill -9). At the end
our rows are compared with what is known, then reconciled, and compared again.
"""

import asyncio
import json
import logging
import random
import subprocess
import sys
import time
from collections import Counter
from typing import Any

import httpx
import sqlalchemy as sa
from sqlmodel import col, func, select

from bench.posting import answer, request
from bench.scene import Scene, load, scene
from bench.web import Web, free_port
from bench.world import MONTHLY_CENTS, SETUP_CENTS, World, make
from tests.fakes.recurrente import KEY
from webmagic import payments
from webmagic.core import database, redis, svix
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, Queue, Runner
from webmagic.core.settings import REPO
from webmagic.models import (
    Activity,
    Business,
    Checkout,
    GeneratedSite,
    Message,
    Payment,
    PaymentState,
    Subscription,
    WebhookEvent,
)
from workers import monitoring

COUNT = 100_000
DELIVERIES_PER_CUSTOMER = 100
KILLS, CONNECTIONS, SLOTS, DRAIN_SECONDS = 10, 16, 8, 3600
SECRET, STRANGER = "whsec_dGhlIHNlY3JldCBvZiB0aGUgcHJvb2Y=", "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA=="
SHARES = {"genuine": 60, "altered": 12, "stranger": 12, "late": 8, "early": 4, "bare": 4}
KINDS = (monitoring,)  # importing it declares the job of a webhook
FAULTS = (
    "lost", "doubled", "wrong_plans", "unhandled", "forged_taken", "genuine_refused",
    "remaining", "drift_after",
)  # fmt: skip


def prove(kind: str, count: int, seed: int) -> dict[str, Any]:
    customers = max(5, count // DELIVERIES_PER_CUSTOMER)
    began, world = time.monotonic(), make(seed, customers)
    with scene(kind) as place:
        gateway = _Gateway(place, seed, customers)
        place.environment |= _settings(gateway.url)
        with place.as_ours():
            stage = _Stage(place, random.Random(seed))
            try:
                gateway.wait()
                asyncio.run(_sow(world))
                stage.open()
                sent = asyncio.run(_send(world, count, seed, stage))
                asyncio.run(_drain())
                found = asyncio.run(_compare(world))
                run = asyncio.run(_reconcile())
                after = asyncio.run(_compare(world))
                again = asyncio.run(_reconcile())
            finally:
                stage.close()
                gateway.close()
    return {
        "database": kind, "seed": seed, "deliveries": count, "customers": customers, "untold": world.untold,
        **sent, "kills": dict(stage.hits), "before_reconciling": {"lost": found["lost"]},
        **after, "doubled": after["doubled"] + found["doubled"],
        "corrected": run["drift"], "remaining": run["remaining"] + again["remaining"],
        "drift_after": again["drift"], "load": load(), "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def _settings(gateway_url: str) -> dict[str, str]:
    return {
        "PAYMENT_PROVIDER": "recurrente",
        "RECURRENTE_BASE_URL": gateway_url,
        "RECURRENTE_PUBLIC_KEY": "pk_live_fake",
        "RECURRENTE_SECRET_KEY": KEY,
        "RECURRENTE_WEBHOOK_SECRET": f"{SECRET} whsec_YW4gb2xkIHNlY3JldCBvZiB0aGUgcHJvb2Y=",
    }


class _Gateway:
    """The other side, as a process of its own."""

    def __init__(self, place: Scene, seed: int, customers: int):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/api"
        command = ["granian", "bench.world:api", "--interface", "asgi", "--factory", "--workers", "1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command, "--host", "127.0.0.1", "--port", str(self.port)],
            env={**place.environment, "SEED": str(seed), "CUSTOMERS": str(customers)},
            cwd=REPO,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        for _ in range(600):
            try:
                httpx.get(f"{self.url}/test", timeout=2)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise TimeoutError("the gateway did not come up")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)


class _Stage:
    """Our processes, and how they are hit."""

    def __init__(self, place: Scene, dice: random.Random):
        self.place, self.dice, self.hits = place, dice, Counter[str]()
        self.web, self.workers = Web(place, pages=False), []

    def open(self) -> None:
        self.web.start()
        self.workers = [self._worker() for _ in range(2)]
        self.web.wait()

    def _worker(self) -> subprocess.Popen[str]:
        """A process of its own: one forked out of this one, with its threads, may never wake up."""
        return self.place.start("bench.money")

    def hit(self) -> None:
        name = self.dice.choice(("web", "worker", "worker"))
        self.hits[name] += 1
        if name == "web":
            self.web.kill()
            self.web.start()
        else:
            index = self.dice.randrange(len(self.workers))
            _end(self.workers[index])
            self.workers[index] = self._worker()

    def close(self) -> None:
        for process in self.workers:
            _end(process)
        self.web.kill()


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()


def work() -> None:
    logging.disable(logging.CRITICAL)
    asyncio.run(Runner([Queue.MONITORING], slots=SLOTS).run())


async def _leave() -> None:
    await database.dispose()
    await redis.dispose()


async def _sow(world: World) -> None:
    """Businesses that began to claim: each with its two payment pages, as claiming leaves them."""
    amounts = {"setup": SETUP_CENTS, "monthly": MONTHLY_CENTS}
    async with transaction() as session:
        for number in range(1, len(world.pages) + 1):
            shop = {"name": f"Shop {number}", "country": "US", "stage": "claimed"}
            session.add(Business(id=number, dedupe_key=f"np:{number}", **shop))
        await session.flush()
        for number, pages in enumerate(world.pages, 1):
            session.add(GeneratedSite(business_id=number, subdomain=f"shop-{number}"))
            for kind, page in zip(amounts, pages, strict=True):
                session.add(
                    Checkout(
                        business_id=number, kind=kind, provider="recurrente", provider_id=page,
                        url=f"https://example.com/{page}", amount_cents=amounts[kind], currency="USD",
                        email=f"owner{number}@example.com", name="Luz Prueba",
                    )
                )  # fmt: skip
    await _leave()


def _deliveries(world: World, count: int, dice: random.Random) -> list[tuple[str, str, bytes]]:
    """(what it is, message id, body): each event at least once, then copies and forgeries, shuffled."""
    genuine = [(f"msg_{n}", json.dumps(event).encode()) for n, event in enumerate(world.events)]
    made = [("genuine", *one) for one in genuine]
    while len(made) < count:
        message_id, body = dice.choice(genuine)
        what = dice.choices(list(SHARES), list(SHARES.values()))[0]
        made.append((what, message_id if what == "genuine" else f"{message_id}_{len(made)}", body))
    dice.shuffle(made)
    return made


def _headers(what: str, message_id: str, body: bytes) -> dict[str, str]:
    shift = {"late": -301 - len(body) % 5000, "early": 400}.get(what, 0)
    stamp = int(now().timestamp()) + shift
    secret = STRANGER if what == "stranger" else SECRET
    signed = body.replace(b"usd", b"USD") + b" " if what == "altered" else body
    headers = {
        "svix-id": message_id,
        "svix-timestamp": str(stamp),
        "svix-signature": svix.signature(secret, message_id, stamp, signed),
    }
    return {} if what == "bare" else headers


async def _send(world: World, count: int, seed: int, stage: _Stage) -> dict[str, Any]:
    """Everything, over connections that stay open; what was not answered is sent again, as vendors do."""
    dice = random.Random(seed)
    deliveries, told = _deliveries(world, count, dice), Counter[str]()
    moments = sorted(dice.sample(range(count // 20, count), KILLS)) if count > 200 else [count // 2]
    queue = iter(enumerate(deliveries))
    began, hitting = time.monotonic(), asyncio.Lock()

    async def send() -> None:
        line = _Line(stage.web.port)
        for number, (what, message_id, body) in queue:
            if moments and number >= moments[0]:
                moments.pop(0)
                async with hitting:  # a process must not be forked while another is being started
                    await asyncio.to_thread(stage.hit)
            status = await line.post(what, message_id, body)
            told[f"{'genuine' if what == 'genuine' else 'forged'} {status}"] += 1

    await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
    await asyncio.to_thread(stage.web.wait)
    return {
        "genuine_taken": told["genuine 204"],
        "genuine_refused": sum(told.values()) - told["genuine 204"] - told["forged 401"] - told["forged 204"],
        "forged_refused": told["forged 401"],
        "forged_taken": told["forged 204"],
        "sent_per_second": round(count / (time.monotonic() - began)),
    }


class _Line:
    """One connection of the vendor's; a broken one is opened anew until there is an answer."""

    def __init__(self, port: int):
        self.port, self.streams = port, None

    async def post(self, what: str, message_id: str, body: bytes) -> int:
        while True:
            try:
                self.streams = self.streams or await asyncio.open_connection("127.0.0.1", self.port)
                reader, writer = self.streams
                raw = request("localhost", "/webhooks/recurrente", _headers(what, message_id, body), body)
                writer.write(raw)
                status = await asyncio.wait_for(answer(reader), 60)
                if status < 500:
                    return status
            except (OSError, EOFError, TimeoutError):
                self.streams = None
            await asyncio.sleep(0.2)


async def _drain() -> None:
    """Until every event is worked off; what waits for a later try is tried now."""
    deadline = time.monotonic() + DRAIN_SECONDS
    waiting = select(func.count()).where(
        Job.kind == "monitoring.webhook", col(Job.state).in_(("waiting", "running"))
    )
    try:
        while time.monotonic() < deadline:
            async with reading() as session:
                if not (await session.exec(waiting)).one():
                    return
            await asyncio.sleep(1)
        raise TimeoutError("webhooks were still being worked off")
    finally:
        await _leave()


async def _reconcile() -> dict[str, Any]:
    run = await payments.reconcile(transaction, actor="proof")
    await _leave()
    return {"drift": run.drift, "remaining": run.remaining}


async def _compare(world: World) -> dict[str, Any]:
    succeeded = Payment.state == PaymentState.SUCCEEDED
    async with reading() as session:
        rows = await session.exec(
            select(Payment.amount_cents, func.count()).where(succeeded).group_by(Payment.amount_cents)
        )
        money = Counter(dict(rows.all()))
        plans = Counter((await session.exec(select(Subscription.state))).all())
        lines = (await session.exec(select(func.count()).where(Activity.kind == "payment.received"))).one()
        letters = (
            await session.exec(select(func.count()).where(col(Message.subject).startswith("Receipt")))
        ).one()
        unhandled = await session.exec(
            select(func.count()).select_from(WebhookEvent).where(col(WebhookEvent.handled_at).is_(None))
        )
        unhandled = unhandled.one()
        events = (await session.exec(select(func.count()).select_from(WebhookEvent))).one()
        sold = (await session.exec(select(func.count()).where(Business.stage == "sold"))).one()
        sum_ = (await session.exec(select(sa.func.sum(Payment.amount_cents)).where(succeeded))).one()
    await _leave()
    known, arrived = world.money(), sum(money.values())
    return {
        "payments": arrived,
        "cents": int(sum_ or 0),
        "lost": (known - money).total(),
        "doubled": (money - known).total() + abs(lines - arrived) + abs(letters - arrived),
        "wrong_plans": ((world.plans() - plans) + (plans - world.plans())).total(),
        "plans": dict(plans),
        "sold": sold,
        "events": events,
        "unhandled": unhandled,
    }


def run(seed: int, count: int) -> list[dict[str, Any]]:
    return [prove(kind, count, seed) for kind in ("sqlite", "postgresql")]


def line(figures: dict[str, Any]) -> str:
    hit = ", ".join(f"{count} × {name}" for name, count in sorted(figures["kills"].items()))
    return "; ".join(
        [
            f"payments on {figures['database']}: {figures['deliveries']} deliveries at "
            f"{figures['sent_per_second']}/s, {figures['genuine_taken']} genuine, "
            f"{figures['forged_refused']} forged refused, {figures['forged_taken']} taken",
            f"{figures['events']} events, {figures['customers']} customers, {figures['untold']} untold",
            f"{figures['payments']} payments, {figures['lost']} lost, {figures['doubled']} doubled, "
            f"{figures['wrong_plans']} plans wrong, {figures['unhandled']} not handled",
            f"{figures['corrected']} found by reconciling, {figures['remaining']} remain, "
            f"drift afterwards {figures['drift_after']}",
            f"killed {hit}; SEED={figures['seed']}",
        ]
    )


def holds(figures: dict[str, Any]) -> bool:
    return not any(figures[name] for name in FAULTS) and figures["payments"] > 0


if __name__ == "__main__":
    work()
