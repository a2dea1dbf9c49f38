"""The conductor's screen: read anew every few seconds while somebody looks; each form is one verb."""

import asyncio
from typing import Any, Literal

import reflex as rx

from webmagic import accounts, conductor, pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.ui.action import MANAGE, OPERATE, action
from webmagic.ui.components.tabs import address
from webmagic.ui.figures import moment
from webmagic.ui.following import is_open
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.conductor import plan, rows
from webmagic.ui.shell import ShellState
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

SECONDS = 3
MODE_WORDS = {"on": "autopilot on", "off": "by hand", "rehearsal": "rehearsing"}
HISTORY = 12
MODES = {
    "off": "Autopilot is off.",
    "rehearsal": "Autopilot rehearses. Nothing is sent.",
    "on": "Autopilot is on.",
}
NOTHING = plan.Plan([], [], "", "", [])


class ConductorState(PageVars, rx.State):
    summary: str = ""
    may_manage: bool = False
    mode: str = "off"
    switched: str = ""
    stopped: str = ""  # by whom and since when, "" while nothing is stopped
    phases: list[rows.PhaseCell] = []
    cycle_words: str = ""
    limits: list[rows.LimitField] = []
    schedules: list[rows.ScheduleLine] = []
    budgets: list[rows.BudgetLine] = []
    quiet: str = ""
    quiet_from: str = "0"
    quiet_to: str = "0"
    quiet_zone: str = "UTC"
    quiet_places: list[rows.QuietLine] = []
    countries: list[rows.Choice] = []
    vitals: list[rows.VitalLine] = []
    history: list[rows.CycleLine] = []
    newest: str = ""
    older: str = ""
    hours: str = "24"
    is_rehearsing: bool = False
    has_plan: bool = False
    planned: plan.Plan = NOTHING

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        while await is_open(self, "/conductor"):
            await asyncio.sleep(SECONDS)
            async with self:
                await signed_in(self)
                await self._read()

    @action(MANAGE)
    async def set_mode(self, mode: Literal["off", "rehearsal", "on"]) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.set_autopilot_mode(session, mode)
            await accounts.record(session, "autopilot.mode", MODES[mode], actor=who.email)
        await self._read()
        await toast(self, MODES[mode])

    @action(OPERATE)
    async def stop_everything(self) -> None:
        """Whoever may operate may stop: in an emergency nobody should look for the owner."""
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.stop_everything(session, who.name)
        await self._after("Everything is stopped. What waits is kept.")

    @action(MANAGE)
    async def go_on(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.go_on(session, who.name)
        await self._after("Everything goes on where it stood.")

    @action(OPERATE)
    async def run_cycle(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.request_cycle(session, who.email)
        await self._after("One cycle begins in a moment.")

    @action(MANAGE)
    async def save_limits(self, form: dict[str, Any]) -> None:
        limits = rows.read_limits(form)
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.set_cycle_limits(session, limits)
            await accounts.record(
                session, "settings.limits", "The limits of a cycle were changed", actor=who.email
            )
        await self._after("Saved. The next cycle keeps to it.")

    @action(MANAGE)
    async def set_every(self, name: str, minutes: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.change_schedule(session, name, every_minutes=minutes)
            words = f"{name}: now every {rows.cadence(minutes)}"
            await accounts.record(session, "schedule.changed", words, actor=who.email)
        await self._after(f"From now on every {rows.cadence(minutes)}.")

    @action(MANAGE)
    async def switch_schedule(self, name: str, is_on: bool) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.change_schedule(session, name, is_on=is_on)
            words = f"{name}: switched {'on' if is_on else 'off'}"
            await accounts.record(session, "schedule.changed", words, actor=who.email)
        await self._after("It runs again." if is_on else "It is off until somebody switches it on.")

    @action(OPERATE)
    async def run_schedule(self, name: str) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.run_schedule(session, name, actor=who.email)
        await self._after("It begins in a moment.")

    @action(MANAGE)
    async def save_budgets(self, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        values = rows.read_budgets(form)
        async with transaction() as session:
            await conductor.set_budgets(session, values)
            await accounts.record(
                session, "settings.budgets", "The day's budgets were changed", actor=who.email
            )
        await self._after("Saved. It holds from now on.")

    @action(MANAGE)
    async def save_quiet(self, form: dict[str, Any]) -> None:
        """With a country among it, that country's own hours; else the usual ones."""
        begin, end = (rows.whole(form.get(name), "The hour", 23) for name in ("from_hour", "to_hour"))
        zone, country = str(form.get("timezone", "")).strip(), str(form.get("country", ""))
        who = await signed_in(self)
        async with transaction() as session:
            if country:
                await conductor.set_quiet_country(session, country, begin, end, zone)
            else:
                await conductor.set_quiet_hours(session, begin, end, zone)
            words = f"Quiet hours{f' in {country}' if country else ''} were changed"
            await accounts.record(session, "settings.quiet", words, actor=who.email)
        await self._after("Saved. Mails keep to it from now on.")

    @action(MANAGE)
    async def drop_quiet(self, country: str) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.drop_quiet_country(session, country)
            words = f"Quiet hours in {country} are the usual ones again"
            await accounts.record(session, "settings.quiet", words, actor=who.email)
        await self._after("The usual hours hold there again.")

    @action(background=True)
    async def rehearse(self, hours: Literal["24", "72", "168"]) -> None:
        async with self:
            await signed_in(self)
            self.is_rehearsing, self.hours = True, hours
        try:
            async with reading() as session:
                found = await conductor.rehearse(session, int(hours))
        finally:
            async with self:
                self.is_rehearsing = False
        async with self:
            self.planned, self.has_plan = plan.plan_of(found), True

    async def _after(self, words: str) -> None:
        await self._read()
        shell = await self.get_state(ShellState)
        async with reading() as session:
            await shell._read_trouble(session)
        await toast(self, words)

    async def _read(self) -> None:
        who = await signed_in(self)
        before = self._query("before")
        cursor = int(before) if before.isdigit() and len(before) < 12 else None
        async with reading() as session:
            user = await accounts.find_admin_by_id(session, who.id)
            mode, stop = await conductor.autopilot_mode(session), await conductor.find_stop(session)
            switched = await conductor.autopilot_switched(session)
            cycles = await conductor.list_cycles(session, before=cursor, limit=HISTORY + 1)
            newest = await conductor.list_cycles(session, limit=1)
            last, limits = await conductor.last_phases(session), await conductor.cycle_limits(session)
            schedules = await conductor.list_schedules(session)
            budgets, spent = await conductor.budgets(session), await conductor.spent_today(session)
            quiet, places = await conductor.quiet_hours(session), await conductor.quiet_countries(session)
            vitals = await conductor.list_vitals(session)
        self.may_manage = accounts.may(user, MANAGE)
        self.mode = str(mode)
        self.switched = f"since {moment(switched.at)}, by {switched.actor}" if switched else ""
        self.stopped = f"by {stop.by}, {moment(stop.at)}" if stop else ""
        self.summary = (
            "stopped" if stop else {"on": "autopilot on", "off": "by hand"}.get(self.mode, "rehearsing")
        )
        self._show_cycles(cycles, newest, is_later=bool(cursor))
        running = newest[0] if newest and newest[0].is_running else None
        self.phases = rows.phase_cells(last, limits, running, schedules)
        self.limits = rows.limit_fields(limits)
        self.schedules = [rows.schedule_line(row) for row in schedules]
        self.budgets = rows.budget_lines(budgets, spent, get_settings())
        self._show_quiet(quiet, places)
        self.vitals = rows.vital_lines(vitals)

    def _show_cycles(
        self,
        cycles: list[conductor.CycleRow],
        newest: list[conductor.CycleRow],
        *,
        is_later: bool,
    ) -> None:
        running = newest[0].is_running if newest else False
        begun = f"the last one {moment(newest[0].began_at)}" if newest else "none has run yet"
        self.cycle_words = "under way" if running else begun
        self.history = [rows.cycle_line(row) for row in cycles[:HISTORY]]
        more = len(cycles) > HISTORY
        self.older = address("/conductor", before=cycles[HISTORY - 1].id) if more else ""
        self.newest = "/conductor" if is_later else ""

    def _show_quiet(self, quiet: dict[str, Any], places: list[conductor.QuietCountry]) -> None:
        names = {code: country.name for code, country in pitcher.list_countries().items()}
        self.quiet = rows.quiet_words(quiet)
        self.quiet_from, self.quiet_to = f"{quiet['from_hour']}", f"{quiet['to_hour']}"
        self.quiet_zone = str(quiet["timezone"])
        self.quiet_places = rows.quiet_lines(places, names)
        if not self.countries:
            self.countries = [
                rows.Choice(code, name) for code, name in sorted(names.items(), key=lambda one: one[1])
            ]
