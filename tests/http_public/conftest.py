"""The public pages in one process: our app, and the simulator on the other side of a real HTTP client."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from webmagic import payments, pitcher
from webmagic.core.database import transaction
from webmagic.core.ledger import Job, JobState
from webmagic.core.settings import get_settings
from webmagic.http import (
    claim,
    errors,
    mail_webhooks,
    pages,
    simulator,
    tracking,
    unsubscribe,
    webhooks,
)
from webmagic.payments.simulator import Store, deliver_due

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.2 Mobile/15E148 Safari/604.1"
)
MAIL = ("campaigns.send", "campaigns.batch")


class Town:
    """The app, a browser, and the workers' hands."""

    def __init__(self) -> None:
        self.app = FastAPI()
        errors.install(self.app)
        for part in (pages, tracking, unsubscribe, claim, simulator, mail_webhooks, webhooks):
            self.app.include_router(part.router)
        self.wire = httpx.ASGITransport(self.app)
        self.gateway = payments.choose(get_settings(), self.wire)
        self.app.dependency_overrides[claim.gateway] = lambda: self.gateway
        self.app.dependency_overrides[simulator.postman] = lambda: lambda: None
        self.browser = httpx.AsyncClient(
            transport=self.wire, base_url=get_settings().public_url, headers={"user-agent": PHONE}
        )

    async def post_webhooks(self) -> int:
        return await deliver_due(Store(), self.browser)

    async def work(self) -> int:
        """Run what is queued for mail and webhooks, as the workers would."""
        async with transaction() as session:
            found = await session.exec(select(Job).where(Job.state == JobState.WAITING).order_by(Job.id))
            jobs = [job for job in found.all() if job.kind in MAIL or job.kind == "monitoring.webhook"]
            for job in jobs:
                job.state = JobState.DONE
        for job in jobs:
            if job.kind == "campaigns.send":
                mailer = pitcher.choose(get_settings())
                await pitcher.deliver(job.arguments["message_id"], transaction, mailer)
            elif job.kind == "campaigns.batch":
                await pitcher.send_batch(job.arguments["message_ids"], transaction)
            else:
                await payments.process(job.arguments["event_id"], transaction, self.gateway)
        return len(jobs)

    async def settle(self) -> None:
        await self.post_webhooks()
        await self.work()


@pytest.fixture
async def town(db: str) -> AsyncIterator[Town]:
    """On both kinds of database."""
    town = Town()
    yield town
    await town.browser.aclose()


@pytest.fixture
async def village(sqlite_db) -> AsyncIterator[Town]:
    """On SQLite alone, where the kind of database plays no part."""
    town = Town()
    yield town
    await town.browser.aclose()
