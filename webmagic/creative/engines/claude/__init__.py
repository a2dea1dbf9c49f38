"""Claude as an engine: four agents over the Messages API, and the designer for what they leave open.

`wire.py` one request, `asker.py` one question (retries, caps, the ledger), `hearing.py` words as
they come, `batches.py` the night's work, `prices.py` what it costs. The agents themselves are in
`creative/agents`: they know no vendor.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from webmagic.core.settings import get_settings
from webmagic.creative import spending
from webmagic.creative.agents.agent import Agent
from webmagic.creative.agents.analyst import Analyst
from webmagic.creative.agents.architect import Architect
from webmagic.creative.agents.art_director import ArtDirector
from webmagic.creative.agents.asking import Asked
from webmagic.creative.agents.concept import ConceptAgent
from webmagic.creative.agents.guard import Guard
from webmagic.creative.engines.claude.asker import Asker, Unanswered
from webmagic.creative.engines.claude.hearing import SaysReader
from webmagic.creative.engines.claude.wire import Wire, client
from webmagic.creative.engines.protocol import Desk, Say
from webmagic.creative.facts import Facts
from webmagic.creative.prompts.choosing import Prompt, choose_prompt
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction, Output, Usage

Typed = TypeVar("Typed", bound=Output)


class Claude:
    name = "claude"

    def __init__(self, desk: Desk, sleep: Callable[[float], Awaitable[None]] | None = None):
        self.desk = desk
        self._vendor = client(get_settings())
        self.asker = Asker(desk, Wire(self._vendor), *([sleep] if sleep else []))

    async def close(self) -> None:
        await self._vendor.close()

    async def analyse(self, facts: Facts, say: Say) -> tuple[Analysis, Usage]:
        return await self._stage(Analyst(facts), say)

    async def conceive(self, facts: Facts, analysis: Analysis, say: Say) -> tuple[Concept, Usage]:
        return await self._stage(ConceptAgent(facts, analysis), say)

    async def direct(
        self, facts: Facts, analysis: Analysis, concept: Concept, nth: int, say: Say
    ) -> tuple[Direction, Usage]:
        return await self._stage(ArtDirector(facts, analysis, concept, nth), say)

    async def build(
        self, facts: Facts, analysis: Analysis, concept: Concept, direction: Direction, say: Say
    ) -> tuple[Blueprint, Usage]:
        return await self._stage(Architect(facts, analysis, concept, direction), say)

    async def _stage(self, agent: Agent[Typed], say: Say) -> tuple[Typed, Usage]:
        """The agent's output. When Claude has no answer, the designer's, and the reason said aloud."""
        async with self.desk.transaction() as session:
            prompt = await choose_prompt(session, agent.name, self.desk.build_key)
        guard = Guard(agent.facts, prompt.system)
        reader = SaysReader(say, lambda sentence: not guard.is_leak(sentence))
        try:
            draft = await self.asker.ask(asked_of(agent, prompt), agent.parse, reader.hear)
            output = agent.read(draft, guard)
            is_claude = True
        except Unanswered as why:
            output = agent.fallback()
            output = output.model_copy(update={"says": [str(why), *output.says]})
            is_claude = False
        for sentence in output.says[reader.told if is_claude else 0 :]:
            await say(sentence)
        usage = await self._usage(agent.name)
        return output, usage if is_claude else usage.model_copy(update={"engine": "studio"})

    async def _usage(self, agent: str) -> Usage:
        async with self.desk.transaction() as session:
            return await spending.usage_of(session, self.desk.build_key, agent)


def asked_of(agent: Agent, prompt: Prompt) -> Asked:
    return Asked(
        agent=agent.name,
        model=prompt.model,
        system=prompt.system,
        user=agent.brief(),
        max_tokens=agent.max_tokens,
        schema=agent.schema(),
        prompt_version=prompt.version,
    )
