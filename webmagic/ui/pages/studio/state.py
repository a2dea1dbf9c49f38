"""The studio's state: every change is a version of the page, and every version can be gone back to."""

import json
from typing import Any, Literal

import reflex as rx

from webmagic import accounts, conductor, creative
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.creative import Edits, FactPatch
from webmagic.creative.facts import Facts
from webmagic.models import SiteVersion
from webmagic.ui.action import OPERATE, action
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.studio import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

TABS = {"words": "Words", "look": "Look", "sections": "Sections", "facts": "Facts"}
WIDTHS = {"desk": "Desktop", "tablet": "Tablet", "phone": "Phone"}
Look = Literal["vibe", "palette", "hue", "faces", "density", "language"]


class StudioState(PageVars, rx.State):
    site_id: int = 0
    number: int = 0
    name: str = ""
    summary: str = ""
    tab: str = "words"
    width: str = "desk"
    refusal: str = ""
    address: str = ""  # of the draft in the frame
    host: str = ""
    is_online: bool = False
    can_undo: bool = False
    undone: list[int] = []
    by_owner: bool = False
    groups: list[rows.Group] = []
    vibes: list[rows.Option] = []
    palettes: list[rows.Option] = []
    hues: list[rows.Option] = []
    faces: list[rows.Option] = []
    densities: list[rows.Option] = []
    languages: list[rows.Option] = []
    language_note: str = ""  # what another language does to the texts written by hand
    parts: list[rows.Part] = []
    fields: list[rows.FactField] = []
    week: list[rows.FactField] = []
    services: str = ""
    services_key: str = ""
    has_whatsapp: bool = False
    pictures: list[rows.Picture] = []
    gate: str = ""
    checks: list[rows.Check] = []
    changes: list[rows.Change] = []

    @action()
    async def load(self) -> None:
        wanted = self._param("id")
        if not (wanted.isdigit() and len(wanted) < 12):
            raise NotFound("There is no such site.")
        if self.site_id != int(wanted):
            self.undone = []
        self.site_id = int(wanted)
        tab, width = self._query("tab", "words"), self._query("width", "desk")
        self.tab = tab if tab in TABS else "words"
        self.width = width if width in WIDTHS else "desk"
        self.refusal = self._query("why")
        await self._read()
        self._loaded()

    @action(OPERATE)
    async def write(self, path: str, text: str) -> None:
        """A text was left: when it says something else, that is a version."""
        known = {line.path: line.text for group in self.groups for line in group.lines}
        if " ".join(text.split()) != known.get(path):
            await self._change(Edits(texts={path: text}), f"Written: {path}", by_owner=self.by_owner)

    @action(OPERATE)
    async def said(self, message: str) -> None:
        """What was written in the frame itself: {"path": …, "text": …}."""
        try:
            told = json.loads(message)
            path, text = str(told["path"]), str(told["text"])
        except (ValueError, KeyError, TypeError):
            raise Invalid("The frame sent something that cannot be read.") from None
        await self._change(Edits(texts={path: text}), f"Written: {path}", by_owner=self.by_owner)

    @action(OPERATE)
    async def dress(self, what: Look, value: str) -> None:
        given: Any = tuple(value.split("/")) if what == "faces" else float(value) if what == "hue" else value
        await self._change(Edits.model_validate({what: given}), f"Look: {what} {value}")

    @action(OPERATE)
    async def turn(self, kind: str, variant: str) -> None:
        await self._change(Edits(variants={kind: variant}), f"Layout of {kind}: {variant}")

    @action(OPERATE)
    async def move(self, kind: str, by: Literal[-1, 1]) -> None:
        order = [part.kind for part in self.parts if not part.is_fixed]
        at = order.index(kind) if kind in order else -1
        if at < 0 or not 0 <= at + by < len(order):
            return
        order[at], order[at + by] = order[at + by], order[at]
        await self._change(Edits(order=order), f"Moved: {kind}")

    @action(OPERATE)
    async def toggle(self, kind: str) -> None:
        hidden = [part.kind for part in self.parts if part.is_hidden != (part.kind == kind)]
        is_hiding = kind in hidden
        await self._change(Edits(hidden=hidden), f"{'Hidden' if is_hiding else 'Shown'}: {kind}")

    @action(OPERATE)
    async def state_facts(self, form: dict[str, Any]) -> None:
        """What the owner states: only what differs from what stands there."""
        said = {name: str(value).strip() for name, value in form.items()}
        stated: dict[str, Any] = {
            field.name: said[field.name]
            for field in self.fields
            if field.name in said and said[field.name] != field.value
        }
        lines = [said.get(day.name, day.value) for day in self.week]
        if lines != [day.value for day in self.week]:
            stated["hours"] = creative.week_of(lines)
        if "services" in said and said["services"] != self.services:
            stated["services"] = [line.strip() for line in said["services"].splitlines() if line.strip()]
        if (wants := "has_whatsapp" in said) != self.has_whatsapp:
            stated["has_whatsapp"] = wants
        if not stated:
            raise Invalid("Nothing was changed.")
        await self._change(
            Edits(facts=FactPatch.model_validate(stated)), "Facts by the owner's word", by_owner=True
        )

    @action(OPERATE)
    async def drop_photo(self, key: str) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await creative.remove_photo(session, self.site_id, key, author=who.email, base=self.number)
        await self._after("The photo is off the page.")

    @action(OPERATE)
    async def hear_owner(self, is_on: bool) -> None:
        self.by_owner = is_on

    @action(OPERATE)
    async def undo(self) -> None:
        async with transaction() as session:
            version = await creative.get_version(session, await creative.get_site(session, self.site_id))
            if not version.parent:
                raise Conflict("There is nothing to undo: this version came out of a build.")
            await creative.use_version(session, self.site_id, version.parent)
        self.undone = [*self.undone, version.number]
        await self._after(f"Version {version.parent} stands again.", keeps_undone=True)

    @action(OPERATE)
    async def redo(self) -> None:
        if not self.undone:
            raise Conflict("There is nothing to do again.")
        number = self.undone[-1]
        async with transaction() as session:
            await creative.use_version(session, self.site_id, number)
        self.undone = self.undone[:-1]
        await self._after(f"Version {number} stands again.", keeps_undone=True)

    @action(OPERATE)
    async def publish(self) -> None:
        async with transaction() as session:
            site = await creative.get_site(session, self.site_id)
            is_new = await conductor.request_release(session, site)
        await toast(self, "It goes online in a moment." if is_new else "It is on its way already.")

    async def _change(self, edits: Edits, note: str, *, by_owner: bool = False) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            version = await creative.revise(
                session, self.site_id, edits, author=who.email, note=note, by_owner=by_owner, base=self.number
            )
            site = await creative.get_site(session, self.site_id)
            words = f"{site.subdomain} version {version.number}: {note}"
            await accounts.record(session, "site.edited", words, site.business_id, actor=who.email)
        await self._after(f"Kept as version {version.number}.")

    async def _after(self, words: str, *, keeps_undone: bool = False) -> None:
        if not keeps_undone:
            self.undone = []
        self.refusal = ""
        await self._read()
        await toast(self, words)

    async def _read(self) -> None:
        who = await signed_in(self)
        async with reading() as session:
            row = await creative.get_site_row(session, self.site_id)
            site = await creative.get_site(session, self.site_id)
            version = await creative.get_version(session, site)
            parent = await creative.get_version(session, site, version.parent) if version.parent else None
            written = await creative.written_in(session, site)
            self.address = await conductor.show_draft(session, self.site_id, who.email)
        self.number, self.name, self.host = row.version, row.name, row.url.partition("://")[2]
        self.summary = ", ".join(part for part in (row.trade.replace("_", " "), row.city) if part)
        self.is_online = site.published_version == row.version
        self.can_undo, self.changes = parent is not None, rows.changes_of(parent, version)
        self._show(version)
        self.language_note = rows.language_note(written, str(version.blueprint.get("language", "")))

    def _show(self, version: SiteVersion) -> None:
        choices, facts = creative.choices_of(version), Facts.model_validate(version.facts)
        self.groups = rows.groups_of(version)
        for name in ("vibes", "palettes", "hues", "faces", "densities", "languages"):
            setattr(self, name, rows.options_of(getattr(choices, name)))
        self.parts = rows.parts_of(choices)
        self.fields, self.week = rows.fields_of(facts, version.number), rows.week_of(facts, version.number)
        self.services, self.services_key = "\n".join(facts.services), f"services-{version.number}"
        self.has_whatsapp = facts.has_whatsapp
        self.pictures = rows.pictures_of(facts)
        self.gate, self.checks = str(version.gate_score), rows.checks_of(version)
