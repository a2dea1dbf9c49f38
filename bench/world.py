"""A gateway with many customers whose story is known in advance, and everything it has to tell.

    python -m granian bench.world:api     serves it, made from SEED and CUSTOMERS in the environment

The same seed makes the same world in every process, so the proof knows what the gateway knows.
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.recurrente import FakeRecurrente

SETUP_CENTS, MONTHLY_CENTS = 14900, 2900


@dataclass
class World:
    gateway: FakeRecurrente
    pages: list[tuple[str, str]] = field(default_factory=list)  # of each business: set-up, monthly
    events: list[dict[str, Any]] = field(default_factory=list)  # those that are told
    untold: int = 0  # customers of whom no webhook ever comes

    def money(self) -> Counter[int]:
        """How many payments of each amount arrived."""
        intents = self.gateway.intents.values()
        return Counter(intent["amount_in_cents"] for intent in intents if intent["status"] == "succeeded")

    def plans(self) -> Counter[str]:
        return Counter(plan["status"] for plan in self.gateway.plans.values())


def make(seed: int, customers: int) -> World:
    dice, world = random.Random(seed), World(FakeRecurrente())
    for number in range(customers):
        setup, monthly = (_page(world.gateway, number, kind) for kind in ("setup", "monthly"))
        world.pages.append((setup, monthly))
        is_told = dice.random() > 0.03
        _live(world.gateway, dice, setup, monthly, is_told=is_told)
        told, world.gateway.outbox = world.gateway.outbox, []
        if is_told:
            world.events += told
        else:
            world.untold += 1
    return world


def _live(gateway: FakeRecurrente, dice: random.Random, setup: str, monthly: str, *, is_told: bool) -> None:
    """One customer: who pays, who fails, who goes."""
    if dice.random() < 0.15:
        gateway.decline(setup)
    if dice.random() < 0.12:
        return  # never came back
    gateway.pay(setup)
    if dice.random() < 0.08:
        return
    gateway.pay(monthly)
    if not is_told:
        return  # a gap of months without any webhook is nothing a comparison each night can meet
    plan = gateway.checkouts[monthly]["plan_id"]
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        if dice.random() < 0.15:
            gateway.fail_renewal(plan)
        gateway.renew(plan)
    for _ in range(dice.choices((0, 1, 3), (80, 12, 8))[0]):
        gateway.fail_renewal(plan)


def _page(gateway: FakeRecurrente, number: int, kind: str) -> str:
    item: dict[str, Any] = {"name": kind, "currency": "USD", "amount_in_cents": SETUP_CENTS}
    if kind == "monthly":
        item |= {"amount_in_cents": MONTHLY_CENTS, "charge_type": "recurring", "billing_interval": "month"}
    return gateway.open_checkout({"items": [item], "metadata": {"number": str(number)}})["id"]


def api():
    """For granian."""
    return make(int(os.environ["SEED"]), int(os.environ["CUSTOMERS"])).gateway.app
