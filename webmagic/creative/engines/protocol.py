"""The role every engine plays."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction, Section, Usage

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]
Say = Callable[[str], Awaitable[None]]
"""Called with each sentence as it is thought; the live view shows it. A sentence still being
written is said again, longer, behind `GROWING`."""
GROWING = "\x02"
Grow = Callable[[Section], Awaitable[None]]
"""Called with each section as the Architect finishes it, before the page is whole."""


async def unseen(_section: Section) -> None:
    """For whoever builds where nobody watches."""


@dataclass(frozen=True)
class Wanted:
    """A version and a model in place of those in use; 0 and "" leave it to them."""

    version: int = 0
    model: str = ""


@dataclass(frozen=True)
class Desk:
    """Where an engine works: for which build, and how it writes down what it pays.
    `by_batch`: nobody waits, so answers may come within hours at half the price.
    `wanted`: by agent, "" for all others, for an evaluation.
    `turn`: how many pages this site has had already, for a designer that would else repeat itself."""

    transaction: Transaction
    build_key: str
    site_id: int | None = None
    by_batch: bool = False
    is_bespoke: bool = False
    grow: Grow = unseen
    turn: int = 0
    wanted: Mapping[str, Wanted] = field(default_factory=dict)


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

    async def close(self) -> None:
        """Nothing more will be asked."""
