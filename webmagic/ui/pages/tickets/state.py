"""Tickets: the list, its filter and the open thread are in the address."""

from typing import Any

import reflex as rx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import creative, support
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, NotFound
from webmagic.models import TicketState
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.tabs import Tab, address, tabs_of
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.tickets import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

LINES = 25
STATES = {
    "": "All",
    TicketState.OPEN: "With us",
    TicketState.PROPOSED: "Wait for a yes",
    TicketState.ANSWERED: "Answered",
    TicketState.CLOSED: "Closed",
}


class TicketsState(PageVars, rx.State):
    summary: str = ""
    tabs: list[Tab] = []
    q: str = ""
    lines: list[rows.Line] = []
    shown: rows.Shown = rows.Shown()
    choices: list[rows.TextChoice] = []  # texts of the page that a proposal may change
    is_chosen: bool = False  # on a phone: the thread instead of the list
    is_bare: bool = False
    back: str = ""
    newest: str = ""
    older: str = ""
    round: int = 0  # fresh fields after something was sent

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action()
    async def search(self, form: dict[str, Any]) -> Any:
        q = str(form.get("q", "")).strip()[:100]
        return rx.redirect(address("/tickets", state=self._query("state"), q=q))

    @action(OPERATE)
    async def answer(self, form: dict[str, Any]) -> None:
        who, text = await signed_in(self), str(form.get("text", ""))
        async with transaction() as session:
            if form.get("kind") == "note":
                await support.add_note(session, self.shown.id, text, author=who.email)
            else:
                await support.answer(session, self.shown.id, text, author=who.email)
        await self._after("Noted; the owner does not see it." if form.get("kind") == "note" else "Sent.")

    @action(OPERATE)
    async def propose(self, form: dict[str, Any]) -> None:
        """One text of the page, put to the owner."""
        who = await signed_in(self)
        edits = creative.Edits(texts={str(form.get("path", "")): str(form.get("words", ""))})
        async with transaction() as session:
            proposed = await support.propose(
                session, self.shown.id, edits, author=who.email, sentence=str(form.get("sentence", ""))[:2000]
            )
            await support.tell_owner(session, proposed)
        await self._after("Put to the owner, by mail and at their desk.")

    @action(OPERATE)
    async def approve(self, entry_id: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await support.approve(session, self.shown.id, entry_id, author=who.email)
        await self._after("Approved. The page is being published.")

    @action(OPERATE)
    async def decline(self, entry_id: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await support.decline(session, self.shown.id, entry_id, author=who.email)
        await self._after("Set aside; nothing was changed.")

    @action(OPERATE)
    async def close(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await support.close(session, self.shown.id, author=who.email)
        await self._after("Closed.")

    @action(OPERATE)
    async def reopen(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await support.reopen(session, self.shown.id, author=who.email)
        await self._after("Open again.")

    async def _after(self, words: str) -> None:
        self.round += 1
        await self._read()
        await toast(self, words)

    async def _read(self) -> None:
        asked = {name: self._query(name) for name in ("state", "q")}
        after, chosen = self._query("after"), self._query("ticket")
        async with reading() as session:
            counts = await support.count_tickets(session)
            page = await support.page_tickets(
                session, state=asked["state"], search=asked["q"], cursor=after or None, limit=LINES
            )
            wanted = _number(chosen) or (page.items[0].ticket.id if page.items and not chosen else 0)
            await self._read_thread(session, wanted or 0)
        kept = {**asked, "after": after}
        self.lines = [
            rows.line_of(row, wanted or 0, address("/tickets", **kept, ticket=row.ticket.id))
            for row in page.items
        ]
        self.is_chosen, self.q = bool(chosen), asked["q"]
        self.is_bare = not self.lines and not any(asked.values())
        self.back = address("/tickets", **kept)
        self.newest = address("/tickets", **asked) if after else ""
        self.older = address("/tickets", **asked, after=page.next) if page.next else ""
        self.tabs = tabs_of("/tickets", "state", STATES, asked["state"], kept={"q": asked["q"]})
        self.summary = f"{counts['open']} with us, {counts['proposed']} wait for a yes"

    async def _read_thread(self, session: AsyncSession, wanted: int) -> None:
        self.shown, self.choices = rows.Shown(), []
        if not wanted:
            return
        thread = await support.get_thread(session, wanted)
        self.shown = rows.shown_of(thread, await support.list_proposals(session, wanted))
        if thread.site is None:
            return
        try:
            version = await creative.get_version(session, thread.site)
        except (Conflict, NotFound):
            return
        self.choices = [
            rows.TextChoice(text.path, f"{text.section.capitalize()}: {text.label.lower()}: {text.text[:60]}")
            for text in creative.texts_of(version)
            if not text.fact
        ][:99]


def _number(text: str) -> int:
    """A ticket asked for by number. Raises NotFound for what is none."""
    if not text:
        return 0
    if not (text.isdigit() and len(text) < 12):
        raise NotFound("There is no such ticket.")
    return int(text)
