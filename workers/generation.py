"""Jobs of the generation queue."""

import asyncio

from webmagic import conductor, creative, support
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, job
from webmagic.core.settings import get_settings


@job("generation.build", tries=2, delay=600, time_limit=1800)
async def build(row: Job, site_id: int, business_id: int, engine: str = "auto", from_stage: str = "") -> None:
    async with reading() as session:
        await conductor.check_allowed(session, row.origin, "generate")
    if get_settings().listing_photos:
        await creative.gather_photos(business_id, transaction)
    try:
        await creative.build_site(
            site_id,
            f"job:{row.id}",
            transaction,
            engine_name=engine,
            from_stage=from_stage,
            by_batch=creative.goes_by_batch(row.origin),
        )
    except asyncio.CancelledError:
        async with transaction() as session:
            await conductor.settle_stopped(session, row.id or 0, site_id)
        raise
    async with transaction() as session:
        await conductor.request_release(session, await creative.get_site(session, site_id))


@job("generation.inspect", tries=2, delay=60, time_limit=900)
async def inspect(_job: Job, site_id: int, number: int, business_id: int = 0) -> None:
    await conductor.inspect_site(site_id, number, transaction)


@job("generation.publish", tries=3, delay=30, time_limit=300)
async def publish(_job: Job, site_id: int, business_id: int = 0) -> None:
    await conductor.publish_site(site_id, transaction)


@job("generation.withdraw", tries=3, delay=10, time_limit=60)
async def withdraw(_job: Job, site_id: int, business_id: int = 0, reason: str = "") -> None:
    actor = "autopilot" if reason else "owner"
    async with transaction() as session:
        await conductor.withdraw_site(
            session, site_id, reason=reason or "its owner asked for it", actor=actor
        )


@job("generation.change", tries=2, delay=30, time_limit=300)
async def change(_job: Job, change_id: int, business_id: int = 0) -> None:
    await creative.think_change(change_id, transaction)
    async with transaction() as session:
        await support.settle_change(session, change_id)


@job("generation.batches", tries=1, delay=0, time_limit=600)
async def batches(_job: Job) -> None:
    await creative.carry_batches(transaction)


@job("generation.due", tries=2, delay=600, time_limit=60)
async def due(_job: Job, by_hand: str = "") -> None:
    async with transaction() as session:
        await conductor.ask_phases(session, "retry sites", "generate", "publish", by_hand=by_hand)
