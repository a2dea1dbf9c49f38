"""The prompt editor: agent, version and mode live in the address; the text lives in its form."""

from typing import Any

import reflex as rx

from webmagic import accounts, conductor, creative, pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, WebMagicError
from webmagic.creative import Trial
from webmagic.creative.engines.claude.prices import MODELS
from webmagic.creative.prompts import PromptRow
from webmagic.ui.action import MANAGE, action
from webmagic.ui.components.tabs import address
from webmagic.ui.figures import microusd, moment
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.prompts import rows
from webmagic.ui.pages.prompts.rows import HOME
from webmagic.ui.state import PageVars
from webmagic.ui.textdiff import DiffLine, diff, whole
from webmagic.ui.toasts import toast

MODES = ("diff", "edit", "try")


class PromptsState(PageVars, rx.State):
    agents: list[rows.AgentRow] = []
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
    versions: list[rows.VersionLine] = []
    diff_href: str = ""
    edit_href: str = ""
    try_href: str = ""
    engine_words: str = ""
    runners: list[rows.Runner] = []
    winner: str = ""
    verdict: str = ""
    is_bandit: bool = False
    model: str = ""
    models: list[str] = sorted(MODELS)
    costs: list[rows.Figure] = []
    caps: list[rows.Cap] = []
    site_cap: str = ""
    businesses: list[rows.Choice] = []
    business: str = ""
    figures: list[rows.Figure] = []
    told: str = ""  # what stands in the prompt for every business
    asked: str = ""  # and about this one
    price: str = ""
    cannot: str = ""  # why nothing can be tried
    answer: str = ""
    answer_words: str = ""
    is_asking: bool = False
    _trial: Trial | None = None

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(MANAGE)
    async def save(self, form: dict[str, Any]) -> Any:
        who = await signed_in(self)
        body, note = str(form.get("body", "")), str(form.get("note", "")).strip()
        beside = "beside" in form
        if body.strip() == self.body.strip():
            raise Invalid("Nothing was changed, so there is nothing to save.")
        async with transaction() as session:
            number = await creative.save_prompt(
                session, self.agent, body, author=who.email, note=note, beside=beside
            )
            words = f"{rows.NAMES[self.agent][0]}: prompt version {number} in use"
            await accounts.record(session, "prompt.saved", words, actor=who.email)
        await toast(self, f"Version {number} is in use from the next build on.")
        return rx.redirect(address(HOME, agent=self.agent, v=number))

    @action(MANAGE)
    async def use(self, number: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await creative.use_prompt(session, self.agent, number)
            words = f"{rows.NAMES[self.agent][0]}: back to prompt version {number}"
            await accounts.record(session, "prompt.used", words, actor=who.email)
        await self._read()
        await toast(self, f"Version {number} is in use from the next build on.")

    @action(MANAGE)
    async def race(self, number: int) -> None:
        """This version beside those in use, an even share for each."""
        weights = {int(one.version): 100 for one in self.runners} | {number: 100}
        await self._weigh(weights, f"version {number} races")
        await toast(self, f"Version {number} gets its share from the next build on.")

    @action(MANAGE)
    async def weigh(self, form: dict[str, Any]) -> None:
        given = {one.version: str(form.get(f"w{one.version}", one.weight)).strip() for one in self.runners}
        if bad := next((text for text in given.values() if not text.isdigit() or len(text) > 4), None):
            raise Invalid(f"A weight is a whole number up to 1,000; {bad[:20]} is none.")
        weights = {int(version): int(text) for version, text in given.items()}
        await self._weigh(weights, "weights changed")
        await toast(self, "Shared out anew from the next build on.")

    @action(MANAGE)
    async def give_all(self, number: int) -> None:
        await self._weigh({number: 100}, f"version {number} gets every build")
        await toast(self, f"Every build is told version {number} from now on.")

    @action(MANAGE)
    async def let_success_decide(self, is_on: bool) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await creative.set_bandit(session, self.agent, is_on)
            words = f"{rows.NAMES[self.agent][0]}: shares go by {'success' if is_on else 'weight'}"
            await accounts.record(session, "prompt.shares", words, actor=who.email)
        await self._read()

    @action(MANAGE)
    async def choose_model(self, model: str) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await creative.set_model(session, self.agent, model)
            words = f"{rows.NAMES[self.agent][0]}: {model}"
            await accounts.record(session, "prompt.model", words, actor=who.email)
        await self._read()
        await toast(self, f"{model} from the next build on.")

    @action()
    async def choose_business(self, number: str) -> Any:
        return rx.redirect(address(HOME, agent=self.agent, v=self.version, mode="try", b=number))

    @action(background=True)
    async def count(self) -> None:
        """Anthropic's own count in place of the estimate, once the page is there."""
        async with self:
            trial = self._trial if self.mode == "try" and not self.engine_words else None
        if trial is None or trial.is_counted:
            return
        counted = await creative.counted(trial)
        async with self:
            if self._trial == trial:
                self._price(counted)

    @action(MANAGE, background=True)
    async def ask(self) -> None:
        """The question for real: its answer is shown, and nothing of the business changes."""
        async with self:
            trial, business = self._trial, self.business
            self.is_asking = trial is not None
        if trial is None:
            return
        try:
            tried = await creative.run_trial(trial, int(business), transaction)
        finally:
            async with self:
                self.is_asking = False
        async with self:
            self.answer = rows.pretty(tried.text)
            said = (
                f"{microusd(tried.cost_microusd)}, {tried.seconds:.1f} s. It is in the ledger and the caps."
            )
            self.answer_words = tried.problem or said

    async def _weigh(self, weights: dict[int, int], words: str) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await creative.set_weights(session, self.agent, weights)
            told = f"{rows.NAMES[self.agent][0]}: {words}"
            await accounts.record(session, "prompt.shares", told, actor=who.email)
        await self._read()

    async def _read(self) -> None:
        agent = self._query("agent", creative.AGENTS[0])
        agent = agent if agent in creative.AGENTS else creative.AGENTS[0]
        async with reading() as session:
            histories = {one: await creative.list_prompts(session, one) for one in creative.AGENTS}
            race = await creative.read_race(session, agent)
            forecast = await conductor.forecast_models(session)
            readers = await pitcher.list_readers(session)
        self.runners, self.winner = rows.runners_of(race), str(race.winner or "")
        self.verdict, self.is_bandit, self.model = rows.verdict_of(race), race.is_bandit, race.model
        self.costs, self.caps = rows.costs_of(forecast), rows.caps_of(forecast)
        self.site_cap = f"${forecast.site_cap_usd:g}"
        self.businesses = [rows.Choice(str(number), name) for number, name in readers]
        self.agents = [rows.agent_row(one, history, one == agent) for one, history in histories.items()]
        self._show(agent, histories[agent])
        await self._try_out()

    async def _try_out(self) -> None:
        """The question as it would be sent, for the business that was chosen or the best one."""
        self._trial, self.figures, self.told, self.asked, self.cannot = None, [], "", "", ""
        self.answer, self.answer_words = "", ""
        if self.mode != "try":
            return
        known = {one.value for one in self.businesses}
        chosen = self._query("b")
        self.business = chosen if chosen in known else next((one.value for one in self.businesses), "")
        if not self.business:
            self.cannot = "Build a site first: a prompt is tried on a business that has one."
            return
        try:
            async with reading() as session:
                mail = None
                if self.agent == "email":
                    mail = await pitcher.find_mail_brief(session, int(self.business))
                trial = await creative.try_out(session, self.agent, int(self.business), self.version, mail)
        except WebMagicError as error:
            self.cannot = str(error)
            return
        self._price(trial)
        self.told, self.asked = trial.asked.system, trial.asked.user

    def _price(self, trial: Trial) -> None:
        self._trial, self.figures = trial, rows.trial_of(trial)
        self.price = microusd(trial.next_microusd)

    def _show(self, agent: str, history: list[PromptRow]) -> None:
        wanted, mode = self._query("v"), self._query("mode", "diff")
        active = next((row for row in history if row.is_active), history[0] if history else None)
        shown = next((row for row in history if str(row.version) == wanted), active)
        self.agent, (self.title, self.says) = agent, rows.NAMES[agent]
        self.mode = mode if mode in MODES else "diff"
        self.engine_words = rows.engine_words()
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
        self.versions = [rows.version_line(agent, row, row.version == shown.version) for row in history[:30]]
        self.diff_href = address(HOME, agent=agent, v=shown.version)
        self.edit_href = address(HOME, agent=agent, v=shown.version, mode="edit")
        self.try_href = address(HOME, agent=agent, v=shown.version, mode="try", b=self._query("b"))
