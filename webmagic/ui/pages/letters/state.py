"""One letter in the editor. Which one, in which language, is in the address."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from webmagic import accounts, pitcher
from webmagic.accounts import Permission
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, NotFound, WebMagicError
from webmagic.pitcher import Template
from webmagic.ui.action import MANAGE, OPERATE, action
from webmagic.ui.components.tabs import Tab, address
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.letters.rows import Race, Variable, calm_letter, race_of, variables
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

PATH = "/campaigns/letters"


@dataclass(frozen=True)
class Asked:
    step: int
    occasion: str
    language: str


class LettersState(PageVars, rx.State):
    summary: str = ""
    steps: list[Tab] = []
    occasions: list[Tab] = []
    languages: list[Tab] = []
    name: str = ""
    key: str = ""
    subjects: list[str] = ["", "", ""]
    body: str = ""
    is_changed: bool = False
    variables: list[Variable] = []
    readers: list[Tab] = []
    reader: str = ""
    subject: str = ""
    html: str = ""
    text: str = ""
    trouble: str = ""
    race: list[Race] = []
    days: list[str] = ["0", "3", "7"]
    on: list[bool] = [True, True, True]
    has_picture: bool = True
    may_manage: bool = False

    @action()
    async def load(self) -> None:
        who = await signed_in(self)
        async with reading() as session:
            user = await accounts.find_admin_by_id(session, who.id)
            templates = await pitcher.read_templates(session)
            scores = await pitcher.read_scores(session)
            plan = await pitcher.read_sequence(session)
            readers = await pitcher.list_readers(session)
        self.may_manage = accounts.may(user, Permission.MANAGE) if user else False
        template = templates[self._key()]
        self._show(template)
        self.race = race_of(scores, template)
        self.days, self.on = [str(day) for day in plan.days], list(plan.on)
        self.has_picture = plan.picture
        self._tabs(readers)
        await self._try(template.subjects[0], template.body)
        self._loaded()

    @action()
    async def typed(self, body: str) -> None:
        """The letter as it would be now, a moment after the last key."""
        self.body = body[:8000]
        await self._try(self.subjects[0], self.body)

    @action()
    async def titled(self, subject: str) -> None:
        self.subjects = [subject[:200], *self.subjects[1:]]
        await self._try(self.subjects[0], self.body)

    @action(MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        subjects = [str(form.get(f"subject{n}", "")).strip() for n in range(pitcher.SUBJECTS)]
        wanted = self._template([one for one in subjects if one], str(form.get("body", "")))
        async with transaction() as session:
            await pitcher.save_template(session, wanted, actor=who.email)
        self._show(wanted, is_changed=True)
        await self._try(wanted.subjects[0], wanted.body)
        await toast(self, "Saved. Letters written from now on use it; those in line stay as they are.")

    @action(MANAGE)
    async def restore(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await pitcher.reset_template(session, self._template(self.subjects, self.body), actor=who.email)
            template = (await pitcher.read_templates(session))[self._key()]
        self._show(template)
        await self._try(template.subjects[0], template.body)
        await toast(self, "The built-in letter is back.")

    @action(OPERATE)
    async def send_test(self) -> None:
        """To oneself, the way it is in the editor now."""
        who = await signed_in(self)
        if not self.text:
            raise Invalid(self.trouble or "There is no letter to send yet.")
        async with transaction() as session:
            await pitcher.send_test(
                session, to_email=who.email, subject=self.subject, text=self.text, html=self.html
            )
        await toast(self, f"A test is on its way to {who.email}.")

    @action(MANAGE)
    async def save_plan(self, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        days = [_number(form.get(f"day{n}", "0")) for n in range(len(pitcher.STEPS))]
        on = [n == 0 or f"on{n}" in form for n in range(len(pitcher.STEPS))]
        async with transaction() as session:
            await pitcher.write_sequence(
                session, days=[0, *days[1:]], on=on, picture="picture" in form, actor=who.email
            )
        self.days, self.on = [str(day) for day in [0, *days[1:]]], on
        self.has_picture = "picture" in form
        await toast(self, "The sequence is saved.")

    def _show(self, template: Template, *, is_changed: bool | None = None) -> None:
        self.name, self.key = pitcher.name_of(template), "-".join(map(str, template.key))
        padded = [*template.subjects, "", "", ""][: pitcher.SUBJECTS]
        self.subjects, self.body = padded, template.body
        self.is_changed = template.is_changed if is_changed is None else is_changed
        self.variables = variables()
        self.summary = "changed by hand" if self.is_changed else "built in"

    def _template(self, subjects: list[str], body: str) -> Template:
        return Template(*self._key(), tuple(subjects), body)

    def _key(self) -> tuple[int, str, str]:
        step, occasion = self._query("step", "0"), self._query("occasion")
        key = (_number(step), occasion, self._query("language", "en"))
        if key not in pitcher.list_keys():
            raise NotFound("There is no such letter.")
        return key

    async def _try(self, subject: str, body: str) -> None:
        """On the chosen business. What cannot be read is said beside it, and the last good one stays."""
        owner = self._query("owner")
        try:
            async with reading() as session:
                readers = await pitcher.list_readers(session)
                chosen = int(owner) if owner.isdigit() else readers[0][0] if readers else 0
                if not chosen:
                    return
                wanted = Template(*self._key(), (subject or "x",), body)
                tried = await pitcher.try_letter(session, chosen, wanted)
        except WebMagicError as error:
            self.trouble = str(error)
            return
        self.trouble = " ".join(hold.reason for hold in tried.holds[:2])
        self.reader = tried.business.name
        self.subject, self.text = tried.letter.subject, tried.letter.text
        self.html = calm_letter(tried.letter.html)

    def _tabs(self, readers: list[tuple[int, str]]) -> None:
        step, occasion, language = self._key()
        owner = self._query("owner")
        self.steps = [
            Tab(f"Letter {n + 1}", address(PATH, step=n or "", language=language, owner=owner), "", n == step)
            for n in pitcher.STEPS
        ]
        self.occasions = [
            Tab(
                words.capitalize(),
                address(PATH, step=step or "", occasion=key, language=language, owner=owner),
                "",
                key == occasion,
            )
            for key, words in pitcher.OCCASIONS.items()
            if step
        ]
        here = {"step": step or "", "occasion": occasion}
        self.languages = [
            Tab(name, address(PATH, **here, language=key, owner=owner), "", key == language)
            for key, name in pitcher.LANGUAGES.items()
        ]
        self.readers = [
            Tab(name, address(PATH, **here, language=language, owner=number), "", str(number) == owner)
            for number, name in readers[:6]
        ]


def _number(value: object) -> int:
    text = str(value).strip()
    if not text.isdigit() or len(text) > 3:
        raise Invalid("A day is a whole number.")
    return int(text)
