"""Builds by Claude, over real HTTP to a server that speaks the vendor's wire format."""

from collections.abc import AsyncIterator

import pytest

from tests.creative.test_build import all_of, make_shop
from tests.fakes.anthropic import PASSING, FakeAnthropic, serving
from webmagic.core.database import transaction
from webmagic.core.settings import get_settings
from webmagic.creative import build, build_site, render_version, seed_prompts, spending
from webmagic.creative.engines.claude import asker
from webmagic.creative.engines.claude.wire import Wire
from webmagic.creative.engines.protocol import GROWING
from webmagic.models import AgentRun, CallState, GeneratedSite, ModelCall, RunState, SiteVersion


@pytest.fixture
async def vendor(sqlite_db, monkeypatch) -> AsyncIterator[FakeAnthropic]:
    """The fake, our key for it, prompts in the database, and no waiting between tries."""
    fake = FakeAnthropic(key="test-key")
    async with serving(fake):
        monkeypatch.setenv("ANTHROPIC_API_KEY", fake.key)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        monkeypatch.setattr(asker, "FIRST_WAIT", 0.001)
        get_settings.cache_clear()
        async with transaction() as session:
            await seed_prompts(session)
        yield fake


async def test_a_build_is_four_calls_each_in_the_ledger(vendor):
    site_id = await make_shop()
    built = await build_site(site_id, "job:1", transaction)
    assert (built.engine, built.gate) == ("claude", 100)
    calls = await all_of(ModelCall)
    assert [(call.agent, call.state) for call in calls] == [
        (agent, CallState.ANSWERED) for agent in ("analyst", "concept", "art_director", "architect")
    ]
    assert built.cost_microusd == sum(call.cost_microusd for call in calls) > 0
    runs = await all_of(AgentRun)
    assert [run.prompt_versions for run in runs] == [{call.agent: 1} for call in calls]
    (version,) = await all_of(SiteVersion)
    assert version.engine == "claude" and version.cost_microusd == built.cost_microusd


@pytest.mark.parametrize(("stage", "fault"), [(n % 4, fault) for n, fault in enumerate(PASSING)])
async def test_whatever_goes_wrong_the_page_is_finished_and_paid_once(vendor, fault, stage):
    vendor.faults = [*[""] * stage, fault]
    site_id = await make_shop()
    built = await build_site(site_id, "job:1", transaction)
    assert built.gate == 100
    assert vendor.bill.faults[fault] == 1
    assert set(vendor.bill.answers.values()) == {1}
    html = render_html(await all_of(SiteVersion), await all_of(GeneratedSite))
    assert "evil" not in html and "900-555" not in html and "<script>" not in html


def render_html(versions, sites) -> str:
    return render_version(sites[0], versions[-1]).html


@pytest.mark.parametrize("fault", ["400", "404", "429-slow"])
async def test_what_lasts_is_not_asked_twice_and_the_designer_goes_on(vendor, fault):
    vendor.faults = [fault]
    built = await build_site(await make_shop(), "job:1", transaction)
    assert (built.engine, built.gate) == ("claude", 100)
    first, *rest = await all_of(AgentRun)
    assert first.engine == "studio" and "built-in designer goes on" in first.output["says"][0]
    assert {run.engine for run in rest} == {"claude"}
    assert len(vendor.bill.requests) == 4


@pytest.mark.parametrize("fault", ["401", "402", "429-spend"])
async def test_a_spend_limit_or_a_wrong_key_stops_everybody_for_an_hour(vendor, fault):
    vendor.faults = [fault]
    built = await build_site(await make_shop(), "job:1", transaction)
    assert (built.engine, built.gate) == ("studio", 100)
    assert len(vendor.bill.requests) == 1
    runs = await all_of(AgentRun)
    assert all("until then the built-in designer goes on" in run.output["says"][0] for run in runs[1:])
    async with transaction() as session:
        await spending.unpause(session)
    built = await build_site(1, "job:2", transaction)
    assert built.engine == "claude"


async def test_a_vendor_that_is_down_costs_a_few_tries_and_no_page(vendor):
    vendor.chooses = lambda: "529"
    built = await build_site(await make_shop(), "job:1", transaction)
    assert (built.engine, built.gate, built.cost_microusd) == ("studio", 100, 0)
    assert len(vendor.bill.requests) == 4 * asker.TRIES


