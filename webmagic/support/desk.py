"""How a site stands, as its owner should hear it: one word, and the day that counts."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import payments
from webmagic.core.clock import now
from webmagic.models import SiteStatus, Subscription, SubscriptionState
from webmagic.support.owners import OwnedSite

ONLINE, BUILDING, GRACE, SUSPENDED = "online", "building", "grace", "suspended"
PAUSED, RESTING, ENDING, ENDED = "paused", "resting", "ending", "ended"


@dataclass(frozen=True)
class Desk:
    """`until`: paid until, online until, or ends on, as the state has it."""

    state: str
    until: dt.datetime | None = None
    plan: Subscription | None = None

    @property
    def owes(self) -> bool:
        return self.state in (GRACE, SUSPENDED)

    @property
    def can_resume(self) -> bool:
        return self.state in (PAUSED, RESTING, ENDING) and bool(
            self.plan and self.plan.state != SubscriptionState.CANCELLED
        )

    @property
    def can_leave(self) -> bool:
        """Pause or cancel; what is planned already is not asked for again."""
        return bool(
            self.plan
            and self.plan.state not in (SubscriptionState.CANCELLED, SubscriptionState.PAUSED)
            and not self.plan.next_state
        )


async def desk_of(session: AsyncSession, own: OwnedSite) -> Desk:
    plan = await payments.find_plan(session, own.customer.id or 0)
    if plan is not None and (found := _of_plan(plan)):
        return found
    is_up = own.site.published_version and own.site.status != SiteStatus.WITHDRAWN
    return Desk(ONLINE if is_up else BUILDING, plan.current_period_end if plan else None, plan)


def _of_plan(plan: Subscription) -> Desk | None:
    """What the plan has to say about the site; None when it runs as it should."""
    is_paid = bool(plan.ends_at and plan.ends_at > now())
    match plan.state:
        case SubscriptionState.CANCELLED:
            return Desk(ENDING if is_paid else ENDED, plan.ends_at or plan.cancelled_at, plan)
        case SubscriptionState.PAUSED:
            return Desk(PAUSED if is_paid else RESTING, plan.ends_at, plan)
        case SubscriptionState.PAST_DUE | SubscriptionState.UNABLE_TO_START:
            ends = payments.grace_ends(plan)
            return Desk(SUSPENDED if ends and ends <= now() else GRACE, ends, plan)
    if plan.next_state == SubscriptionState.CANCELLED:
        return Desk(ENDING, plan.next_state_at, plan)
    if plan.next_state == SubscriptionState.PAUSED:
        return Desk(PAUSED, plan.next_state_at, plan)
    return None
