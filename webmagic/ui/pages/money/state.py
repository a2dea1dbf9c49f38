"""Money: figures, comparisons with the gateway, coupons, and the simulator's switches."""

from dataclasses import asdict
from typing import Any

import reflex as rx

from webmagic import payments
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.ui.action import MANAGE, action
from webmagic.ui.identity import signed_in
from webmagic.ui.money import moneys
from webmagic.ui.pages.money import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

RUNS = 6


class MoneyState(PageVars, rx.State):
    summary: str = ""
    revenue: list[rows.RevenueLine] = []
    territories: list[rows.CostLine] = []
    trades: list[rows.CostLine] = []
    prompts: list[rows.CostLine] = []
    runs: list[rows.RunLine] = []
    coupons: list[rows.CouponLine] = []
    faults: list[rows.FaultLine] = []
    gateway: str = ""
    is_simulator: bool = False

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(MANAGE)
    async def reconcile_now(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            is_new = await enqueue(session, "monitoring.reconcile", dedupe="reconcile", actor=who.email)
        words = "The comparison has begun." if is_new else "A comparison is under way already."
        await toast(self, f"{words} Its lines appear here when it ends.")

    @action(MANAGE)
    async def make_coupon(self, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        numbers = {name: _number(form, name) for name in ("percent_off", "max_redemptions", "days")}
        async with transaction() as session:
            coupon = await payments.create_coupon(
                session,
                code=str(form.get("code", "")),
                percent_off=numbers["percent_off"] or 0,
                max_redemptions=numbers["max_redemptions"],
                days=numbers["days"],
                actor=who.email,
            )
        await self._read()
        await toast(self, f"Coupon {coupon.code} is there.")

    @action(MANAGE)
    async def end_coupon(self, coupon_id: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await payments.end_coupon(session, coupon_id, actor=who.email)
        await self._read()
        await toast(self, "The coupon is ended. Pages made with it keep their price.")

    @action(MANAGE)
    async def switch_fault(self, name: str) -> None:
        if name not in rows.FAULTS:
            raise Invalid("The simulator has no such switch.")
        is_on = next(line.is_on for line in self.faults if line.name == name)
        value = rows.FAULTS[name][2]
        await payments.simulator.act(
            payments.simulator.set_faults, {name: type(value)(0) if is_on else value}
        )
        await self._read()

    async def _read(self) -> None:
        async with reading() as session:
            found = await payments.money_figures(session)
            runs = await payments.list_reconciliations(session, RUNS)
            coupons = await payments.list_coupons(session)
        self.revenue = [rows.revenue_line(one) for one in found.revenue]
        self.territories = [rows.cost_line(one) for one in found.territories]
        self.trades = [rows.cost_line(one) for one in found.trades]
        self.prompts = [rows.cost_line(one) for one in found.prompts]
        self.runs = [rows.run_line(run) for run in runs]
        self.coupons = [rows.coupon_line(row) for row in coupons]
        mrr = {one.currency: one.mrr for one in found.revenue if one.mrr}
        self.summary = f"{moneys(mrr)} a month" if mrr else "Nothing comes in each month yet"
        self.gateway = get_settings().payment_provider
        self.is_simulator = self.gateway == "simulator"
        await self._read_faults()

    async def _read_faults(self) -> None:
        if not self.is_simulator:
            self.faults = []
            return
        known = asdict(await payments.simulator.act(payments.simulator.read_faults))
        self.faults = [
            rows.FaultLine(name, label, told, bool(known[name]))
            for name, (label, told, _) in rows.FAULTS.items()
        ]


def _number(form: dict[str, Any], name: str) -> int | None:
    """What was typed into a field for numbers; None when it was left empty."""
    text = str(form.get(name, "")).strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 6 or not int(text):
        raise Invalid(f"{name.replace('_', ' ').capitalize()} must be a whole number above 0.")
    return int(text)
