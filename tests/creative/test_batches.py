"""The autopilot's builds go through batches: at half the price, lost by nothing."""

import pytest

from tests.creative.test_build import all_of, make_shop
from tests.creative.test_claude import vendor
from webmagic.core.database import transaction
from webmagic.core.ledger import AUTOPILOT, Job, JobState, Postponed, enqueue, on_behalf_of
from webmagic.creative import build_site, carry_batches, goes_by_batch
from webmagic.creative.engines.claude import batches
from webmagic.creative.engines.claude.wire import Fault
from webmagic.models import AgentRun, BatchState, CallState, ModelBatch, ModelCall

__all__ = ["vendor"]
ROUNDS = 12


async def build_by_batch(site_id: int, key: str = "job:1"):
    """Rounds of building and carrying, as worker and schedule would do them."""
    for _ in range(ROUNDS):
        try:
            return await build_site(site_id, key, transaction, by_batch=True)
        except Postponed:
            await carry_batches(transaction, lost_minutes=0)
    raise AssertionError("it never ends")


async def test_a_build_waits_for_its_batches_and_costs_half(vendor):
    site_id = await make_shop()
    built = await build_by_batch(site_id)
    assert (built.engine, built.gate) == ("claude", 100)
    calls = await all_of(ModelCall)
    assert [call.state for call in calls] == [CallState.ANSWERED] * 4
    assert not any(one == "POST /v1/messages" for one in vendor.seen)
    assert {batch.state for batch in await all_of(ModelBatch)} == {BatchState.ENDED}
    assert all(not call.request for call in calls)
    vendor._cached.clear()
    at_once = await build_site(site_id, "job:2", transaction)
    assert built.cost_microusd < at_once.cost_microusd


async def test_a_stage_that_waits_says_so(vendor):
    with pytest.raises(Postponed, match="next batch"):
        await build_site(await make_shop(), "job:1", transaction, by_batch=True)
    (run,) = await all_of(AgentRun)
    assert run.state == "waiting"
    (call,) = await all_of(ModelCall)
    assert call.state == CallState.QUEUED and call.cost_microusd > 0  # reserved under the caps


@pytest.mark.parametrize("fault", ["errored", "expired", "max_tokens", "refusal", "broken-json", "empty"])
async def test_what_a_batch_could_not_answer_is_asked_at_once(vendor, fault):
    vendor.batch_faults = {0: fault}
    built = await build_by_batch(await make_shop())
    assert (built.engine, built.gate) == ("claude", 100)
    assert vendor.seen.count("POST /v1/messages") == 4
    assert set(vendor.bill.answers.values()) == {1}


async def test_a_batch_whose_sending_was_cut_off_is_found_at_the_vendor(vendor):
    """It arrived, and the answer did not: nothing is sent twice."""
    vendor.faults = ["lost"]
    site_id = await make_shop()
    with pytest.raises(Postponed):
        await build_site(site_id, "job:1", transaction, by_batch=True)
    with pytest.raises(Fault):
        await carry_batches(transaction)
    (batch,) = await all_of(ModelBatch)
    assert batch.state == BatchState.SUBMITTING
    built = await build_by_batch(site_id)
    assert built.engine == "claude"
    assert len(vendor.batches) == 4 and set(vendor.bill.answers.values()) == {1}


async def test_a_batch_that_never_arrived_is_sent_again(vendor, monkeypatch):
    """The process dies after writing the batch down and before sending it."""
    site_id = await make_shop()
    with pytest.raises(Postponed):
        await build_site(site_id, "job:1", transaction, by_batch=True)
    await batches._packed(transaction)
    assert [batch.state for batch in await all_of(ModelBatch)] == [BatchState.SUBMITTING]
    built = await build_by_batch(site_id)
    assert built.engine == "claude"
    assert {batch.state for batch in await all_of(ModelBatch)} == {BatchState.ENDED, BatchState.LOST}
    assert set(vendor.bill.answers.values()) == {1}


async def test_results_wake_the_builds_that_wait_for_them(vendor):
    site_id = await make_shop()
    async with transaction() as session:
        with on_behalf_of(AUTOPILOT):
            await enqueue(session, "generation.build", site_id=site_id, business_id=1)
    (job,) = await all_of(Job)
    with pytest.raises(Postponed) as postponed:
        await build_site(site_id, f"job:{job.id}", transaction, by_batch=goes_by_batch(job.origin))
    async with transaction() as session:
        row = await session.get_one(Job, job.id)
        row.run_after = postponed.value.until
        session.add(row)
    await carry_batches(transaction)
    before = (await all_of(Job))[0].run_after
    await carry_batches(transaction)
    (job,) = await all_of(Job)
    assert job.state == JobState.WAITING and job.run_after < before


async def test_only_the_autopilots_builds_go_by_batch(home):
    assert goes_by_batch(AUTOPILOT) and not goes_by_batch("")
