"""The prompt editor: agent, version and mode live in the address; the text lives in its form."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from webmagic import accounts, creative
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.core.settings import get_settings
from webmagic.creative.prompts import PromptRow
from webmagic.ui.action import MANAGE, action
from webmagic.ui.components.tabs import address
from webmagic.ui.figures import moment
from webmagic.ui.identity import signed_in
from webmagic.ui.state import PageVars
from webmagic.ui.textdiff import DiffLine, diff, whole
from webmagic.ui.toasts import toast

HOME = "/settings/prompts"
NAMES = {
    "analyst": ("Analyst", "reads the listing and its reviews"),
    "concept": ("Concept", "finds the one promise"),
    "art_director": ("Art director", "chooses look, colours and type"),
    "architect": ("Architect", "writes the page"),
    "bespoke": ("Architect, by hand", "builds sections for chosen businesses"),
    "email": ("First mail", "words of the offer"),
    "editor": ("Editor", "changes a page on request"),
}


@dataclass(frozen=True)
class AgentRow:
    key: str
    name: str
    version: str
    note: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class VersionLine:
    number: int
    why: str
    who: str
    when: str
    is_active: bool
    href: str
    is_current: bool


class PromptsState(PageVars, rx.State):
    agents: list[AgentRow] = []
    agent: str = ""
    title: str = ""
    says: str = ""  # what this agent does
    version: int = 0
    is_active: bool = True
    about: str = ""
    mode: str = "diff"
    body: str = ""
    body_key: str = ""
    lines: list[DiffLine] = []
    compared: str = ""
    versions: list[VersionLine] = []
    diff_href: str = ""
    edit_href: str = ""
    engine_words: str = ""

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(MANAGE)
    async def save(self, form: dict[str, Any]) -> Any:
        who = await signed_in(self)
        body, note = str(form.get("body", "")), str(form.get("note", "")).strip()
        if body.strip() == self.body.strip():
            raise Invalid("Nothing was changed, so there is nothing to save.")
        async with transaction() as session:
            number = await creative.save_prompt(session, self.agent, body, author=who.email, note=note)
            words = f"{NAMES[self.agent][0]}: prompt version {number} in use"
            await accounts.record(session, "prompt.saved", words, actor=who.email)
        await toast(self, f"Version {number} is in use from the next build on.")
        return rx.redirect(address(HOME, agent=self.agent, v=number))

    @action(MANAGE)
    async def use(self, number: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await creative.use_prompt(session, self.agent, number)
            words = f"{NAMES[self.agent][0]}: back to prompt version {number}"
            await accounts.record(session, "prompt.used", words, actor=who.email)
        await self._read()
        await toast(self, f"Version {number} is in use from the next build on.")

    async def _read(self) -> None:
        agent = self._query("agent", creative.AGENTS[0])
        agent = agent if agent in creative.AGENTS else creative.AGENTS[0]
        async with reading() as session:
            histories = {one: await creative.list_prompts(session, one) for one in creative.AGENTS}
        self.agents = [_agent_row(one, history, one == agent) for one, history in histories.items()]
        self._show(agent, histories[agent])

    def _show(self, agent: str, history: list[PromptRow]) -> None:
        wanted, mode = self._query("v"), self._query("mode", "diff")
        active = next((row for row in history if row.is_active), history[0] if history else None)
        shown = next((row for row in history if str(row.version) == wanted), active)
        self.agent, (self.title, self.says) = agent, NAMES[agent]
        self.mode = mode if mode in ("diff", "edit") else "diff"
        self.engine_words = _engine_words()
        if shown is None:
            self.version, self.body, self.lines, self.versions = 0, "", [], []
            return
        self._show_version(agent, shown, history)

    def _show_version(self, agent: str, shown: PromptRow, history: list[PromptRow]) -> None:
        before = next((row for row in history if row.version < shown.version), None)
        self.version, self.body, self.is_active = shown.version, shown.body, shown.is_active
        self.body_key = f"{agent}-{shown.version}"
        self.about = f"{moment(shown.created_at).replace('Today', 'today')}, by {shown.author or 'somebody'}"
        self.lines = diff(before.body, shown.body) if before else whole(shown.body)
        self.compared = f"v{before.version} to v{shown.version}" if before else f"v{shown.version}, the first"
        self.versions = [_version_line(agent, row, row.version == shown.version) for row in history[:30]]
        self.diff_href = address(HOME, agent=agent, v=shown.version)
        self.edit_href = address(HOME, agent=agent, v=shown.version, mode="edit")


def _agent_row(agent: str, history: list[PromptRow], is_current: bool) -> AgentRow:
    active = next((row for row in history if row.is_active), None)
    since = f"since {moment(active.created_at).replace('Today', 'today')}" if active else "no prompt yet"
    return AgentRow(
        key=agent,
        name=NAMES[agent][0],
        version=f"v{active.version}" if active else "",
        note=since,
        href=address(HOME, agent=agent),
        is_current=is_current,
    )


def _version_line(agent: str, row: PromptRow, is_current: bool) -> VersionLine:
    return VersionLine(
        number=row.version,
        why=row.note or "No reason given",
        who=row.author,
        when=moment(row.created_at),
        is_active=row.is_active,
        href=address(HOME, agent=agent, v=row.version),
        is_current=is_current,
    )


def _engine_words() -> str:
    """Whether anybody reads this text on this machine."""
    settings = get_settings()
    has_claude = bool(settings.anthropic_api_key.get_secret_value()) and settings.engine != "studio"
    if has_claude:
        return ""
    return "The built-in designer works without prompts. With an ANTHROPIC_API_KEY, Claude is told this."
