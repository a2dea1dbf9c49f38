"""A plan under whatever may happen to it, in any order, against a model that knows the rules."""

import asyncio
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from tests.payments.selling import everything, sell, tell
from tests.payments.till import Till, deliver, told
from webmagic import payments
from webmagic.core import database
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict
from webmagic.core.settings import get_settings
from webmagic.models import GeneratedSite, Payment, Subscription

MOVES = {
    "active": {"past_due", "paused", "cancelled"},
    "past_due": {"active", "paused", "cancelled"},
    "paused": {"active", "past_due", "cancelled"},
    "cancelled": set(),
}


class Plans(RuleBasedStateMachine):
    """`theirs` is the state at the gateway, `ours` what we must show; they differ until a webhook comes."""

    template: Path
    home: Path

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        (self.home / "webmagic.db").unlink(missing_ok=True)
        shutil.copy(self.template, self.home / "webmagic.db")
        self.till = Till()
        self.run(sell(self.till))
        self.ours = self.theirs = "active"
        self.renewals = 0

    def run(self, work):
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(database.dispose())
        self.runner.close()
        for path in self.home.glob("webmagic.db*"):
            path.unlink()

    def _ask(self, verb, to: str, **more) -> None:
        """What an owner asks for: done, or refused when the plan cannot move so."""
        is_legal = to in MOVES[self.ours] if verb is not payments.resume else self.ours == "paused"
        work = verb(1, transaction, self.till, **more)
        if not is_legal:
            with pytest.raises(Conflict):
                self.run(work)
            return
        self.run(work)
        self.ours = self.theirs = to

    @precondition(lambda self: self.ours == self.theirs)
    @rule()
    def cancel(self) -> None:
        self._ask(payments.cancel, "cancelled")

    @precondition(lambda self: self.ours == self.theirs)
    @rule()
    def pause(self) -> None:
        self._ask(payments.pause, "paused")

    @precondition(lambda self: self.ours == self.theirs)
    @rule()
    def resume(self) -> None:
        self._ask(payments.resume, "active")

    @precondition(lambda self: self.theirs != "cancelled")
    @rule(to=st.sampled_from(["active", "past_due", "paused", "cancelled"]))
    def something_happens_at_the_gateway(self, to: str) -> None:
        self.till.move("su_1", to)
        self.theirs = to

    @precondition(lambda self: self.theirs in ("active", "past_due"))
    @rule()
    def a_month_is_paid(self) -> None:
        self.renewals += 1
        old, intent = self.till.checkouts["ch_2"], f"pa_r{self.renewals}"
        self.till.checkouts["ch_2"] = type(old)(
            "ch_2", "paid", 2900, "USD", "pa_2", intent, "su_1", old.metadata
        )
        self.till.move("su_1", "active")
        self.theirs = "active"
        for family in ("payment_intent", "intent"):
            self.run(deliver(self.till, told(f"{family}.succeeded", "ch_2", intent, 2900)))
        self._followed()

    @rule()
    def its_webhook_comes(self) -> None:
        self.run(tell(self.till, "update"))
        self._followed()

    @rule()
    def it_is_reconciled(self) -> None:
        run = self.run(payments.reconcile(transaction, self.till))
        self._followed()
        assert run.remaining == 0 or self.ours != self.theirs

    def _followed(self) -> None:
        if self.theirs == self.ours or self.theirs in MOVES[self.ours]:
            self.ours = self.theirs

    @invariant()
    def our_row_is_what_the_rules_allow(self) -> None:
        (plan,) = self.run(everything(Subscription))
        assert plan.state == self.ours
        assert (plan.past_due_at is not None) >= (plan.state == "past_due")
        if plan.state == "active":
            assert (plan.past_due_at, plan.dunning_step, plan.ends_at) == (None, 0, None)
        if plan.state == "cancelled":
            assert plan.cancelled_at and plan.ends_at and not plan.next_state

    @invariant()
    def money_is_counted_once(self) -> None:
        amounts = [row.amount_cents for row in self.run(everything(Payment)) if row.state == "succeeded"]
        assert amounts.count(2900) == 1 + self.renewals

    @invariant()
    def the_site_stands_as_its_plan_does(self) -> None:
        async def look() -> tuple[bool, str]:
            async with transaction() as session:
                site = (await session.exec(select(GeneratedSite))).one()
                return site.suspended_at is not None, await payments.standing_of(session, site)

        is_down, standing = self.run(look())
        assert is_down == (standing == "suspended")


def test_no_order_of_events_breaks_a_plan(home, sqlite_template, figure):
    Plans.template, Plans.home = sqlite_template, home
    get_settings.cache_clear()
    run_state_machine_as_test(
        Plans,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
