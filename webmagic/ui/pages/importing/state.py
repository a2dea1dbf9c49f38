"""Importing: which file is open lives in the address; what was said about it, in the database."""

import asyncio
from pathlib import Path
from typing import Any

import reflex as rx

from webmagic import accounts
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.hunter import mapping, uploads
from webmagic.hunter.listings import country_code
from webmagic.hunter.sources.files import open_file
from webmagic.models import Upload
from webmagic.ui.action import OPERATE, action
from webmagic.ui.following import is_open
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.importing import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

SECONDS = 1.5
MOST_COLUMNS = 90
LIMIT = f"{uploads.MAX_BYTES // 10**6} MB"
REFUSALS = {
    "missing": "Choose a file first.",
    "large": f"A file may have {LIMIT} here. Larger ones: webmagic import FILE.",
    "broken": "The file did not arrive whole. Hand it in again.",
    "refused": "This file cannot be taken.",
}


class ImportState(PageVars, rx.State):
    refusal: str = ""
    files: list[rows.File] = []
    open: rows.File = rows.File()
    shape: str = ""
    is_remembered: bool = False
    columns: list[rows.Column] = []
    names: list[str] = []
    website: str = ""
    drafts: list[rows.Draft] = []
    is_previewed: bool = False
    knows_websites: bool = True
    country: str = ""
    industry: str = ""
    _columns: dict[str, list[str]] = {}
    _names: list[str] = []

    @action()
    async def load(self) -> None:
        self._forget()
        code, why = self._query("error"), self._query("why")
        self.refusal = (why if code == "refused" and why else REFUSALS.get(code, "")) if code else ""
        upload = await self._read()
        if upload and self.open.is_ready:
            await self._examine(upload)
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        """Figures while an import runs."""
        while await is_open(self, "/import"):
            await asyncio.sleep(SECONDS)
            async with self:
                await signed_in(self)
                if any(one.is_running for one in self.files):
                    await self._read()

    @action(OPERATE)
    async def preview(self, form: dict[str, Any]) -> None:
        """Look at the first rows under these columns. Writes nothing."""
        self.is_previewed = False
        columns = self._said(form) if not self.shape else None
        self.country = country_code(str(form.get("country", ""))[:60])
        self.industry = str(form.get("industry", "")).strip()[:120]
        async with reading() as session:
            upload = await uploads.get(session, self.open.id)
        await self._preview(uploads.path_of(upload), columns)

    @action(OPERATE)
    async def start(self) -> None:
        who = await signed_in(self)
        if not self.is_previewed:
            raise Invalid("Look at the preview first.")
        columns = mapping.checked(self._columns) if self._columns else None
        async with transaction() as session:
            upload = await uploads.ask(
                session, self.open.id, columns=columns, country=self.country, industry=self.industry
            )
            await accounts.record(
                session, "import.requested", f"{upload.name} is being imported", actor=who.email
            )
        self._forget()
        await self._read()
        await toast(self, f"{upload.name} is being imported.")

    def _forget(self) -> None:
        self.shape, self.columns, self.names, self.website = "", [], [], ""
        self.drafts, self.is_previewed, self.is_remembered = [], False, False
        self._columns, self._names = {}, []

    async def _read(self) -> Upload | None:
        wanted = self._query("u")
        async with reading() as session:
            self.files = [rows.file_of(one) for one in await uploads.newest(session)]
            if not wanted:
                self.open = rows.File()
                return None
            if not wanted.isdigit() or len(wanted) > 9:
                raise Invalid("There is no such file.")
            upload = await uploads.get(session, int(wanted))
        self.open = rows.file_of(upload)
        return upload

    async def _examine(self, upload: Upload) -> None:
        self.country, self.industry = upload.country, upload.industry
        path = uploads.path_of(upload)
        shape, columns = await asyncio.to_thread(mapping.examine, path)
        if shape:
            self.shape = rows.SHAPES.get(shape, shape)
            await self._preview(path, None)
            return
        columns = columns[:MOST_COLUMNS]
        async with reading() as session:
            known = await mapping.find(session, [one.name for one in columns])
        self._names = self.names = [one.name for one in columns]
        self.columns, self.website = rows.columns_of(columns, known), rows.website_of(columns, known)
        self.is_remembered = known is not None
        if known:
            await self._preview(path, known)

    async def _preview(self, path: Path, columns: mapping.Columns | None) -> None:
        open_it = mapping.opener(columns) if columns else open_file
        made = await asyncio.to_thread(mapping.preview, open_it, path, self.country)
        self.drafts = [rows.draft_of(one) for one in made]
        self.knows_websites = columns.knows_websites if columns else True
        self._columns = {name: list(some) for name, some in columns.fields.items()} if columns else {}
        self.is_previewed = True

    def _said(self, form: dict[str, Any]) -> mapping.Columns:
        given: dict[str, list[str]] = {}
        for number, name in enumerate(self._names):
            if field := str(form.get(f"c{number}", "")):
                given.setdefault(field, []).append(name)
        website = str(form.get("website", ""))
        if website not in ("-", *self._names):
            raise Invalid(
                "Say which column holds the website, or that this file says nothing about websites."
            )
        if website != "-":
            given["website"] = [website]
        return mapping.checked(given)
