"""The offer to one business: made once, held with the reason when a rule forbids it, followed up."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago, ahead, now
from webmagic.core.database import insert_once
from webmagic.models import (
    Business,
    Campaign,
    CampaignState,
    GeneratedSite,
    Message,
    SiteStatus,
    Stage,
)
from webmagic.pitcher.composing import Composer
from webmagic.pitcher.gathering import Known, gather
from webmagic.pitcher.policy import Case, Hold, basis_of, judge
from webmagic.pitcher.rewriting import hand_over
from webmagic.pitcher.sequences import FollowUp, list_follow_ups, plan_next
from webmagic.pitcher.transports import Mailer
from webmagic.pitcher.writing import language_of

LOOK_AGAIN_HOURS = 1


@dataclass(frozen=True)
class HeldBusiness:
    business_id: int
    business: str
    rule: str
    reason: str


@dataclass
class CreateReport:
    """`created` letters that may be sent, their `message_ids`, and who is held and why."""

    created: int = 0
    message_ids: list[int] = field(default_factory=list)
    held: list[HeldBusiness] = field(default_factory=list)


async def create_due(
    session: AsyncSession, mailer: Mailer, *, limit: int = 100, dry_run: bool = False
) -> CreateReport:
    """A campaign for every published site that has none, another look at those held, and the next
    letter of those under way. A dry run writes nothing and says what would happen."""
    report = CreateReport()
    composer = await Composer.open(session, mailer)
    fresh = await _list_without_campaign(session, limit)
    held = await _list_held(session, limit)
    rows = [(b, s, None) for b, s in fresh] + [(b, s, c) for b, s, c in held]
    known = await gather(session, [business.email for business, _, _ in rows])
    letters: list[Message] = []
    seen: set[str] = set()
    for business, site, campaign in rows:
        letters += await _offer(session, composer, known, report, business, site, campaign, seen, dry_run)
    if not dry_run:
        for follow_up in await list_follow_ups(session, limit):
            letters += await _follow(session, composer, report, follow_up)
        await hand_over(session, letters, composer)
        report.message_ids = [letter.id or 0 for letter in letters]
    return report


async def _offer(
    session: AsyncSession,
    composer: Composer,
    known: Known,
    report: CreateReport,
    business: Business,
    site: GeneratedSite,
    campaign: Campaign | None,
    seen: set[str],
    dry_run: bool,
) -> list[Message]:
    sender, at = composer.plan(business)
    case = known.case(business, composer.mailer_of(sender), sender)
    holds = judge(case)
    if business.email and business.email.lower() in seen:
        holds.append(Hold("one-sequence", "Another offer to the same address is already under way."))
    draft = composer.draft(business, site, sender) if not holds else None
    holds += draft.holds if draft else []
    _tell(report, business, holds)
    if not holds:
        seen.add(business.email.lower())
    if dry_run:
        return []
    campaign = campaign or await _open_campaign(session, business.id or 0, site.id)
    if campaign is None:
        return []
    _settle(campaign, business, holds, case)
    session.add(campaign)
    if holds:
        return []
    letter = await composer.write(session, campaign, business, site, sender, at)
    await plan_next(session, campaign, 0, at or now())
    return [letter]


async def _follow(
    session: AsyncSession, composer: Composer, report: CreateReport, due: FollowUp
) -> list[Message]:
    """Under the rules of the moment; a rule that forbids it stops nothing for good."""
    known = await gather(session, [due.business.email])
    sender, at = composer.plan(due.business, prefer=due.identity_id)
    case = known.case(due.business, composer.mailer_of(sender), sender)
    holds = [hold for hold in judge(case) if hold.until is None]
    if holds:
        _tell(report, due.business, holds)
        due.campaign.held_reason = " ".join(hold.reason for hold in holds)
        due.campaign.next_at, due.campaign.updated_at = ahead(days=1), now()
        session.add(due.campaign)
        return []
    due.campaign.held_reason = ""
    letter = await composer.write(
        session, due.campaign, due.business, due.site, sender, at, step=due.step, occasion=due.occasion,
        answers=due.answers,
    )  # fmt: skip
    await plan_next(session, due.campaign, due.step, at or now())
    report.created += 1
    return [letter]


def _tell(report: CreateReport, business: Business, holds: Sequence[Hold]) -> None:
    first = [HeldBusiness(business.id or 0, business.name, hold.rule, hold.reason) for hold in holds[:1]]
    report.held += first
    report.created += not holds


def _settle(campaign: Campaign, business: Business, holds: Sequence[Hold], case: Case) -> None:
    campaign.language = language_of(business)
    campaign.state = CampaignState.HELD if holds else CampaignState.ACTIVE
    campaign.held_reason = " ".join(hold.reason for hold in holds)
    campaign.basis = basis_of(business, case)
    campaign.updated_at = now()


async def _open_campaign(session: AsyncSession, business_id: int, site_id: int | None) -> Campaign | None:
    """None when another worker has just opened it."""
    values = Campaign(business_id=business_id, site_id=site_id).model_dump(exclude={"id"})
    if not await insert_once(session, Campaign, values):
        return None
    return (await session.exec(select(Campaign).where(Campaign.business_id == business_id))).one()


async def _list_without_campaign(
    session: AsyncSession, limit: int
) -> Sequence[tuple[Business, GeneratedSite]]:
    statement = (
        select(Business, GeneratedSite)
        .join(GeneratedSite, col(GeneratedSite.business_id) == Business.id)
        .outerjoin(Campaign, col(Campaign.business_id) == Business.id)
        .where(*_may_be_offered(), Business.stage == Stage.PUBLISHED, col(Campaign.id).is_(None))
        .order_by(col(Business.score).desc(), col(Business.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def _list_held(session: AsyncSession, limit: int) -> Sequence[tuple[Business, GeneratedSite, Campaign]]:
    """Held before their first letter left; of others the next letter is looked at in its time."""
    statement = (
        select(Business, GeneratedSite, Campaign)
        .join(GeneratedSite, col(GeneratedSite.business_id) == Business.id)
        .join(Campaign, col(Campaign.business_id) == Business.id)
        .where(
            *_may_be_offered(),
            Business.stage == Stage.PUBLISHED,
            Campaign.state == CampaignState.HELD,
            col(Campaign.updated_at) < ago(hours=LOOK_AGAIN_HOURS),
        )
        .order_by(col(Campaign.updated_at))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


def _may_be_offered() -> list:
    return [
        col(Business.qualified).is_(True),
        GeneratedSite.status == SiteStatus.PUBLISHED,
        col(GeneratedSite.is_claimed).is_(False),
    ]
