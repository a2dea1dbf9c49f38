"""The offer to one business: made once, held with the reason when a rule forbids it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago, now
from webmagic.core.database import insert_once
from webmagic.core.settings import get_settings
from webmagic.models import (
    Business,
    Campaign,
    CampaignState,
    GeneratedSite,
    Listing,
    Message,
    MessageState,
    SiteStatus,
    Stage,
)
from webmagic.pitcher.countries import find_country
from webmagic.pitcher.links import links_for
from webmagic.pitcher.policy import check
from webmagic.pitcher.sending import queue_message
from webmagic.pitcher.suppression import normalise
from webmagic.pitcher.transports import Mailer
from webmagic.pitcher.writing import language_of, write_offer

LOOK_AGAIN_HOURS = 1
FIRST_STEP = 0


@dataclass(frozen=True)
class HeldBusiness:
    business_id: int
    business: str
    rule: str
    reason: str


@dataclass
class CreateReport:
    """`created` campaigns that may be sent, their `message_ids`, and who is held and why."""

    created: int = 0
    message_ids: list[int] = field(default_factory=list)
    held: list[HeldBusiness] = field(default_factory=list)


async def create_due(
    session: AsyncSession, mailer: Mailer, *, limit: int = 100, dry_run: bool = False
) -> CreateReport:
    """A campaign for every published site that has none, and another look at those held.
    A dry run writes nothing and says what would happen."""
    report = CreateReport()
    for business, site in await _list_without_campaign(session, limit):
        await _offer(session, mailer, report, business, site, None, dry_run=dry_run)
    for business, site, campaign in await _list_held(session, limit):
        await _offer(session, mailer, report, business, site, campaign, dry_run=dry_run)
    return report


async def _offer(
    session: AsyncSession,
    mailer: Mailer,
    report: CreateReport,
    business: Business,
    site: GeneratedSite,
    campaign: Campaign | None,
    *,
    dry_run: bool,
) -> None:
    assert business.id is not None
    holds = await check(session, business, mailer)
    report.held += [HeldBusiness(business.id, business.name, hold.rule, hold.reason) for hold in holds[:1]]
    report.created += not holds
    if dry_run:
        return
    campaign = campaign or await _open_campaign(session, business.id, site.id)
    if campaign is None:
        return
    campaign.language = language_of(business)
    campaign.state = CampaignState.HELD if holds else CampaignState.ACTIVE
    campaign.held_reason = " ".join(hold.reason for hold in holds)
    campaign.updated_at = now()
    session.add(campaign)
    if not holds:
        message = await _write_first(session, campaign, business, site)
        await queue_message(session, message)
        report.message_ids.append(message.id or 0)


async def _open_campaign(session: AsyncSession, business_id: int, site_id: int | None) -> Campaign | None:
    """None when another worker has just opened it."""
    values = Campaign(business_id=business_id, site_id=site_id).model_dump(exclude={"id"})
    if not await insert_once(session, Campaign, values):
        return None
    return (await session.exec(select(Campaign).where(Campaign.business_id == business_id))).one()


async def _write_first(
    session: AsyncSession, campaign: Campaign, business: Business, site: GeneratedSite
) -> Message:
    """The row comes first: its id is in the links of the letter. A held one is written anew."""
    settings = get_settings()
    found = await session.exec(
        select(Message).where(Message.campaign_id == campaign.id, Message.step == FIRST_STEP)
    )
    message = found.first() or Message(
        campaign_id=campaign.id, business_id=business.id, step=FIRST_STEP, to_email="", subject=""
    )
    message.state, message.held_reason = MessageState.QUEUED, ""
    message.to_email, message.from_email = normalise(business.email), settings.sender_email
    session.add(message)
    await session.flush()
    await _write(session, message, business, site)
    return message


async def _write(session: AsyncSession, message: Message, business: Business, site: GeneratedSite) -> None:
    settings = get_settings()
    assert message.id is not None and business.id is not None
    country = find_country(business.country)
    links = links_for(
        message.id, business.id, site.subdomain, is_tracked=country is not None and country.tracking
    )
    letter = write_offer(business, links, await _source_of(session, business.id), settings)
    message.subject, message.text_body, message.html_body = letter.subject, letter.text, letter.html
    message.headers = {
        "List-Unsubscribe": f"<{links.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    session.add(message)


async def _source_of(session: AsyncSession, business_id: int) -> str:
    newest = select(Listing.source).where(Listing.business_id == business_id).order_by(col(Listing.id).desc())
    return (await session.exec(newest.limit(1))).first() or ""


async def _list_without_campaign(
    session: AsyncSession, limit: int
) -> Sequence[tuple[Business, GeneratedSite]]:
    statement = (
        select(Business, GeneratedSite)
        .join(GeneratedSite, col(GeneratedSite.business_id) == Business.id)
        .outerjoin(Campaign, col(Campaign.business_id) == Business.id)
        .where(*_may_be_offered(), col(Campaign.id).is_(None))
        .order_by(col(Business.score).desc(), col(Business.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def _list_held(session: AsyncSession, limit: int) -> Sequence[tuple[Business, GeneratedSite, Campaign]]:
    statement = (
        select(Business, GeneratedSite, Campaign)
        .join(GeneratedSite, col(GeneratedSite.business_id) == Business.id)
        .join(Campaign, col(Campaign.business_id) == Business.id)
        .where(
            *_may_be_offered(),
            Campaign.state == CampaignState.HELD,
            col(Campaign.updated_at) < ago(hours=LOOK_AGAIN_HOURS),
        )
        .order_by(col(Campaign.updated_at))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


def _may_be_offered() -> list:
    return [
        Business.stage == Stage.PUBLISHED,
        col(Business.qualified).is_(True),
        GeneratedSite.status == SiteStatus.PUBLISHED,
        col(GeneratedSite.is_claimed).is_(False),
    ]
