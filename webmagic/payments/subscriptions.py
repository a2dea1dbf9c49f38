"""Ending a plan. The gateway decides; our row follows what it then says."""

from webmagic.core.errors import Conflict, NotFound
from webmagic.core.settings import get_settings
from webmagic.models import Subscription, SubscriptionState
from webmagic.payments.gateways import Gateway, choose
from webmagic.payments.settling import settle_subscription
from webmagic.pitcher import Transaction


async def cancel(
    subscription_id: int, transaction: Transaction, gateway: Gateway | None = None
) -> Subscription:
    """At once: the gateway knows no later date. Raises Conflict for a plan that has ended."""
    gateway = gateway or choose(get_settings())
    async with transaction() as session:
        plan = await session.get(Subscription, subscription_id)
    if plan is None:
        raise NotFound("There is no such subscription.")
    if plan.state == SubscriptionState.CANCELLED:
        raise Conflict("This plan has been cancelled already.")
    if plan.provider != gateway.name:
        raise Conflict(f"This plan runs at {plan.provider}, which is not the gateway in use.")
    await gateway.cancel_subscription(plan.provider_id)
    truth = await gateway.read_subscription(plan.provider_id)
    async with transaction() as session:
        await settle_subscription(session, gateway.name, truth)
        return await session.get_one(Subscription, subscription_id)
