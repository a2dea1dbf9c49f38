"""The inbox of answers: the list, one opened with its conversation, and what is done with it."""

from typing import Any

import reflex as rx

from webmagic import pitcher
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound
from webmagic.core.settings import get_settings
from webmagic.models import ReplyState
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.tabs import Tab, address, tabs_of
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.replies import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

LINES = 25
BASE = "/replies"
ALL = "all"
STATES = {"": "Waiting", ReplyState.ANSWERED: "Answered", ReplyState.DONE: "Put aside", ALL: "All"}


class RepliesState(PageVars, rx.State):
    summary: str = ""
    source: str = ""
    tabs: list[Tab] = []
    q: str = ""
    lines: list[rows.Line] = []
    opened: rows.Opened = rows.Opened()
    is_chosen: bool = False  # on a phone: the answer instead of the list
    is_bare: bool = False
    back: str = ""
    newest: str = ""
    older: str = ""
    choices: list[rows.Choice] = []
    searched: str = ""

    @action()
    async def load(self) -> None:
        self.choices, self.searched = [], ""
        await self._read()
        self._loaded()

    @action()
    async def search(self, form: dict[str, Any]) -> Any:
        q = str(form.get("q", "")).strip()[:100]
        return rx.redirect(address(BASE, state=self._query("state"), q=q))

    @action(OPERATE)
    async def send(self, form: dict[str, Any]) -> None:
        """The answer as it stands in the field. Once: a second press is told so."""
        who = await signed_in(self)
        async with transaction() as session:
            message = await pitcher.answer_reply(
                session, self.opened.id, str(form.get("answer", "")), actor=who.email
            )
        await self._read()
        await toast(self, f"Your answer to {message.to_email} is on its way.")

    @action(OPERATE)
    async def put_aside(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await pitcher.finish_reply(session, self.opened.id, actor=who.email)
        await self._read()
        await toast(self, "Put aside, without an answer.")

    @action(OPERATE)
    async def reopen(self) -> None:
        async with transaction() as session:
            await pitcher.reopen_reply(session, self.opened.id)
        await self._read()

    @action()
    async def look_up(self, form: dict[str, Any]) -> None:
        """Businesses this answer may belong to."""
        words = str(form.get("business", "")).strip()[:80]
        async with reading() as session:
            found = await pitcher.find_businesses(session, words)
        self.choices = [rows.choice_of(business) for business in found]
        self.searched = words

    @action(OPERATE)
    async def assign(self, business_id: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await pitcher.reassign_reply(session, self.opened.id, business_id, actor=who.email)
        self.choices, self.searched = [], ""
        await self._read()
        await toast(self, f"It belongs to {self.opened.business} now.")

    async def _read(self) -> None:
        state, q = self._query("state"), self._query("q")
        chosen = self._query("reply")
        async with reading() as session:
            counts = await pitcher.count_replies(session)
            page = await pitcher.page_replies(
                session,
                state="" if state == ALL else state or ReplyState.NEW,
                search=q,
                cursor=self._query("after") or None,
                limit=LINES,
            )
            wanted = _wanted(chosen) or (page.items[0].reply.id or 0 if page.items else 0)
            detail = await pitcher.get_reply(session, wanted) if wanted else None
        self._show_list(page, {"state": state, "q": q}, wanted, counts)
        self.is_chosen = bool(chosen)
        self.opened = rows.opened_of(detail) if detail else rows.Opened()

    def _show_list(self, page: Any, asked: dict[str, str], wanted: int, counts: dict[str, int]) -> None:
        after = self._query("after")
        kept = {**asked, "after": after}
        self.lines = [
            rows.line_of(row, wanted, address(BASE, **kept, reply=row.reply.id)) for row in page.items
        ]
        self.is_bare = not counts
        waiting = counts.get(ReplyState.NEW, 0)
        self.summary = f"{waiting:,} waiting, {now():%H:%M} UTC"
        self.source = _source()
        figures = {"": waiting, **counts, ALL: sum(counts.values())}
        self.q = asked["q"]
        self.tabs = tabs_of(BASE, "state", STATES, asked["state"], figures, kept={"q": asked["q"]})
        self.back = address(BASE, **kept)
        self.newest = address(BASE, **asked) if after else ""
        self.older = address(BASE, **asked, after=page.next) if page.next else ""


def _wanted(chosen: str) -> int:
    if not chosen:
        return 0
    if not (chosen.isdigit() and len(chosen) < 12):
        raise NotFound("There is no such reply.")
    return int(chosen)


def _source() -> str:
    """Where answers come from on this machine."""
    settings = get_settings()
    if settings.imap_url.get_secret_value():
        return "read from the mailbox every two minutes"
    if settings.mail_provider == "resend" or settings.sendgrid_inbound_secret.get_secret_value():
        return "handed over by the mail provider"
    return "no mailbox is set: IMAP_URL, or the provider's inbound webhook"
