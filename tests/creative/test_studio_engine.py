"""The built-in designer as an engine, and the choice of engines."""

import pytest

from tests.creative import shops
from webmagic.core.database import transaction
from webmagic.core.errors import NotFound, Refused
from webmagic.core.settings import get_settings
from webmagic.creative.engines import Desk, Studio, choose
from webmagic.creative.stages import Usage


async def test_the_studio_thinks_aloud_and_costs_nothing():
    heard: list[str] = []

    async def say(sentence: str) -> None:
        heard.append(sentence)

    facts, engine = shops.florist(), Studio()
    analysis, usage = await engine.analyse(facts, say)
    made, _ = await engine.conceive(facts, analysis, say)
    direction, _ = await engine.direct(facts, analysis, made, 0, say)
    built, _ = await engine.build(facts, analysis, made, direction, say)
    assert heard == [*analysis.says, *made.says, *direction.says, *built.says]
    assert usage == Usage(engine="studio") and usage.cost_microusd == 0


DESK = Desk(transaction, "job:1")


def test_engines_are_chosen_by_name(home):
    assert choose("auto", DESK).name == choose("studio", DESK).name == "studio"
    with pytest.raises(NotFound, match="no engine called abacus"):
        choose("abacus", DESK)


async def test_a_key_makes_claude_the_engine_unless_the_setting_says_otherwise(home, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key")
    get_settings.cache_clear()
    engine = choose("auto", DESK)
    assert engine.name == "claude"
    await engine.close()
    monkeypatch.setenv("ENGINE", "studio")
    get_settings.cache_clear()
    assert choose("auto", DESK).name == "studio"


def test_claude_without_a_key_says_what_to_set(home):
    with pytest.raises(Refused, match="ANTHROPIC_API_KEY"):
        choose("claude", DESK)
