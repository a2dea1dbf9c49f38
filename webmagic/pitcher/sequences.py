"""The letters after the first: when each is due, what the owner did meanwhile, and what ends it all.

A reply, a bounce, a complaint, an unsubscribe, a claim or a payment stops the campaign (`stages`),
and a stopped campaign has no next letter.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.clock import ahead, now
from webmagic.core.errors import Invalid
from webmagic.models import (
    Business,
    Campaign,
    CampaignState,
    EventKind,
    GeneratedSite,
    Message,
    MessageEvent,
    MessageState,
    SiteStatus,
    Stage,
)
from webmagic.pitcher.letters import FORM, STEPS, VISITED
from webmagic.pitcher.policy import business_days_after
from webmagic.pitcher.stages import stop_campaign

SEQUENCE = "mail.sequence"
DEFAULT_SEQUENCE: dict[str, Any] = {"days": [0, 3, 7], "on": [True, True, True], "picture": True}
LONGEST_DAYS = 60
MANY_VISITS = 3
PATIENCE_DAYS = 1  # how much later a follow-up looks again while its first letter has not left
STILL_OPEN = (Stage.PUBLISHED, Stage.PITCHED, Stage.VISITED)


@dataclass(frozen=True)
class Plan:
    days: tuple[int, ...]
    on: tuple[bool, ...]
    picture: bool

    def next_step(self, step: int) -> int | None:
        return next((n for n in STEPS if n > step and self.on[n]), None)


async def read_sequence(session: AsyncSession) -> Plan:
    found = await read_preference(session, SEQUENCE, DEFAULT_SEQUENCE)
    return Plan(tuple(found["days"]), tuple(found["on"]), bool(found["picture"]))


async def write_sequence(
    session: AsyncSession, *, days: Sequence[int], on: Sequence[bool], picture: bool, actor: str
) -> None:
    """The first letter is always day 0; each later one comes at least three days after the one before."""
    if len(days) != len(STEPS) or len(on) != len(STEPS) or days[0] != 0 or not on[0]:
        raise Invalid("The first letter leaves on day 0 and cannot be left out.")
    last = 0
    for step in STEPS[1:]:
        if on[step] and not last + 3 <= days[step] <= LONGEST_DAYS:
            raise Invalid(f"Letter {step + 1} comes at least three days after the one before it.")
        last = days[step] if on[step] else last
    await write_preference(session, SEQUENCE, {"days": list(days), "on": list(on), "picture": picture})
    plan = ", ".join(f"day {day}" for day, is_on in zip(days, on, strict=True) if is_on)
    await record(session, "sequence.changed", f"Letters leave on {plan}", actor=actor)


@dataclass(frozen=True)
class FollowUp:
    campaign: Campaign
    business: Business
    site: GeneratedSite
    step: int
    occasion: str
    answers: Message  # the first letter, which this one follows
    identity_id: int | None


async def list_follow_ups(session: AsyncSession, limit: int) -> list[FollowUp]:
    """The letters whose day has come. Campaigns that are over are closed on the way."""
    sequence = await read_sequence(session)
    found = await session.exec(
        select(Campaign, Business, GeneratedSite)
        .join(Business, col(Business.id) == Campaign.business_id)
        .join(GeneratedSite, col(GeneratedSite.business_id) == Business.id)
        .where(Campaign.state == CampaignState.ACTIVE, col(Campaign.next_at) <= now())
        .order_by(col(Campaign.next_at))
        .limit(limit)
    )
    due = []
    for campaign, business, site in found.all():
        if follow_up := await _follow_up(session, sequence, campaign, business, site):
            due.append(follow_up)
    return due


async def _follow_up(
    session: AsyncSession, sequence: Plan, campaign: Campaign, business: Business, site: GeneratedSite
) -> FollowUp | None:
    found = await session.exec(
        select(Message).where(Message.campaign_id == campaign.id).order_by(col(Message.step))
    )
    letters = list(found.all())
    last = letters[-1] if letters else None
    session.add(campaign)
    if business.stage not in STILL_OPEN or site.status != SiteStatus.PUBLISHED or site.is_claimed:
        await stop_campaign(session, campaign.business_id, "They went on by themselves.")
    elif last is None or last.state in (MessageState.QUEUED, MessageState.SENDING, MessageState.UNKNOWN):
        campaign.next_at = ahead(days=PATIENCE_DAYS)
    elif last.state == MessageState.SENT and last.sent_at:
        if step := _next_due(sequence, campaign, letters[0].sent_at or last.sent_at, last):
            occasion = await occasion_of(session, campaign.id or 0)
            return FollowUp(campaign, business, site, step, occasion, letters[0], last.identity_id)
    elif last.state == MessageState.HELD and last.step:
        occasion = await occasion_of(session, campaign.id or 0)
        return FollowUp(campaign, business, site, last.step, occasion, letters[0], last.identity_id)
    else:
        await stop_campaign(session, campaign.business_id, "A letter could not be sent.")
    return None


def _next_due(sequence: Plan, campaign: Campaign, began: dt.datetime, last: Message) -> int | None:
    """The step whose day has come. Notes on the campaign when that will be, or that all is said."""
    step = sequence.next_step(last.step)
    if step is None:
        campaign.state, campaign.next_at, campaign.updated_at = CampaignState.DONE, None, now()
        return None
    planned = began + dt.timedelta(days=sequence.days[step])
    earliest = max(planned, business_days_after(last.sent_at or began))
    if earliest > now():
        campaign.next_at = earliest
        return None
    return step


async def occasion_of(session: AsyncSession, campaign_id: int) -> str:
    """What people, not machines, did with the letters so far."""
    found = await session.exec(
        select(MessageEvent.target, func.count())
        .join(Message, col(Message.id) == MessageEvent.message_id)
        .where(
            Message.campaign_id == campaign_id,
            MessageEvent.kind == EventKind.CLICK,
            col(MessageEvent.is_machine).is_(False),
        )
        .group_by(MessageEvent.target)
    )
    clicks = dict(found.all())
    if clicks.get("claim"):
        return FORM
    return VISITED if clicks.get("site", 0) >= MANY_VISITS else ""


async def plan_next(session: AsyncSession, campaign: Campaign, step: int, leaves: dt.datetime) -> None:
    """When to look at this campaign again."""
    sequence = await read_sequence(session)
    later = sequence.next_step(step)
    gap = sequence.days[later] - sequence.days[step] if later is not None else LONGEST_DAYS
    campaign.next_at = leaves + dt.timedelta(days=max(gap, 1))
    session.add(campaign)
