"""The log that people read."""

import asyncio

import pytest

from webmagic import accounts
from webmagic.core.database import transaction
from webmagic.core.errors import Invalid
from webmagic.core.events import LIVE, listen


async def test_pages_follow_each_other_without_a_gap_or_a_repeat(session):
    for number in range(25):
        await accounts.record(session, "site.published", f"Site {number} is on the web")
    seen, cursor = [], None
    while True:
        page = await accounts.page_activity(session, cursor=cursor, limit=10)
        await accounts.record(session, "site.published", "One that came meanwhile")
        seen += [line.text for line in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [f"Site {number} is on the web" for number in reversed(range(25))]


async def test_lines_can_be_asked_for_by_kind_and_family(session):
    for kind in ("site.published", "site.built", "sites", "payment.received"):
        await accounts.record(session, kind, kind)
    families = {"site": 2, "site.built": 1, "sites": 1, "pay%": 0, "s_te": 0, "": 4}
    for kind, count in families.items():
        assert len((await accounts.page_activity(session, kind=kind)).items) == count, kind


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "9" * 30, "١"])
async def test_a_cursor_of_somebody_elses_making_is_refused(session, cursor):
    with pytest.raises(Invalid):
        await accounts.page_activity(session, cursor=cursor)


async def test_a_long_line_is_cut_to_fit(session):
    line = await accounts.record(session, "note", "x" * 1000, actor="alice@example.com")
    assert len(line.text) == 400 and line.text.endswith("…") and line.actor == "alice@example.com"


async def test_open_screens_hear_of_it_only_when_it_held(sqlite_db, live_redis):
    heard, listens, came = [], asyncio.Event(), asyncio.Event()

    async def watch() -> None:
        async for event in listen(LIVE, idle=0.05):
            listens.set()  # a pause is told, too, and only to who listens
            if event:
                heard.append(event[1])
                came.set()

    watcher = asyncio.create_task(watch())
    await asyncio.wait_for(listens.wait(), 10)
    with pytest.raises(RuntimeError):
        async with transaction() as session:
            await accounts.record(session, "note", "never happened")
            raise RuntimeError
    async with transaction() as session:
        await accounts.record(session, "note", "happened")
    await asyncio.wait_for(came.wait(), 10)
    watcher.cancel()
    assert [(event["type"], event["text"]) for event in heard] == [("activity", "happened")]


async def test_many_lines_are_kept_at_once_and_the_last_few_are_told_with_their_own_ids(db, monkeypatch):
    told = []

    async def publish(_topic, event) -> None:
        told.append(event)

    monkeypatch.setattr("webmagic.accounts.activity.publish", publish)
    lines = [accounts.Line(f"Mailed {n}" + "!" * 500, None, {"n": n}) for n in range(40)]
    async with transaction() as session:
        await accounts.record_all(session, "campaign.mailed", lines, actor="autopilot")
        await accounts.record_all(session, "campaign.mailed", [])
        assert told == []
    async with transaction() as session:
        kept = {line.id: line for line in (await accounts.page_activity(session, limit=50)).items}
    assert sorted(line.data["n"] for line in kept.values()) == list(range(40))
    assert all(len(line.text) == 400 and line.kind == "campaign.mailed" for line in kept.values())
    assert [event["text"] for event in told] == [kept[event["id"]].text for event in told]
    assert [kept[event["id"]].data["n"] for event in told] == list(range(34, 40))
