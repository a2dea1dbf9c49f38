"""The proof of payments, small: a gateway whose story is known, its events duplicated, shuffled, late
and forged, taken through the real door and worked off. `make prove ONLY=payments` is the large one."""

import asyncio
import random

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from bench import money
from bench.world import make
from tests.fakes.recurrente import KEY
from webmagic import payments
from webmagic.core.database import transaction
from webmagic.core.ledger import Job, JobState
from webmagic.core.settings import get_settings
from webmagic.http import webhooks
from webmagic.payments.gateways.recurrente import RecurrenteGateway


async def work(gateway: RecurrenteGateway, dice: random.Random) -> None:
    """As several workers would: some of it twice, some of it at the same time."""
    async with transaction() as session:
        waiting = select(Job).where(Job.kind == "monitoring.webhook", Job.state == JobState.WAITING)
        jobs = list((await session.exec(waiting)).all())
        for job in jobs:
            job.state = JobState.DONE
    ids = [job.arguments["event_id"] for job in jobs]
    ids += dice.sample(ids, len(ids) // 5)
    dice.shuffle(ids)
    for start in range(0, len(ids), 4):
        some = ids[start : start + 4]
        await asyncio.gather(*(payments.process(one, transaction, gateway) for one in some))


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_is_lost_doubled_or_believed_without_proof(db, monkeypatch, figure, seed):
    for name, value in money._settings("https://recurrente.test/api").items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    world, dice = make(seed, 8), random.Random(seed)
    await money._sow(world)
    wire = httpx.ASGITransport(world.gateway.app)
    gateway = RecurrenteGateway("recurrente", "https://recurrente.test/api", "pk", KEY, wire)
    app = FastAPI()
    app.include_router(webhooks.router)
    answers = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as vendor:
        for number, (what, message_id, body) in enumerate(money._deliveries(world, 240, dice)):
            headers = money._headers(what, message_id, body)
            answer = await vendor.post("/webhooks/recurrente", content=body, headers=headers)
            answers.append((what == "genuine", answer.status_code))
            if number % 80 == 79:
                await work(gateway, dice)
    await work(gateway, dice)
    assert set(answers) == {(True, 204), (False, 401)}
    run = await payments.reconcile(transaction, gateway)
    found = await money._compare(world)
    assert (found["lost"], found["doubled"], found["wrong_plans"], found["unhandled"]) == (0, 0, 0, 0)
    assert run.remaining == 0
    assert (await payments.reconcile(transaction, gateway)).drift == 0
    figure(
        f"payments: {len(answers)} deliveries, {found['payments']} payments, {run.drift} found by reconciling"
    )
