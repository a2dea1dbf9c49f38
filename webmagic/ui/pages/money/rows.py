"""The figures of money as lines."""

from dataclasses import dataclass

from webmagic.models import Reconciliation
from webmagic.payments import Acquired, CouponRow, Revenue
from webmagic.ui.figures import moment
from webmagic.ui.money import money


@dataclass(frozen=True)
class RevenueLine:
    currency: str
    mrr: str
    plans: str
    average: str
    churn: str
    churn_note: str
    lifetime: str
    kept: str
    recent: str
    refunded: str


@dataclass(frozen=True)
class CostLine:
    name: str
    businesses: str
    customers: str
    cost: str
    each: str


@dataclass(frozen=True)
class RunLine:
    id: int
    when: str
    actor: str
    told: str
    tone: str
    mark: str
    words: str
    corrections: list[str]


@dataclass(frozen=True)
class CouponLine:
    id: int
    code: str
    off: str
    whose: str
    used: str
    tone: str
    words: str
    is_active: bool


@dataclass(frozen=True)
class FaultLine:
    name: str
    label: str
    told: str
    is_on: bool


# What each switch of the simulator does, and the value it stands for when it is on.
FAULTS = {
    "duplicates": ("Duplicate", "each webhook comes three times", 2),
    "delay_seconds": ("Delay", "webhooks leave a minute late", 60),
    "reorders": ("Reorder", "webhooks come in any order", True),
    "forges": ("Forge", "a forged webhook comes before each", True),
    "declines": ("Decline", "every card is declined", True),
    "is_down": ("Go down", "the gateway answers nobody", True),
}


def revenue_line(one: Revenue) -> RevenueLine:
    share = "not yet known" if one.churn is None else f"{one.churn:.1%}"
    return RevenueLine(
        currency=one.currency,
        mrr=money(one.mrr, one.currency),
        plans=f"{one.plans:,}",
        average=money(one.average, one.currency),
        churn=share,
        churn_note=f"{one.ended:,} of {one.running_before:,}",
        lifetime="not yet known" if one.lifetime_value is None else money(one.lifetime_value, one.currency),
        kept=f"{one.kept_share:.1%}",
        recent=money(one.received_30_days, one.currency),
        refunded=money(one.refunded, one.currency),
    )


def cost_line(one: Acquired) -> CostLine:
    return CostLine(
        name=one.name,
        businesses=f"{one.businesses:,}",
        customers=f"{one.customers:,}",
        cost=_dollars(one.cost_microusd),
        each="–" if one.cost_of_one is None else _dollars(one.cost_of_one),
    )


def _dollars(micro: int) -> str:
    return f"${micro / 1e6:,.2f}"


def run_line(run: Reconciliation) -> RunLine:
    tone, mark, words = "ok", "check", "nothing differed"
    if run.error or run.finished_at is None:
        tone, mark, words = "warn", "triangle-alert", "did not finish"
    elif run.remaining:
        tone, mark, words = "bad", "octagon-alert", f"{run.remaining:,} remain"
    elif run.drift:
        tone, mark, words = "ok", "check", f"{run.drift:,} corrected"
    rounds = f"{run.rounds} round{'s' * (run.rounds != 1)}"
    return RunLine(
        id=run.id or 0,
        when=moment(run.started_at),
        actor=run.actor,
        told=run.error or f"{run.checked:,} checked in {rounds}",
        tone=tone,
        mark=mark,
        words=words,
        corrections=run.corrections[:20],
    )


def coupon_line(row: CouponRow) -> CouponLine:
    coupon = row.coupon
    off = f"{coupon.percent_off}%" if coupon.percent_off else money(coupon.amount_off_cents, coupon.currency)
    limit = f" of {coupon.max_redemptions:,}" if coupon.max_redemptions is not None else ""
    return CouponLine(
        id=coupon.id or 0,
        code=coupon.code,
        off=f"{off} off the set-up fee",
        whose="for one business alone" if coupon.business_id else "for everybody",
        used=f"used by {row.used:,}{limit}",
        tone="ok" if coupon.is_active else "",
        words=("until " + moment(coupon.expires_at) if coupon.expires_at else "no end")
        if coupon.is_active
        else "ended",
        is_active=coupon.is_active,
    )
