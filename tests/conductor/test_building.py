"""A build that somebody stops, goes on with, or watches while its page grows."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

import workers.generation  # noqa: F401 - declares the kinds
from tests.creative.test_build import all_of, make_shop
from tests.fakes.anthropic import FakeAnthropic, serving
from webmagic import conductor, creative
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict
from webmagic.core.ledger import Job, JobState, Postponed, Queue, Runner, cancel
from webmagic.core.settings import get_settings
from webmagic.creative import build_site, get_site, seed_prompts, sketch_of, spending
from webmagic.models import AgentRun, Business, ModelCall, RunState, SiteStatus, SiteVersion, Stage


@pytest.fixture
async def vendor(sqlite_db: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeAnthropic]:
    fake = FakeAnthropic(key="test-key")
    async with serving(fake):
        monkeypatch.setenv("ANTHROPIC_API_KEY", fake.key)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        get_settings.cache_clear()
        async with transaction() as session:
            await seed_prompts(session)
        yield fake


async def _ask(site_id: int) -> None:
    async with transaction() as session:
        site = await get_site(session, site_id)
        await conductor.request_build(session, site.business_id, actor="a", by_hand=True)


async def _until(stage: str, state: str) -> None:
    async with asyncio.timeout(10):
        while not any(run.stage == stage and run.state == state for run in await all_of(AgentRun)):
            await asyncio.sleep(0.02)


async def _stop(site_id: int):
    async with transaction() as session:
        return await conductor.stop_build(session, site_id, actor="a")


async def test_a_build_that_is_stopped_ends_within_two_seconds_and_keeps_what_was_paid(vendor):
    site_id = await make_shop()
    await _ask(site_id)
    runner = Runner([Queue.GENERATION], slots=1)
    work = asyncio.create_task(runner.run())
    await _until("analyst", RunState.DONE)
    vendor.pace = 0.05  # the Concept takes its time
    await _until("concept", RunState.RUNNING)
    await asyncio.sleep(0.3)
    began = time.monotonic()
    stopped = await _stop(site_id)
    while runner._running:
        await asyncio.sleep(0.02)
    assert time.monotonic() - began < 2
    runner.stop()
    await work
    assert stopped.sentence == "Stopped: the Analyst's work is kept, and nothing is online."
    runs = {run.stage: run.state for run in await all_of(AgentRun)}
    assert runs == {"analyst": RunState.DONE, "concept": RunState.STOPPED}
    async with reading() as session:
        site = await get_site(session, site_id)
        shop = await session.get_one(Business, site.business_id)
    assert (site.status, shop.stage) == (SiteStatus.FAILED, Stage.QUALIFIED)
    calls = await all_of(ModelCall)
    assert [(call.agent, call.state, call.outcome) for call in calls] == [
        ("analyst", "answered", "end_turn"),
        ("concept", "failed", "stopped"),
    ]
    assert 0 < calls[1].cost_microusd < 1500  # what was heard, not the most it could have come to


async def test_a_stopped_build_goes_on_and_pays_for_nothing_again(vendor):
    site_id = await make_shop()
    await _ask(site_id)
    runner = Runner([Queue.GENERATION], slots=1)
    work = asyncio.create_task(runner.run())
    await _until("concept", RunState.DONE)
    await _stop(site_id)
    runner.stop()
    await work
    async with transaction() as session:
        await conductor.continue_build(session, site_id, actor="a")
    await Runner([Queue.GENERATION], slots=1).drain()
    (version,) = await all_of(SiteVersion)
    asked = [call.agent for call in await all_of(ModelCall) if call.state == "answered"]
    assert sorted(asked) == ["analyst", "architect", "art_director", "concept"]
    every = [call.agent for call in await all_of(ModelCall)]
    assert version.engine == "claude" and every.count("analyst") == every.count("concept") == 1


async def test_a_build_in_line_is_taken_back_and_the_page_online_stays(db, home):
    site_id = await make_shop()
    await build_site(site_id, "job:0", transaction)
    await conductor.publish_site(site_id, transaction)
    await _ask(site_id)
    stopped = await _stop(site_id)
    assert stopped.sentence == "Stopped: nothing was finished yet, and version 1 stays online."
    async with reading() as session:
        assert (await get_site(session, site_id)).status == SiteStatus.PUBLISHED
        assert await conductor.find_stopped(session, site_id)
    with pytest.raises(Conflict, match="nothing to stop"):
        await _stop(site_id)
    assert await Runner([Queue.GENERATION], slots=1).drain() == 0


async def test_a_stopped_build_asks_nothing_by_night_that_is_not_asked_yet(vendor):
    site_id = await make_shop()
    with pytest.raises(Postponed):
        await build_site(site_id, "job:7", transaction, by_batch=True)
    async with transaction() as session:
        stopped = await creative.stop_build(session, site_id, "job:7")
    assert stopped.kept == []
    (call,) = await all_of(ModelCall)
    assert (call.state, call.outcome, call.cost_microusd) == ("failed", "stopped", 0)
    assert (await creative.carry_batches(transaction)).submitted == 0 and not vendor.batches


async def test_a_job_taken_back_on_the_jobs_screen_leaves_no_site_building_for_ever(vendor):
    """Nobody told the site; the worker that lets go does."""
    site_id = await make_shop()
    await _ask(site_id)
    runner = Runner([Queue.GENERATION], slots=1)
    work = asyncio.create_task(runner.run())
    await _until("analyst", RunState.DONE)
    vendor.pace = 0.05
    async with transaction() as session:
        job = (await session.exec(select(Job).where(Job.kind == "generation.build"))).one()
        await cancel(session, job.id)
    await asyncio.sleep(1.2)
    runner.stop()
    await work
    async with reading() as session:
        assert (await get_site(session, site_id)).status == SiteStatus.FAILED
        assert (await session.get_one(Job, job.id)).state == JobState.CANCELLED


async def test_the_page_grows_section_by_section_while_claude_writes(vendor, home):
    site_id = await make_shop()
    vendor.pace = 0.004
    building = asyncio.create_task(build_site(site_id, "job:1", transaction))
    seen: list[list[str]] = []
    while not building.done():
        async with reading() as session:
            sketch = await sketch_of(session, site_id)
        if sketch and (not seen or sketch.done != seen[-1]):
            seen.append(sketch.done)
        await asyncio.sleep(0.01)
    await building
    assert seen[0] == ["header", "hero"] and len(seen) > 4
    assert all(set(before) <= set(after) for before, after in itertools.pairwise(seen))
    async with reading() as session:
        whole = await conductor.show_growth(session, site_id, "a@b")
    assert whole and whole.done == whole.kinds
    (folder,) = (home / "sites").glob("draft--*")
    html = (folder / "current" / "index.html").read_text()
    assert "growing." in html and "claim" not in html
    (version,) = await all_of(SiteVersion)
    assert version.blueprint["sections"][1]["slots"]["headline"].split()[0] in html


async def test_before_the_look_is_known_there_is_nothing_to_grow(sqlite_db):
    async with reading() as session:
        assert await conductor.show_growth(session, await make_shop(), "a@b") is None


@pytest.mark.parametrize(
    ("stage", "same", "other"),
    [
        ("architect", ("headline", "vibe"), ()),
        ("art_director", ("headline",), ("vibe",)),
        ("concept", (), ("headline", "vibe")),
        ("analyst", (), ("headline", "vibe")),
    ],
)
async def test_from_a_stage_on_the_built_in_designer_makes_another_page(sqlite_db, stage, same, other):
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    await build_site(site_id, "job:2", transaction, from_stage=stage)
    first, second = await all_of(SiteVersion)

    def of(version: SiteVersion, what: str) -> str:
        if what == "vibe":
            return version.direction["vibe"]
        return version.blueprint["sections"][1]["slots"]["headline"]

    assert all(of(first, what) == of(second, what) for what in same)
    assert all(of(first, what) != of(second, what) for what in other)


async def test_an_answer_that_was_heard_to_its_end_is_kept_by_a_build_that_is_stopped(vendor, monkeypatch):
    """The stop falls between the last word and the row it is written into."""
    real = spending.settle

    async def slow(*arguments):
        await asyncio.sleep(0.3)
        await real(*arguments)

    monkeypatch.setattr(spending, "settle", slow)
    building = asyncio.create_task(build_site(await make_shop(), "job:1", transaction))
    async with asyncio.timeout(10):
        while not vendor.bill.answers:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.15)
    building.cancel()
    with pytest.raises(asyncio.CancelledError):
        await building
    await asyncio.sleep(0.6)
    (call,) = await all_of(ModelCall)
    assert call.state == "answered" and call.answer
