"""Jobs of the monitoring queue."""

import asyncio

from webmagic import conductor, hosting, payments
from webmagic.core.database import transaction
from webmagic.core.ledger import Job, job
from webmagic.core.settings import get_settings
from webmagic.hunter import uploads


@job("monitoring.webhook", tries=8, delay=5, time_limit=60)
async def webhook(_job: Job, event_id: int) -> None:
    await payments.process(event_id, transaction)


@job("monitoring.clean_up", tries=3, delay=60, time_limit=120)
async def clean_up(_job: Job) -> None:
    async with transaction() as session:
        await conductor.clean_up(session)
    await asyncio.to_thread(hosting.sweep_drafts, get_settings())


@job("monitoring.previews", tries=3, delay=60, time_limit=120)
async def previews(_job: Job) -> None:
    async with transaction() as session:
        await conductor.end_previews(session)


@job("monitoring.health", tries=1, delay=0, time_limit=60)
async def health(_job: Job) -> None:
    async with transaction() as session:
        await conductor.watch(session)


@job("monitoring.alert", tries=6, delay=15, time_limit=60)
async def alert(_job: Job, alert_id: int, what: str) -> None:
    await conductor.tell(alert_id, what, transaction)


@job("monitoring.stuck", tries=2, delay=60, time_limit=60)
async def stuck(_job: Job) -> None:
    async with transaction() as session:
        await conductor.free_stuck(session)


@job("monitoring.report", tries=3, delay=300, time_limit=120)
async def report(_job: Job) -> None:
    async with transaction() as session:
        await conductor.send_report(session)


@job("monitoring.retention", tries=3, delay=300, time_limit=600)
async def retention(_job: Job) -> None:
    async with transaction() as session:
        await conductor.forget_old(session)
        await uploads.forget_old(session)


@job("monitoring.snapshot", tries=3, delay=60, time_limit=120)
async def snapshot(_job: Job) -> None:
    async with transaction() as session:
        await conductor.take_snapshot(session)


@job("monitoring.reconcile", tries=3, delay=300, time_limit=1800)
async def reconcile(_job: Job, actor: str = "nightly") -> None:
    await payments.wait_for_simulator()
    await payments.reconcile(transaction, actor=actor)


@job("monitoring.plans", tries=3, delay=60, time_limit=900)
async def plans(_job: Job) -> None:
    await payments.carry_out_due(transaction)
    await payments.remind_and_suspend(transaction)


@job("monitoring.abandoned", tries=2, delay=60, time_limit=120)
async def abandoned(_job: Job) -> None:
    async with transaction() as session:
        await payments.expire_old(session)
        await payments.remind_abandoned(session)


@job("monitoring.providers", tries=1, delay=0, time_limit=120)
async def providers(_job: Job) -> None:
    await conductor.ask_providers(transaction)


@job("monitoring.certificates", tries=2, delay=300, time_limit=600)
async def certificates(_job: Job) -> None:
    await conductor.read_certificates(transaction)


@job("monitoring.domains", tries=2, delay=60, time_limit=540)
async def domains(_job: Job) -> None:
    await hosting.look_at_domains(transaction)


@job("monitoring.cycle", tries=1, delay=0, time_limit=120)
async def cycle(_job: Job, actor: str) -> None:
    async with transaction() as session:
        await conductor.ask_cycle(session, by_hand=True, actor=actor)


@job("monitoring.try_alert", tries=1, delay=0, time_limit=60)
async def try_alert(_job: Job, actor: str) -> None:
    await conductor.tell_test(transaction, actor)
