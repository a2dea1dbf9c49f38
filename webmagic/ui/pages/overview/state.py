"""The overview's state: rebuilt from the database on every load, nudged by live events."""

import datetime as dt
import time
from typing import Any, Literal

import reflex as rx

from webmagic import accounts, conductor
from webmagic.conductor import Overview
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.models import Activity
from webmagic.ui.action import MANAGE, action
from webmagic.ui.figures import microusd
from webmagic.ui.following import follow
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.overview import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

PERIODS = {"7": "7 d", "28": "28 d", "91": "Quarter"}
MODES = {
    "off": "Autopilot is off.",
    "rehearsal": "Autopilot rehearses. Nothing is sent.",
    "on": "Autopilot is on.",
}
FEED = 14
REFRESH_SECONDS = 3


class OverviewState(PageVars, rx.State):
    days: str = "28"
    today: str = ""
    has_listings: bool = False
    steps: list[rows.Step] = []
    outline: str = ""
    posts: list[str] = []
    street_words: str = ""

    recurring: str = ""
    setup: str = ""
    sold: str = ""
    left: str = ""
    subscribers: str = ""
    has_income: bool = False
    bars: list[rows.Bar] = []
    bars_words: str = ""
    first_week: str = ""
    last_week: str = ""

    spent: str = ""
    spent_models: str = ""
    spent_listings: str = ""
    models_width: str = "0%"
    listings_width: str = "0%"
    a_site: str = ""
    sites_today: str = ""

    lanes: list[rows.Lane] = []
    nowline: str = ""

    mode: str = "off"
    building: str = ""
    waiting: str = ""
    sent_today: str = ""

    needs: list[rows.NeedRow] = []
    feed: list[rows.FeedRow] = []

    @action()
    async def load(self) -> None:
        days = self._query("days", "28")
        self.days = days if days in PERIODS else "28"
        async with reading() as session:
            figures = await conductor.overview(session, int(self.days))
            lines = await accounts.page_activity(session, limit=FEED)
        self._show(figures)
        self.feed = rows.feed_of(lines)
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        """New lines come in on top; the figures follow a few seconds later."""
        seen, is_stale, looked_at = set(), False, time.monotonic()
        async for event in follow(self, "/"):
            if event and event.get("type") == "activity" and event.get("id") not in seen:
                seen.add(event.get("id"))
                async with self:
                    self._put_on_top(event)
            is_stale = is_stale or event is not None
            if is_stale and time.monotonic() - looked_at > REFRESH_SECONDS:
                is_stale, looked_at = False, time.monotonic()
                await self._refresh()

    async def _refresh(self) -> None:
        async with self:
            await signed_in(self)
            days = int(self.days)
        async with reading() as session:
            figures = await conductor.overview(session, days)
        async with self:
            self._show(figures)

    @action(MANAGE)
    async def set_mode(self, mode: Literal["off", "rehearsal", "on"]) -> None:
        who = await signed_in(self, MANAGE)
        async with transaction() as session:
            await conductor.set_autopilot_mode(session, mode)
            await accounts.record(session, "autopilot.mode", MODES[mode], actor=who.email)
        self.mode = mode
        await toast(self, MODES[mode])

    def _put_on_top(self, event: dict[str, Any]) -> None:
        line = Activity(
            id=event.get("id"),
            kind=str(event.get("kind", "")),
            text=str(event.get("text", "")),
            business_id=event.get("business_id"),
            at=dt.datetime.fromisoformat(str(event.get("at"))),
        )
        older = [row for row in self.feed if row.id != line.id]
        self.feed = [rows.feed_row(line, tone="new"), *older][:FEED]

    def _show(self, figures: Overview) -> None:
        self.today = f"{now():%A} {now().day} {now():%B, %H:%M} UTC"
        self._show_street(figures)
        self._show_money(figures)
        self._show_spending(figures)
        self.lanes, self.nowline = rows.lanes_of(figures.ribbon), rows.nowline()
        self.mode = figures.mode
        self.building = f"{figures.building} now, {figures.queued_builds} in line"
        self.waiting, self.sent_today = f"{figures.mails_waiting}", f"{figures.mails_sent_today}"
        self.needs = rows.needs_of(figures.alerts)

    def _show_street(self, figures: Overview) -> None:
        counts = [step.count for step in figures.funnel]
        self.has_listings = bool(counts and max(counts))
        self.steps, self.outline, self.posts = (
            rows.steps_of(figures.funnel),
            rows.silhouette(counts),
            rows.posts(counts),
        )
        self.street_words = ", ".join(f"{step.label} {step.count}" for step in figures.funnel)

    def _show_money(self, figures: Overview) -> None:
        income = figures.income
        self.recurring, also_recurring = rows.main_and_rest(income.recurring, income.currency)
        self.setup, also_setup = rows.main_and_rest(income.setup, income.currency)
        self.sold, self.left = f"{figures.sold} sold{also_setup}", f"{figures.left}"
        self.subscribers = f"{figures.subscribers} paying now{also_recurring}"
        self.bars, self.bars_words = rows.bars_of(income.weeks), rows.weeks_in_words(income)
        self.has_income = any(week.recurring_cents + week.setup_cents for week in income.weeks)
        self.first_week = self.bars[0].label if self.bars else ""
        self.last_week = self.bars[-1].label if self.bars else ""

    def _show_spending(self, figures: Overview) -> None:
        models, listings = figures.spend_models_microusd, figures.spend_listings_microusd
        total = models + listings
        self.spent, self.spent_models, self.spent_listings = (
            microusd(total),
            microusd(models),
            microusd(listings),
        )
        self.models_width = f"{100 * models / total:.1f}%" if total else "0%"
        self.listings_width = f"{100 * listings / total:.1f}%" if total else "0%"
        self.a_site = microusd(models // figures.sites_today) if figures.sites_today else "–"
        self.sites_today = f"{figures.sites_today} published today"
