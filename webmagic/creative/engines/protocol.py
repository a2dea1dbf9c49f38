"""The role every engine plays."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction, Usage

Say = Callable[[str], Awaitable[None]]
"""Called with each sentence as it is thought; the live view shows it."""


class Engine(Protocol):
    """Four stages, each typed in and out. `nth` counts businesses of the same trade and town
    that were designed before, so that look-alikes are avoided deterministically."""

    name: str

    async def analyse(self, facts: Facts, say: Say) -> tuple[Analysis, Usage]: ...

    async def conceive(self, facts: Facts, analysis: Analysis, say: Say) -> tuple[Concept, Usage]: ...

    async def direct(
        self, facts: Facts, analysis: Analysis, concept: Concept, nth: int, say: Say
    ) -> tuple[Direction, Usage]: ...

    async def build(
        self, facts: Facts, analysis: Analysis, concept: Concept, direction: Direction, say: Say
    ) -> tuple[Blueprint, Usage]: ...
