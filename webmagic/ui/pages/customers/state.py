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
VIEWS = {"": "Customers", "plans": "Plans", "payments": "Payments"}


class CustomersState(PageVars, rx.State):
    summary: str = ""
    mrr: str = ""
    mrr_note: str = ""
    recent: str = ""
    received: str = ""
    customers: str = ""
    overdue: str = ""
    gateway: str = ""
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
    async def cancel_plan(self, plan_id: int) -> None:
        who = await signed_in(self)
        await payments.cancel(plan_id, transaction)
        async with transaction() as session:
            await accounts.record(
                session, "subscription.cancelled", f"Plan {plan_id} was cancelled", actor=who.email
            )
        await self._read()
        await toast(self, "The plan is cancelled. Nothing more is charged.")

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
        self.tabs = tabs_of("/customers", "view", VIEWS, self.view)


async def _lines(session: AsyncSession, view: str, cursor: str | None) -> tuple[list[rows.Line], str | None]:
    if view == "plans":
        plans = await payments.list_subscriptions(session, cursor=cursor, limit=LINES)
        return [rows.plan_line(row) for row in plans.items], plans.next
    if view == "payments":
        paid = await payments.list_payments(session, cursor=cursor, limit=LINES)
        return [rows.payment_line(row) for row in paid.items], paid.next
    people = await payments.page_customers(session, cursor=cursor, limit=LINES)
    return [rows.customer_line(row) for row in people.items], people.next