async def test_an_answer_that_was_paid_is_used_again_after_a_crash(vendor, monkeypatch):
    """The process dies between the stored answer and the stored stage."""
    real = build.Build._close

    async def dies(self, stage, state, *arguments, **named):
        if state == RunState.DONE and stage == "concept":
            raise SystemExit
        await real(self, stage, state, *arguments, **named)

    site_id = await make_shop()
    monkeypatch.setattr(build.Build, "_close", dies)
    with pytest.raises(SystemExit):
        await build_site(site_id, "job:1", transaction)
    monkeypatch.setattr(build.Build, "_close", real)
    built = await build_site(site_id, "job:1", transaction)
    assert built.engine == "claude"
    assert [call.agent for call in await all_of(ModelCall)] == [
        "analyst",
        "concept",
        "art_director",
        "architect",
    ]
    assert built.cost_microusd == sum(call.cost_microusd for call in await all_of(ModelCall))
    assert set(vendor.bill.answers.values()) == {1}


@pytest.mark.parametrize(
    ("name", "words"), [("SITE", "this build"), ("DAY", "today"), ("MONTH", "this month")]
)
async def test_a_cap_stops_claude_and_says_so_while_the_designer_goes_on(vendor, monkeypatch, name, words):
    monkeypatch.setenv(f"ANTHROPIC_{name}_USD", "0.0035")
    get_settings.cache_clear()
    site_id = await make_shop()
    built = await build_site(site_id, "job:1", transaction)
    assert built.gate == 100
    said = [run.output["says"][0] for run in await all_of(AgentRun) if run.engine == "studio"]
    assert said and all(f"cap for {words} ($0.0035, ANTHROPIC_{name}_USD) is reached" in one for one in said)
    assert sum(call.cost_microusd for call in await all_of(ModelCall)) <= 3500


async def test_a_request_lost_in_a_crash_stays_counted(vendor, monkeypatch):
    """Nobody knows whether it was billed, so the caps take it for the most it can have cost."""
    monkeypatch.setattr(Wire, "send", _killed)
    with pytest.raises(SystemExit):
        await build_site(await make_shop(), "job:1", transaction)
    (call,) = await all_of(ModelCall)
    assert call.state == CallState.SENT and call.cost_microusd > 1000


async def _killed(*_arguments):
    raise SystemExit


async def test_the_stable_part_is_cached_from_the_second_site_on(vendor):
    await build_site(await make_shop(), "job:1", transaction)
    await build_site(1, "job:2", transaction)
    calls = await all_of(ModelCall)
    assert all(call.cache_write > 1000 and call.cache_read == 0 for call in calls[:4])
    assert all(call.cache_read > 1000 and call.cache_write == 0 for call in calls[4:])
    assert sum(c.cost_microusd for c in calls[4:]) < sum(c.cost_microusd for c in calls[:4])


async def test_sentences_are_heard_while_they_are_written(vendor, monkeypatch):
    vendor.slices = 7
    heard: list[str] = []

    async def say(self, stage, text):
        heard.append(text)

    monkeypatch.setattr("webmagic.creative.live.Narrator.say", say)
    await build_site(await make_shop(), "job:1", transaction)
    whole = [text for text in heard if not text.startswith(GROWING)]
    assert [text for run in await all_of(AgentRun) for text in run.output["says"]] == whole
    assert any(text.startswith(GROWING) for text in heard)


BESPOKE_FAULTS = [
    "",
    "max_tokens",
    "drop-early",
    "error-midway",
    "hostile",
    "hole",
    "refusal",
    "429",
    "empty",
]


@pytest.mark.parametrize("fault", BESPOKE_FAULTS)
async def test_sections_built_by_hand_survive_whatever_breaks(vendor, fault):
    vendor.faults = ["", "", "", "", fault]
    built = await build_site(await make_shop(), "job:1", transaction, engine_name="bespoke")
    assert (built.engine, built.gate) == ("claude", 100)
    (version,) = await all_of(SiteVersion)
    html = render_html([version], await all_of(GeneratedSite))
    assert "evil" not in html and "onclick" not in html and "<script>" not in html
    by_hand = [section["kind"] for section in version.blueprint["sections"] if section["html"]]
    assert by_hand or fault == "refusal"
    assert html.count('class="bespoke ') == len(by_hand)
    calls = [call for call in await all_of(ModelCall) if call.agent == "bespoke"]
    assert calls and calls[0].model == "claude-sonnet-5-5"


async def test_a_section_that_is_missing_is_asked_for_alone(vendor):
    vendor.faults = ["", "", "", "", "hole"]
    await build_site(await make_shop(), "job:1", transaction, engine_name="bespoke")
    purposes = [call.purpose for call in await all_of(ModelCall) if call.agent == "bespoke"]
    assert purposes == ["", "section:offer"]
