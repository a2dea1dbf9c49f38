"""Cycles are kept: what each phase found due, its limit, and why it did nothing."""

import pytest
from sqlmodel import select

from webmagic import conductor
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, NotFound
from webmagic.core.ledger import AUTOPILOT, Job
from webmagic.models import Business, GeneratedSite, ModelCall, Stage


async def add_shops(count: int) -> None:
    async with transaction() as session:
        for number in range(count):
            shop = Business(dedupe_key=f"s{number}", name=f"Shop {number}", city="Dayton", country="US")
            shop.qualified, shop.stage, shop.score = True, Stage.QUALIFIED, 90
            session.add(shop)


async def cycles() -> list[conductor.CycleRow]:
    async with reading() as session:
        return await conductor.list_cycles(session)


async def test_a_schedules_part_of_a_cycle_is_kept_with_counts_and_limits(db):
    await add_shops(6)
    async with transaction() as session:
        await conductor.ask_cycle(session, "generate", "publish")
    (cycle,) = await cycles()
    assert (cycle.cause, cycle.is_running, cycle.ended_at is None) == ("schedule", False, False)
    assert [(phase.phase, phase.asked, phase.limit) for phase in cycle.phases] == [
        ("generate", 5, 5),
        ("publish", 0, 10),
    ]
    async with reading() as session:
        assert (await conductor.last_phases(session))["generate"].asked == 5


async def test_a_phase_without_money_says_so_in_the_history(sqlite_db):
    async with transaction() as session:
        shop = Business(dedupe_key="a", name="A shop")
        session.add(shop)
        await session.flush()
        site = GeneratedSite(business_id=shop.id, subdomain="a-shop")
        session.add(site)
        await session.flush()
        call = ModelCall(site_id=site.id, build_key="b", agent="analyst", key="k", cost_microusd=11_000_000)
        session.add(call)
        await session.flush()
        await conductor.ask_cycle(session, "generate")
    assert "budget for models" in (await cycles())[0].phases[0].stopped


async def test_a_cycle_by_hand_runs_although_the_autopilot_is_off(sqlite_db):
    await add_shops(6)
    async with transaction() as session:
        await conductor.set_autopilot_mode(session, "off")
        assert await conductor.ask_cycle(session) == []
        await conductor.request_cycle(session, "alice@example.com")
        with pytest.raises(Conflict):
            await conductor.request_cycle(session, "bob@example.com")
    async with transaction() as session:
        await conductor.ask_cycle(session, "generate", by_hand=True, actor="alice@example.com")
    (cycle,) = await cycles()
    assert (cycle.cause, cycle.actor, cycle.asked) == ("by hand", "alice@example.com", 5)
    async with reading() as session:
        built = (await session.exec(select(Job).where(Job.kind == "generation.build"))).all()
    assert {row.origin for row in built} == {""}  # not the autopilot's, so its switch does not hold them


async def test_a_schedule_is_run_now_once_and_by_name(sqlite_db):
    name = "Build and publish sites for qualified businesses"
    async with transaction() as session:
        await conductor.run_schedule(session, name, actor="alice@example.com")
        with pytest.raises(Conflict):
            await conductor.run_schedule(session, name, actor="alice@example.com")
        with pytest.raises(NotFound):
            await conductor.run_schedule(session, "Make coffee", actor="alice@example.com")
    async with reading() as session:
        asked = (await session.exec(select(Job))).one()
        row = next(row for row in await conductor.list_schedules(session) if row.name == name)
    assert asked.arguments == {"by_hand": "alice@example.com"} and asked.origin != AUTOPILOT
    assert row.last_at == asked.created_at


async def test_the_status_tells_everything_an_operator_asks_for(sqlite_db):
    async with transaction() as session:
        await conductor.stop_everything(session, "alice@example.com")
    async with reading() as session:
        told = await conductor.status(session)
    wanted = {"autopilot", "stopped", "stages", "queues", "holds", "schedules", "limits", "budgets"}
    wanted |= {
        "spent_today",
        "forbidden",
        "last_cycle",
        "workers",
        "providers",
        "certificates",
        "alerts",
        "health",
        "designer",
    }
    assert set(told) == wanted
    assert told["stopped"]["by"] == "alice@example.com"
    assert {"pick_up_ms", "run_ms", "is_paused"} <= set(told["queues"][0])
