"""Variants of a prompt: shared out by weight or by success, and a winner only when it is one."""

import pytest

from webmagic import creative
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, NotFound
from webmagic.creative.prompts.choosing import choose_prompt
from webmagic.creative.prompts.success import Record, winner
from webmagic.models import AgentRun, Business, Campaign, GeneratedSite, Message


async def _two(agent: str = "concept") -> None:
    async with transaction() as session:
        await creative.seed_prompts(session)
        await creative.save_prompt(session, agent, "Other words.", author="a@b", note="B", beside=True)


async def _drawn(agent: str, count: int = 300) -> dict[int, int]:
    found: dict[int, int] = {}
    async with reading() as session:
        for n in range(count):
            version = (await choose_prompt(session, agent, f"job:{n}")).version
            found[version] = found.get(version, 0) + 1
    return found


async def test_a_version_beside_another_gets_its_share(db):
    await _two()
    async with reading() as session:
        race = await creative.read_race(session, "concept")
    assert [(one.version, one.share, one.note) for one in race.variants] == [
        (1, 0.5, "Shipped"),
        (2, 0.5, "B"),
    ]
    drawn = await _drawn("concept")
    assert min(drawn.values()) > 110


async def test_weights_share_builds_out_and_0_takes_a_version_out_of_use(sqlite_db):
    await _two()
    async with transaction() as session:
        await creative.set_weights(session, "concept", {1: 90, 2: 10})
    drawn = await _drawn("concept")
    assert drawn[1] > 240 and drawn[2] > 10
    async with transaction() as session:
        await creative.set_weights(session, "concept", {1: 0, 2: 5})
        assert [one.version for one in (await creative.read_race(session, "concept")).variants] == [2]


@pytest.mark.parametrize("weights", [{}, {1: 0, 2: 0}, {1: -4}])
async def test_one_version_stays_in_use(sqlite_db, weights):
    await _two()
    async with transaction() as session:
        with pytest.raises(Invalid, match="must stay in use"):
            await creative.set_weights(session, "concept", weights)


async def test_what_is_not_there_is_said(sqlite_db):
    await _two()
    async with transaction() as session:
        with pytest.raises(NotFound, match="version 9"):
            await creative.set_weights(session, "concept", {9: 1})
        with pytest.raises(Invalid, match="price of gpt"):
            await creative.set_model(session, "concept", "gpt")
        with pytest.raises(NotFound, match="no agent"):
            await creative.read_race(session, "poet")


async def _made(session, number: int, version: int, *, clicks: int) -> None:
    shop = Business(dedupe_key=f"p{number}", name=f"Shop {number}", trade="bakery", city="X")
    session.add(shop)
    await session.flush()
    site = GeneratedSite(business_id=shop.id, subdomain=f"s{number}", status="published")
    session.add(site)
    await session.flush()
    session.add(
        AgentRun(site_id=site.id, build_key=f"job:{number}", stage="concept", state="done", engine="claude",
                 prompt_versions={"concept": version})
    )  # fmt: skip
    campaign = Campaign(business_id=shop.id, site_id=site.id)
    session.add(campaign)
    await session.flush()
    session.add(
        Message(campaign_id=campaign.id, business_id=shop.id, to_email="a@b", subject="s", state="sent",
                purpose="outreach", opens=1, clicks=clicks)
    )  # fmt: skip


async def test_success_moves_the_bandit_and_a_clear_lead_makes_a_winner(sqlite_db):
    await _two()
    async with transaction() as session:
        for n in range(60):
            await _made(session, n, 1 + n % 2, clicks=int(n % 2 and n % 4 == 1))  # only the second is clicked
        await creative.set_bandit(session, "concept", True)
        race = await creative.read_race(session, "concept")
    first, second = race.variants
    assert (first.record.sent, first.record.clicked) == (30, 0)
    assert (second.record.sent, second.record.clicked) == (30, 15)
    assert second.share > 0.99 and race.winner == 2
    drawn = await _drawn("concept", 100)
    assert drawn.get(2, 0) > 95


def _record(version: int, sent: int, clicked: int) -> Record:
    return Record(version, sent, 90, 10, sent, sent, clicked, 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "ahead"),
    [((10, 6), (10, 3), 0), ((1000, 64), (1000, 49), 0), ((200, 60), (200, 20), 1), ((0, 0), (0, 0), 0)],
)
def test_a_lead_that_may_be_luck_is_no_win(one, other, ahead):
    assert winner([_record(1, *one), _record(2, *other)]) == ahead


async def test_a_version_alone_wins_against_nobody(sqlite_db):
    async with transaction() as session:
        await creative.seed_prompts(session)
        await _made(session, 1, 1, clicks=1)
        assert (await creative.read_race(session, "concept")).winner == 0
