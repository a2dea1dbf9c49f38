"""Two choices of prompts or models on the same businesses, and the report of it."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.creative.test_build import all_of, make_shop
from tests.fakes.anthropic import FakeAnthropic, serving
from webmagic import creative
from webmagic.cli import app
from webmagic.core.database import transaction
from webmagic.core.errors import Invalid, NotFound, Refused
from webmagic.core.settings import get_settings
from webmagic.creative.evaluation import Choice, evaluate, page_of, read_choice
from webmagic.models import AgentRun, ModelCall, SiteVersion


@pytest.fixture
async def vendor(sqlite_db, monkeypatch) -> AsyncIterator[FakeAnthropic]:
    fake = FakeAnthropic(key="test-key")
    async with serving(fake):
        monkeypatch.setenv("ANTHROPIC_API_KEY", fake.key)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        get_settings.cache_clear()
        async with transaction() as session:
            await creative.seed_prompts(session)
        await make_shop(name="Panadería <b>El Trigal</b>")
        yield fake


async def test_each_side_is_asked_with_its_own_prompt_and_model(vendor):
    async with transaction() as session:
        await creative.save_prompt(session, "concept", "You are the Concept. {{house}}", author="a", note="B")
        await creative.use_prompt(session, "concept", 1)
    a, b = read_choice("A", ""), read_choice("B", "concept=v2,architect.model=claude-sonnet-5-5")
    found = await evaluate([a, b], [1], transaction)
    calls = await all_of(ModelCall)
    asked = {(call.build_key.split(":")[2], call.agent): call for call in calls}
    assert len(calls) == 8 and all(call.site_id is None for call in calls)
    assert (asked["A", "concept"].prompt_version, asked["B", "concept"].prompt_version) == (1, 2)
    assert asked["A", "architect"].model == "claude-haiku-5-5"
    assert asked["B", "architect"].model == "claude-sonnet-5-5"
    one, other = found.summaries()
    assert (one.gate_mean, other.gate_mean) == (100, 100) and other.cost_usd > one.cost_usd > 0
    assert not await all_of(AgentRun) and not await all_of(SiteVersion)  # nothing of the business changed


async def test_what_claude_left_open_is_counted_and_shown(vendor):
    vendor.faults = ["400", "", "", "broken-json", "", "", "", "", ""]
    found = await evaluate([read_choice("A", ""), read_choice("B", "studio")], [1], transaction)
    a, b = found.summaries()
    assert (a.designed, a.useless, b.designed) == (1, 1, 0)
    html = page_of(found, "No browser.")
    assert "by the designer: analyst" in html and "1 useless answer" in html and "No browser." in html


async def test_the_report_needs_nothing_else_and_lets_nothing_out_of_its_text(vendor):
    found = await evaluate([read_choice("A", ""), read_choice("B", "studio")], [1], transaction)
    found.results[0].screens = {"desktop": b"RIFF", "mobile": b"RIFF"}
    html = page_of(found)
    assert "<b>El Trigal" not in html and "&lt;b&gt;El Trigal" in html
    assert not re.findall(r"(?:src|href)=\"(?!data:)", html) and "<script" not in html
    assert html.count("data:image/webp;base64,UklGRg==") == 2
    assert "1 businesses are few" in html


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("poet=1", "is no choice"),
        ("concept=two", "is no choice"),
        ("model=gpt-9", "price of gpt-9"),
        ("sonnet", "is no choice"),
        ("poet.model=claude-sonnet-5-5", "is no choice"),
    ],
)
def test_a_choice_that_cannot_be_read_is_refused_with_what_can(text, problem):
    with pytest.raises(Invalid, match=problem):
        read_choice("A", text)


def test_a_choice_says_what_it_is():
    assert read_choice("A", "").words == "as it is in use now"
    assert read_choice("A", "concept=2, model=claude-opus-5").words == "concept v2, claude-opus-5"
    assert read_choice("B", "studio") == Choice("B", engine="studio")


async def test_a_version_there_is_not_and_a_key_there_is_not(vendor, monkeypatch):
    with pytest.raises(NotFound, match="no prompt version 9"):
        await evaluate([read_choice("A", "concept=9")], [1], transaction)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "")
    get_settings.cache_clear()
    with pytest.raises(Refused, match="needs a key"):
        await evaluate([read_choice("A", "")], [1], transaction)


def test_the_command_writes_a_report_without_a_key_for_the_designer_alone(sqlite_db, home):
    """From the command line, as a person would; both sides by the built-in designer are the same."""
    runner = CliRunner()
    same = runner.invoke(app, ["eval", "--a", "studio", "--b", "studio"])
    assert same.exit_code == 2 and "both sides are the same" in same.output
    none = runner.invoke(app, ["eval", "--a", "studio", "--b", "concept=1", "--json"])
    assert none.exit_code == 1 and "no qualified business" in none.output


def test_the_command_asks_and_reports(sqlite_db, home, anthropic_thread, monkeypatch):
    runner = CliRunner()
    made = runner.invoke(app, ["eval", "--a", "studio", "--b", "", "--limit", "1", "--no-screens", "--json"])
    assert made.exit_code == 0, made.output
    document = json.loads(made.stdout[made.stdout.index("{") :])
    assert [one["side"] for one in document["sides"]] == ["A", "B"] and not document["screens"]
    assert document["results"][1]["cost_usd"] > 0 and document["results"][0]["gate"] == 100
    html = Path(document["report"]).read_text(encoding="utf-8")
    assert str(home) in document["report"] and "No screens were asked for." in html
