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
from webmagic.creative.agents.architect import Architect, Parts
from webmagic.creative.agents.art_director import ArtDirector
from webmagic.creative.agents.asking import Asked
from webmagic.creative.agents.bespoke import Bench
from webmagic.creative.agents.concept import ConceptAgent
from webmagic.creative.agents.guard import Guard
from webmagic.creative.engines.claude.asker import Asker, Unanswered
from webmagic.creative.engines.claude.hearing import Announcer, PartsReader, SaysReader, sections_in
from webmagic.creative.engines.claude.wire import Heard, Wire, client
from webmagic.creative.engines.protocol import Desk, Say, Wanted
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
        page, usage = await self._stage(Architect(facts, analysis, concept, direction), say)
        if not self.desk.is_bespoke or usage.engine != self.name:
            return page, usage
        made = await self._by_hand(Bench(facts, analysis, concept, direction, page), say)
        by_hand = await self.usage(Bench.name)
        return made, added(usage, by_hand)

    async def _by_hand(self, bench: Bench, say: Say) -> Blueprint:
        """The sections that could be had; one that is missing is asked for once more by itself."""
        prompt = await self._prompt(bench.name)
        guard = Guard(bench.facts, prompt.system)
        told = Announcer(say, self._growing(bench, guard))
        made = await self._sections(bench, prompt, guard, bench.wanted, told, "")
        for kind in [kind for kind in bench.wanted if kind not in made]:
            made |= await self._sections(bench, prompt, guard, [kind], told, f"section:{kind}")
        if left := [kind for kind in bench.wanted if kind not in made]:
            await say(f"Set by the designer: {', '.join(left)}.")
        return bench.lay(made)

    def _growing(self, bench: Bench, guard: Guard) -> Callable[[str, str], Awaitable[None]]:
        """A section built by hand goes on the growing page when it may go on the finished one."""
        places = {section.kind: section for section in bench.page.sections}

        async def grow(kind: str, html: str) -> None:
            if kind in places and (washed := bench.accept(kind, html, guard)):
                await self.desk.grow(places[kind].model_copy(update={"html": washed}))

        return grow

    async def _sections(
        self, bench: Bench, prompt: Prompt, guard: Guard, wanted: list[str], told: Announcer, purpose: str
    ) -> dict[str, str]:
        """Whole and true sections out of one answer, wherever it broke off."""
        if not wanted:
            return {}

        def read(text: str) -> dict[str, str]:
            found = sections_in(text)
            kept = {kind: bench.accept(kind, html, guard) for kind, html in found.items()}
            if not any(kept.values()):
                raise ValueError("no whole section")
            return {kind: html for kind, html in kept.items() if html}

        user, room = bench.brief(wanted), 500 + 1100 * len(wanted)
        asked = Asked(
            bench.name, prompt.model, prompt.system, user, room, None, prompt.version, purpose=purpose
        )
        try:
            return await self.asker.ask(asked, read, told.hear, parts=True)
        except Unanswered:
            return {}

    async def _stage(self, agent: Agent[Typed], say: Say) -> tuple[Typed, Usage]:
        """The agent's output. When Claude has no answer, the designer's, and the reason said aloud."""
        prompt = await self._prompt(agent.name)
        guard = Guard(agent.facts, prompt.system)
        reader = SaysReader(say, lambda sentence: not guard.is_leak(sentence))
        hear = self._hearing(agent, guard, reader)
        try:
            draft = await self.asker.ask(asked_of(agent, prompt), agent.parse, hear)
            output = agent.read(draft, guard)
            is_claude = True
        except Unanswered as why:
            output = agent.fallback()
            output = output.model_copy(update={"says": [str(why), *output.says]})
            is_claude = False
        for sentence in output.says[reader.told if is_claude else 0 :]:
            await say(sentence)
        usage = await self.usage(agent.name)
        return output, usage if is_claude else usage.model_copy(update={"engine": "studio"})

    def _hearing(self, agent: Agent[Typed], guard: Guard, reader: SaysReader) -> Heard:
        """Sentences for the pane; of the Architect's answer, sections for the growing page too."""
        if not isinstance(agent, Architect):
            return reader.hear
        heard, parts = PartsReader(), Parts(agent, guard)

        async def hear(text: str) -> None:
            await reader.hear(text)
            if heard.hear(text):
                for section in parts.take(heard.found):
                    await self.desk.grow(section)

        return hear

    async def _prompt(self, agent: str) -> Prompt:
        wanted = self.desk.wanted.get(agent) or self.desk.wanted.get("", Wanted())
        async with self.desk.transaction() as session:
            return await choose_prompt(
                session, agent, self.desk.build_key, version=wanted.version, model=wanted.model
            )

    async def usage(self, agent: str) -> Usage:
        async with self.desk.transaction() as session:
            return await spending.usage_of(session, self.desk.build_key, agent)


def added(one: Usage, other: Usage) -> Usage:
    """Both together, under the first one's model."""
    names = ("tokens_in", "tokens_out", "cache_read", "cache_write", "cost_microusd")
    sums = {name: getattr(one, name) + getattr(other, name) for name in names}
    return one.model_copy(update={**sums, "prompt_versions": one.prompt_versions | other.prompt_versions})


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
