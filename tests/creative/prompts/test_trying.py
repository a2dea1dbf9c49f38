"""A prompt tried on one business: the question as it would be sent, its price, and the answer."""

import json
from collections.abc import AsyncIterator

import pytest
from sqlmodel import select

from tests.creative.test_build import all_of, make_shop
from tests.fakes.anthropic import FakeAnthropic, serving
from webmagic import conductor, creative, pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound, Refused
from webmagic.core.settings import get_settings
from webmagic.creative.engines.claude.wire import body
from webmagic.models import ModelCall, SiteVersion


@pytest.fixture
async def shop(sqlite_db, monkeypatch) -> AsyncIterator[FakeAnthropic]:
    """Business 1 with a page by Claude."""
    fake = FakeAnthropic(key="test-key")
    async with serving(fake):
        monkeypatch.setenv("ANTHROPIC_API_KEY", fake.key)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        get_settings.cache_clear()
        async with transaction() as session:
            await creative.seed_prompts(session)
        await creative.build_site(await make_shop(), "job:1", transaction)
        yield fake


@pytest.mark.parametrize("agent", creative.AGENTS)
async def test_every_agents_question_is_shown_as_it_would_be_sent_with_its_price(shop, agent):
    async with reading() as session:
        mail = await pitcher.find_mail_brief(session, 1)
        trial = await creative.try_out(session, agent, 1, mail=mail)
    assert ("{{" not in trial.asked.system and "<facts>" in trial.asked.user) or agent == "editor"
    assert trial.tokens_stable > 300 and trial.tokens_own > 50 and trial.tokens_out > 0
    assert trial.first_microusd >= trial.next_microusd > trial.night_microusd > 0


async def test_the_question_is_the_very_one_a_build_sends(shop):
    sent = next(one for one in shop.bill.requests if "archetype" in json.dumps(one["output_config"]))
    async with reading() as session:
        trial = await creative.try_out(session, "analyst", 1)
    made = body(trial.asked, {})
    assert made["system"] == sent["system"] and made["messages"] == sent["messages"]
    assert made["output_config"]["format"] == sent["output_config"]["format"]


async def test_the_vendor_counts_where_it_answers(shop):
    async with reading() as session:
        trial = await creative.try_out(session, "analyst", 1)
    counted = await creative.counted(trial)
    assert counted.is_counted and counted.tokens_stable > 1000
    shop.key = "other"
    assert await creative.counted(trial) == trial


async def test_run_for_real_it_is_paid_once_and_written_down(shop):
    async with reading() as session:
        trial = await creative.try_out(session, "concept", 1)
    asked = len(shop.bill.requests)
    first = await creative.run_trial(trial, 1, transaction)
    again = await creative.run_trial(trial, 1, transaction)
    assert "ideas" in json.loads(first.text) and first.cost_microusd > 0 and again.text == first.text
    assert len(shop.bill.requests) == asked + 1
    calls = [call for call in await all_of(ModelCall) if call.build_key.startswith("try:concept:1:")]
    assert len(calls) == 1 and len(await all_of(SiteVersion)) == 1


async def test_a_cap_or_a_refusal_is_said(shop, monkeypatch):
    async with reading() as session:
        trial = await creative.try_out(session, "analyst", 1)
    monkeypatch.setenv("ANTHROPIC_DAY_USD", "0")
    get_settings.cache_clear()
    tried = await creative.run_trial(trial, 1, transaction)
    assert tried.text == "" and "cap for today" in tried.problem


async def test_what_cannot_be_tried_says_why(shop):
    async with reading() as session:
        with pytest.raises(NotFound, match="no prompt version 7"):
            await creative.try_out(session, "concept", 1, 7)
        with pytest.raises(NotFound, match="no such business"):
            await creative.try_out(session, "concept", 77)
        with pytest.raises(Refused, match="no page yet"):
            await creative.try_out(session, "email", 1)


async def test_the_forecast_is_measured_and_stands_beside_the_caps(shop):
    async with reading() as session:
        costs = [one.cost_microusd for one in (await session.exec(select(ModelCall))).all()]
        found = await conductor.forecast_models(session)
    assert found.cost.sites == 1 and found.cost.at_once == sum(costs)
    assert found.spent_day_usd == pytest.approx(sum(costs) / 1e6)
    assert (found.day_cap_usd, found.month_cap_usd) == (10.0, 100.0)


async def test_before_the_first_build_the_forecast_is_an_estimate(sqlite_db):
    async with transaction() as session:
        await creative.seed_prompts(session)
    await make_shop()
    async with reading() as session:
        cost = await creative.site_cost(session)
    assert cost.sites == 0 and 1000 < cost.by_batch < cost.at_once < 20_000
