"""The built-in designer as an engine, and the choice of engines."""

import pytest

from tests.creative import shops
from webmagic.core.errors import NotFound
from webmagic.creative.engines import Studio, choose
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


def test_engines_are_chosen_by_name():
    assert choose().name == choose("studio").name == "studio"
    with pytest.raises(NotFound, match="no engine called abacus"):
        choose("abacus")
