"""Money: three lists over one state. Which list, its filter and its cursor are in the address."""

from typing import Any

import reflex as rx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, payments
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.models import SubscriptionState
from webmagic.ui.action import MANAGE, action
from webmagic.ui.components.tabs import Tab, address, tabs_of
from webmagic.ui.identity import signed_in
from webmagic.ui.money import moneys
from webmagic.ui.pages.customers import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

LINES = 40
VIEWS = {"": "Customers", "plans": "Plans", "payments": "Payments", "webhooks": "Webhooks"}


class CustomersState(PageVars, rx.State):
    summary: str = ""
    mrr: str = ""
    mrr_note: str = ""
    recent: str = ""
    received: str = ""
    customers: str = ""
    overdue: str = ""
    gateway: str = ""
    is_simulator: bool = False
    view: str = ""
    tabs: list[Tab] = []
    lines: list[rows.Line] = []
    newest: str = ""
    older: str = ""

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(MANAGE)
    async def cancel_plan(self, plan_id: int, at_period_end: bool = False) -> None:
        who = await signed_in(self)
        plan = await payments.cancel(plan_id, transaction, at_period_end=at_period_end, actor=who.email)
        text = f"Plan {plan_id} was cancelled" + (" for the end of its period" if plan.next_state else "")
        async with transaction() as session:
            await accounts.record(session, "subscription.cancelled", text, actor=who.email)
        await self._read()
        words = "The plan ends with what is paid." if plan.next_state else "The plan is cancelled."
        await toast(self, f"{words} Nothing more is charged.")

    @action(MANAGE)
    async def pause_plan(self, plan_id: int) -> None:
        who = await signed_in(self)
        await payments.pause(plan_id, transaction, actor=who.email)
        await self._read()
        await toast(self, "The plan is paused. The page stays until the end of what is paid.")

    @action(MANAGE)
    async def resume_plan(self, plan_id: int) -> None:
        who = await signed_in(self)
        await payments.resume(plan_id, transaction, actor=who.email)
        await self._read()
        await toast(self, "The plan goes on.")

    @action(MANAGE)
    async def refund(self, payment_id: int) -> None:
        who = await signed_in(self)
        await payments.refund(payment_id, transaction, actor=who.email)
        await self._read()
        await toast(self, "The money goes back. The customer is told by mail.")

    @action(MANAGE)
    async def replay(self, event_id: int) -> None:
        async with transaction() as session:
            await payments.replay(session, event_id)
        await self._read()
        await toast(self, "The webhook is worked off again. What it told before does not count twice.")

    @action(MANAGE)
    async def pass_month(self, plan_id: int, is_paid: bool) -> None:
        """At the simulator alone: a month passes, and its charge succeeds or fails."""
        async with reading() as session:
            plan_name = await payments.get_simulated(session, plan_id)
        verb = payments.simulator.renew if is_paid else payments.simulator.fail_renewal
        await payments.simulator.act(verb, plan_name)
        await toast(self, "A month has passed at the simulator. Its webhooks are on their way.")

    async def _read(self) -> None:
        view, after = self._query("view"), self._query("after")
        self.view = view if view in VIEWS else ""
        async with reading() as session:
            stats = await payments.stats(session)
            self.lines, further = await _lines(session, self.view, after or None)
        self._show(stats)
        self.newest = address("/customers", view=self.view) if after else ""
        self.older = address("/customers", view=self.view, after=further) if further else ""

    def _show(self, stats: dict[str, Any]) -> None:
        plans = stats["subscriptions"]
        active, overdue = plans.get(SubscriptionState.ACTIVE, 0), plans.get(SubscriptionState.PAST_DUE, 0)
        self.mrr, self.recent, self.received = (
            moneys(stats[name]) for name in ("mrr", "received_30_days", "received")
        )
        self.mrr_note = f"{active + overdue} plan{'s' * (active + overdue != 1)} running"
        self.customers, self.overdue = f"{stats['customers']:,}", f"{overdue:,}"
        self.summary = f"{self.mrr} a month from {active + overdue} plan{'s' * (active + overdue != 1)}"
        self.gateway = get_settings().payment_provider
        self.is_simulator = self.gateway == "simulator"
        self.tabs = tabs_of("/customers", "view", VIEWS, self.view)


async def _lines(session: AsyncSession, view: str, cursor: str | None) -> tuple[list[rows.Line], str | None]:
    if view == "plans":
        plans = await payments.list_subscriptions(session, cursor=cursor, limit=LINES)
        return [rows.plan_line(row) for row in plans.items], plans.next
    if view == "payments":
        paid = await payments.list_payments(session, cursor=cursor, limit=LINES)
        return [rows.payment_line(row) for row in paid.items], paid.next
    if view == "webhooks":
        events = await payments.page_webhooks(session, cursor=cursor, limit=LINES)
        return [rows.webhook_line(event) for event in events.items], events.next
    people = await payments.page_customers(session, cursor=cursor, limit=LINES)
    return [rows.customer_line(row) for row in people.items], people.next
