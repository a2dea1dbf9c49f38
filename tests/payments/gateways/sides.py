"""The other side of the gateway, twice: our simulator, and a Recurrente written apart from it."""

import json
from typing import Any

import httpx
from fastapi import FastAPI
from sqlmodel import select
from starlette.responses import JSONResponse

from tests.fakes.recurrente import KEY, FakeRecurrente
from tests.payments.till import delivery
from webmagic import payments
from webmagic.core.database import transaction
from webmagic.core.errors import Invalid
from webmagic.core.ledger import Job, JobState
from webmagic.core.settings import get_settings
from webmagic.http import simulator as routes
from webmagic.payments import simulator
from webmagic.payments.gateways.recurrente import RecurrenteGateway

PERSON = {"name": "Luz Prueba", "email": "luz@example.com"}


class SimulatorSide:
    def __init__(self) -> None:
        app = FastAPI()
        app.include_router(routes.router)
        app.dependency_overrides[routes.postman] = lambda: lambda: None
        self.wire = httpx.ASGITransport(app)
        self.gateway = payments.choose(get_settings(), self.wire)
        self.store = simulator.Store()

    def with_key(self, key: str) -> RecurrenteGateway:
        return RecurrenteGateway("simulator", self.gateway.wire.base_url, "pk", key, self.wire)

    def pay(self, checkout_id: str) -> None:
        simulator.pay_by_card(self.store, checkout_id, simulator.GOOD_CARD, PERSON)

    def decline(self, checkout_id: str) -> None:
        try:
            simulator.pay_by_card(self.store, checkout_id, simulator.DECLINED_CARD, PERSON)
        except Invalid:
            return
        raise AssertionError("the card was not declined")

    def renew(self, plan_id: str) -> None:
        simulator.renew(self.store, plan_id)

    def fail_renewal(self, plan_id: str) -> None:
        simulator.fail_renewal(self.store, plan_id)

    def go_down(self) -> None:
        simulator.set_faults(self.store, {"is_down": True})

    def take_outbox(self) -> list[dict[str, Any]]:
        found = self.store.list_due(1e12)
        for one in found:
            self.store.close_delivery(one.id, "taken")
        return [json.loads(one.body) for one in found]


class RecurrenteSide:
    def __init__(self) -> None:
        self.fake = FakeRecurrente()
        self.gateway = self.with_key(KEY)

    def with_key(self, key: str) -> RecurrenteGateway:
        wire = httpx.ASGITransport(self.fake.app)
        base = "https://recurrente.test/api"
        return RecurrenteGateway("simulator", base, "pk", key, wire, allows_unconfirmed=True)

    def pay(self, checkout_id: str) -> None:
        self.fake.pay(checkout_id)

    def decline(self, checkout_id: str) -> None:
        self.fake.decline(checkout_id)

    def renew(self, plan_id: str) -> None:
        self.fake.renew(plan_id)

    def fail_renewal(self, plan_id: str) -> None:
        self.fake.fail_renewal(plan_id)

    def go_down(self) -> None:
        self.fake.trouble = JSONResponse({"message": "x"}, 503, headers={"Retry-After": "30"})

    def take_outbox(self) -> list[dict[str, Any]]:
        found, self.fake.outbox = self.fake.outbox, []
        return found


Side = SimulatorSide | RecurrenteSide


async def settle(side: Side) -> None:
    """Everything the other side has to tell, signed, taken and worked off."""
    for body in side.take_outbox():
        headers, raw = delivery(body)
        async with transaction() as session:
            await payments.receive(session, "recurrente", headers, raw)
    await work(side)


async def work(side: Side) -> None:
    waiting = select(Job).where(Job.kind == "monitoring.webhook", Job.state == JobState.WAITING)
    async with transaction() as session:
        jobs = (await session.exec(waiting)).all()
        for job in jobs:
            job.state = JobState.DONE
    for job in jobs:
        await payments.process(job.arguments["event_id"], transaction, side.gateway)
