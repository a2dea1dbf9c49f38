"""The built-in designer as an engine: no key, no network, the same bytes for the same facts."""

from typing import TypeVar

from webmagic.creative.engines.protocol import Say
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction, Output, Usage
from webmagic.creative.studio import analyst, architect, concept, director

Typed = TypeVar("Typed", bound=Output)
FREE = Usage(engine="studio")


async def _told(output: Typed, say: Say) -> tuple[Typed, Usage]:
    for sentence in output.says:
        await say(sentence)
    return output, FREE


class Studio:
    name = "studio"

    def __init__(self, turn: int = 0):
        self._turn = turn

    async def analyse(self, facts: Facts, say: Say) -> tuple[Analysis, Usage]:
        return await _told(analyst.analyse(facts), say)

    async def conceive(self, facts: Facts, analysis: Analysis, say: Say) -> tuple[Concept, Usage]:
        return await _told(concept.conceive(facts, analysis, self._turn), say)

    async def direct(
        self, facts: Facts, analysis: Analysis, concept: Concept, nth: int, say: Say
    ) -> tuple[Direction, Usage]:
        return await _told(director.direct(facts, analysis, concept, nth), say)

    async def build(
        self, facts: Facts, analysis: Analysis, concept: Concept, direction: Direction, say: Say
    ) -> tuple[Blueprint, Usage]:
        return await _told(architect.build(facts, analysis, concept, direction), say)

    async def close(self) -> None:
        pass
