"""Whether the newest intent of a plan's checkout brought money.

A renewal has no event of its own, and the newest intent may as well be the one that failed. So
before a payment is written down by it, the gateway is asked about that very intent.
"""

from dataclasses import replace

from webmagic.core.errors import VendorError
from webmagic.models import SubscriptionState
from webmagic.payments.gateways import CheckoutTruth, Gateway, SubscriptionTruth

ARRIVED = ("succeeded", "paid")


async def prove(gateway: Gateway, truth: CheckoutTruth, plan: SubscriptionTruth | None) -> CheckoutTruth:
    """The same, with `is_proved` as it is. A gateway that does not know its own intent by that id is
    believed only while the plan runs."""
    latest = truth.latest_payment_id
    if not truth.subscription_id or not latest or latest == truth.payment_id:
        return truth
    try:
        intent = await gateway.read_intent(latest)
    except VendorError as error:
        if not error.permanent:
            raise
        return replace(truth, is_proved=plan is not None and plan.status == SubscriptionState.ACTIVE)
    return replace(truth, is_proved=intent.status in ARRIVED)
