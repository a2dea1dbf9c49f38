"""Offers and mails. One state for two addresses: /campaigns with its figures, /mailbox with mails alone."""

import datetime as dt
from typing import Any

import reflex as rx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, conductor, pitcher
from webmagic.accounts import Page
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound
from webmagic.core.settings import get_settings
from webmagic.models import MessageState
from webmagic.pitcher import MessageRow
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.tabs import Tab, address, tabs_of
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.campaigns import planned, rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

LINES = 25
STATES = {
    "": "All",
    MessageState.QUEUED: "Queued",
    MessageState.HELD: "Held",
    MessageState.SENT: "Sent",
    MessageState.FAILED: "Failed",
    MessageState.UNKNOWN: "Unknown",
}
PARTS = {"html": "As it looks", "text": "Plain text", "headers": "Headers"}


class CampaignsState(PageVars, rx.State):
    base: str = "/campaigns"
    summary: str = ""
    where: str = ""  # where mail goes on this machine
    figures: list[rows.Figure] = []
    reasons: list[rows.Reason] = []
    tabs: list[Tab] = []
    parts: list[Tab] = []
    part: str = "html"
    q: str = ""
    lines: list[rows.Line] = []
    mail: rows.Mail = rows.Mail()
    is_chosen: bool = False  # on a phone: the mail instead of the list
    back: str = ""
    newest: str = ""
    older: str = ""
    is_bare: bool = False
    rehearsal: list[rows.Reason] = []
    rehearsed: str = ""
    steps: list[planned.StepRow] = []
    end_day: str = ""
    cells: list[planned.Cell] = []
    week_line: str = ""
    week_before: str = ""
    week_after: str = ""
    sample: planned.Sample = planned.Sample()
    sample_day: str = ""

    @action()
    async def load(self) -> None:
        path = (self.router.url.path or "").rstrip("/")
        self.base = "/mailbox" if path == "/mailbox" else "/campaigns"
        self.rehearsed, self.rehearsal = "", []
        await self._read()
        if self.base == "/campaigns":
            await self._read_plan()
        self._loaded()

    @action()
    async def search(self, form: dict[str, Any]) -> Any:
        q = str(form.get("q", "")).strip()[:100]
        return rx.redirect(address(self.base, state=self._query("state"), q=q))

    @action(OPERATE)
    async def write_and_send(self) -> None:
        """Write what is due and ask for the sending; the workers do it, at the pace of the limits."""
        who = await signed_in(self)
        async with transaction() as session:
            limits = await conductor.cycle_limits(session)
            written = await conductor.create_campaigns_due(session, limits["campaigns"])
            asked = await conductor.send_due(session, limits["send"])
            words = f"{written.asked} offers written, {asked.asked} mails asked for"
            await accounts.record(session, "campaigns.by_hand", words, actor=who.email)
        self.rehearsed, self.rehearsal = "", []
        await self._read()
        await toast(self, f"{words}. They leave in the next seconds." if asked.asked else f"{words}.")

    @action(OPERATE)
    async def send_again(self, message_id: int) -> None:
        """Somebody looked at the provider, and the mail in doubt is not there."""
        async with transaction() as session:
            await pitcher.send_again(session, message_id)
            await self._note(session, message_id, "It had not arrived; it leaves again.")
        await self._read()
        await toast(self, "The mail is in line again.")

    @action(OPERATE)
    async def mark_sent(self, message_id: int) -> None:
        """Somebody looked at the provider, and the mail in doubt is there."""
        async with transaction() as session:
            await pitcher.mark_sent(session, message_id)
            await self._note(session, message_id, "It had arrived; it counts as sent.")
        await self._read()
        await toast(self, "The mail counts as sent.")

    async def _note(self, session: AsyncSession, message_id: int, words: str) -> None:
        who = await signed_in(self)
        mail = await pitcher.get_message(session, message_id)
        business_id = mail.business.id if mail.business else None
        await accounts.record(session, "mail.settled_by_hand", words, business_id, actor=who.email)

    @action(OPERATE)
    async def rehearse(self) -> None:
        """The same look at the rules; nothing is written and nothing leaves."""
        async with transaction() as session:
            limit = (await conductor.cycle_limits(session))["campaigns"]
        report = await conductor.run_campaigns(transaction, limit=limit, dry_run=True)
        held: dict[str, int] = {}
        for hold in report["held"]:
            held[hold["reason"]] = held.get(hold["reason"], 0) + 1
        self.rehearsal = [rows.Reason(str(count), reason) for reason, count in held.items()]
        many = report["created"]
        self.rehearsed = f"{many} offer{'s' * (many != 1)} would be written, {len(report['held'])} held."

    async def _read(self) -> None:
        asked = {name: self._query(name) for name in ("state", "q")}
        chosen = self._query("mail")
        async with reading() as session:
            stats = await pitcher.stats(session)
            held = await pitcher.list_held_reasons(session)
            page = await pitcher.page_messages(
                session,
                state=asked["state"],
                search=asked["q"],
                cursor=self._query("after") or None,
                limit=LINES,
            )
            wanted = _wanted(chosen, page)
            detail = await pitcher.get_message(session, wanted) if wanted else None
        self._show_figures(stats, held, asked)
        self._show_list(page, asked, wanted)
        self.is_chosen = bool(chosen)
        self.mail = rows.mail_of(detail) if detail else rows.Mail()
        self._show_parts(asked, wanted)

    async def _read_plan(self) -> None:
        """The sequence, the week, and the chosen letter on the chosen business."""
        week_of, step = _monday(self._query("week")), _step(self._query("letter"))
        async with reading() as session:
            plan = await pitcher.read_sequence(session)
            figures = await pitcher.read_steps(session)
            week = await pitcher.read_week(session, week_of)
            readers = await pitcher.list_readers(session)
            templates = await pitcher.read_templates(session)
            place = _place(self._query("owner"), len(readers))
            tried = None
            if readers:
                business_id, _ = readers[place]
                language = await pitcher.language_at(session, business_id)
                tried = await pitcher.try_letter(session, business_id, templates[step, "", language])
        kept: dict[str, object] = {"week": self._query("week"), "owner": place or ""}
        self.steps = planned.steps_of(plan, figures, step, kept)
        self.cells, self.week_line = planned.cells_of(week, plan), planned.week_line(week)
        here = {"letter": step or "", "owner": place or ""}
        self.week_before = address(self.base, week=week_of - dt.timedelta(days=7), **here)
        self.week_after = address(self.base, week=week_of + dt.timedelta(days=7), **here)
        self.sample_day, self.end_day = str(plan.days[step]), str(max(plan.days) + 1)
        self.sample = self._sample(tried, step, place, len(readers)) if tried else planned.Sample()

    def _sample(self, tried: Any, step: int, place: int, count: int) -> planned.Sample:
        kept = {"week": self._query("week"), "letter": step or ""}
        country = pitcher.find_country(tried.business.country)
        hrefs = {
            "newer": address(self.base, **kept, owner=place - 1 or "") if place else "",
            "older": address(self.base, **kept, owner=place + 1) if place + 1 < count else "",
            "edit": address("/campaigns/letters", step=step or "", language=tried.language),
        }
        settings = get_settings()
        sender = f"{settings.sender_name}, {settings.sender_email}"
        return planned.sample_of(tried, sender, country.name if country else tried.business.country, hrefs)

    def _show_figures(self, stats: dict[str, Any], held: list[Any], asked: dict[str, str]) -> None:
        figures = rows.figures_of(stats)
        # One State serves both addresses, so the title's line does too.
        self.summary = f"{figures[0].value} in line, {figures[1].value} held, {now():%H:%M} UTC"
        self.figures, self.reasons = figures, rows.reasons_of(held)
        provider = get_settings().mail_provider
        self.where = (
            "Mail stays on this machine, in the local mailbox."
            if provider == "mailbox"
            else f"Mail leaves through {provider}."
        )
        self.q = asked["q"]
        self.tabs = tabs_of(self.base, "state", STATES, asked["state"], kept={"q": asked["q"]})

    def _show_list(self, page: Page[MessageRow], asked: dict[str, str], chosen: int) -> None:
        after = self._query("after")
        kept = {**asked, "after": after}
        self.lines = [
            rows.line_of(row, chosen, address(self.base, **kept, mail=row.message.id)) for row in page.items
        ]
        self.is_bare = not self.lines and not any(asked.values())
        self.newest = address(self.base, **asked) if after else ""
        self.older = address(self.base, **asked, after=page.next) if page.next else ""
        self.back = address(self.base, **kept)

    def _show_parts(self, asked: dict[str, str], chosen: int) -> None:
        part = self._query("part", "html")
        self.part = part if part in PARTS else "html"
        kept = {**asked, "after": self._query("after"), "mail": chosen}
        self.parts = tabs_of(self.base, "part", PARTS, self.part, kept=kept)


def _monday(given: str) -> dt.date:
    """The Monday of the week asked for, or of this one."""
    try:
        day = dt.date.fromisoformat(given)
    except ValueError:
        day = now().date()
    return day - dt.timedelta(days=day.weekday())


def _step(given: str) -> int:
    return int(given) if given in {"1", "2"} else 0


def _place(given: str, count: int) -> int:
    return min(int(given), max(count - 1, 0)) if given.isdigit() and len(given) < 4 else 0


def _wanted(chosen: str, page: Page[MessageRow]) -> int:
    """The mail asked for, else the newest in the list."""
    if chosen:
        if not (chosen.isdigit() and len(chosen) < 12):
            raise NotFound("There is no such message.")
        return int(chosen)
    return (page.items[0].message.id or 0) if page.items else 0
