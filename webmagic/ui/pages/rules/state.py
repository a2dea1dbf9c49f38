"""The requirements' state: a draft that is tried as it is typed, and saved as a version."""

from typing import Any

import reflex as rx

from webmagic import accounts, conductor, hunter
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.hunter import Rules
from webmagic.ui.action import MANAGE, action
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.rules import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast


class RulesState(PageVars, rx.State):
    may_manage: bool = False
    points: list[rows.Field] = []
    bounds: list[rows.Field] = []
    lists: list[rows.Field] = []
    switches: list[rows.Switch] = []
    form_key: str = ""
    total: str = ""
    tried: str = ""  # what the draft would do, in words
    wrong: str = ""
    is_trying: bool = False
    can_save: bool = False
    save_words: str = ""
    would_add: list[rows.Sample] = []
    would_drop: list[rows.Sample] = []
    versions: list[rows.Version] = []
    bands: list[rows.Row] = []
    parts: list[rows.Part] = []
    learnt: str = ""
    has_suggestion: bool = False
    is_counted: bool = False
    _form: dict[str, str] = {}
    _saved: dict[str, str] = {}
    _suggested: dict[str, int] = {}
    _drawn: int = 0

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(background=True)
    async def count_outcomes(self) -> None:
        async with self:
            await signed_in(self)
        async with reading() as session:
            found = await conductor.outcomes(session)
        async with self:
            self.bands, self.parts = rows.bands_of(found), rows.parts_of(found)
            self.learnt, self._suggested = found.why, found.suggested or {}
            self.has_suggestion, self.is_counted = bool(found.suggested), True

    @action()
    async def change(self, name: str, value: str | float | None) -> Any:
        """Another letter in a field: what would it do? A field for numbers gives a number, or nothing."""
        if name not in rows.WORDS:
            raise Invalid("There is no such requirement.")
        self._form = self._form | {name: rows.typed(value)}
        self.total, self.is_trying = rows.sum_words(self._form), True
        return RulesState.foretell

    @action()
    async def flip(self, name: str, is_on: bool) -> Any:
        return await self._take({name: "on" if is_on else ""}, redraw=False)

    @action(background=True)
    async def foretell(self) -> None:
        """Nothing is changed. Only the latest draft is answered."""
        async with self:
            await signed_in(self)
            form, is_same = dict(self._form), self._form == self._saved
        try:
            found = await _foretold(form)
        except Invalid as error:
            async with self:
                self.wrong, self.tried, self.can_save, self.is_trying = str(error), "", False, False
                self.would_add, self.would_drop = [], []
            return
        async with self:
            self.wrong, self.is_trying = "", False
            self.tried = "" if is_same else rows.foretold(found)
            self.can_save = self.may_manage and not is_same
            self.save_words = f"Save, {found.then:,} lead{'s' * (found.then != 1)}"
            self.would_add, self.would_drop = (
                rows.samples_of(found.would_add),
                rows.samples_of(found.would_drop),
            )

    @action(MANAGE)
    async def save(self) -> Any:
        who, changes = await signed_in(self), rows.read(self._form)
        async with transaction() as session:
            hunter.check_rules(await hunter.load_rules(session), changes)
            applied = await hunter.apply_rules(session, changes, who.email)
            words = f"The requirements were changed, version {applied.number}"
            await accounts.record(session, "settings.rules", words, actor=who.email)
        counts = applied.counts
        done = (
            f"{counts['changed']:,} of {counts['seen']:,} businesses were judged anew."
            if counts
            else "The businesses are judged anew in the background."
        )
        await self._read()
        await toast(self, f"Saved as version {applied.number}. {done}")
        return RulesState.count_outcomes

    @action()
    async def discard(self) -> None:
        await self._read()

    @action()
    async def take_version(self, number: int) -> Any:
        """Back into the form, to look at; saving it makes a new version."""
        async with reading() as session:
            rules = await hunter.rules_of_version(session, number)
        return await self._take(rows.form_of(rules))

    @action()
    async def take_suggestion(self) -> Any:
        return await self._take({name: str(points) for name, points in self._suggested.items()})

    async def _take(self, changes: dict[str, str], redraw: bool = True) -> Any:
        if not set(changes) <= set(rows.WORDS):
            raise Invalid("There is no such requirement.")
        self._form = self._form | changes
        if redraw:
            self._draw()
        self.total, self.is_trying = rows.sum_words(self._form), True
        return RulesState.foretell

    async def _read(self) -> None:
        who = await signed_in(self)
        async with reading() as session:
            user = await accounts.find_admin_by_id(session, who.id)
            rules: Rules = await hunter.load_rules(session)
            versions = await hunter.list_versions(session, 8)
        self.may_manage = accounts.may(user, MANAGE)
        self._form = rows.form_of(rules)
        self._saved = dict(self._form)
        self.versions = rows.versions_of(versions)
        self.total, self.tried, self.wrong = rows.sum_words(self._form), "", ""
        self.can_save, self.is_trying, self.would_add, self.would_drop = False, False, [], []
        self._draw()

    def _draw(self) -> None:
        """The fields keep what is typed until they are drawn anew."""
        form = self._form
        self.points, self.bounds = (
            rows.number_fields(form, rows.POINTS),
            rows.number_fields(form, rows.BOUNDS),
        )
        self.lists, self.switches = rows.list_fields(form), rows.switches_of(form)
        self._drawn += 1
        self.form_key = f"form{self._drawn}"


async def _foretold(form: dict[str, str]) -> hunter.Difference:
    changes = rows.read(form)
    async with reading() as session:
        rules = hunter.check_rules(await hunter.load_rules(session), changes)
        return await hunter.try_rules(session, rules)
