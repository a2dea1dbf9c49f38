"""From a business to a row that may become mail: who sends it, when, which subject, and the letter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Invalid, NotFound
from webmagic.core.settings import Settings, get_settings
from webmagic.models import Business, Campaign, GeneratedSite, Listing, Message, MessageState
from webmagic.pitcher.claiming import message_id_of
from webmagic.pitcher.countries import find_country
from webmagic.pitcher.identities import OUTREACH, Sender, list_senders
from webmagic.pitcher.letterlaw import POST, Written, check_letter
from webmagic.pitcher.letters import Template, read_templates
from webmagic.pitcher.links import Links, links_for
from webmagic.pitcher.pacing import Planner, read_load, read_pace
from webmagic.pitcher.policy import Hold
from webmagic.pitcher.sequences import Plan, read_sequence
from webmagic.pitcher.suppression import domain_of, normalise
from webmagic.pitcher.transports import Mailer, choose
from webmagic.pitcher.variants import Score, deal, read_scores
from webmagic.pitcher.writing import Letter, brief_for, language_of, write_offer


@dataclass(frozen=True)
class Draft:
    """A letter tried out before there is a row for it."""

    letter: Letter
    holds: list[Hold]


@dataclass
class Composer:
    """What stays the same for all letters of one round."""

    mailer: Mailer
    senders: Sequence[Sender]
    planner: Planner
    templates: dict[tuple[int, str, str], Template]
    scores: list[Score]
    sequence: Plan
    settings: Settings = field(default_factory=get_settings)

    @classmethod
    async def open(cls, session: AsyncSession, mailer: Mailer) -> "Composer":
        return cls(
            mailer=mailer,
            senders=await list_senders(session, OUTREACH),
            planner=Planner(await read_pace(session), await read_load(session, planned=True)),
            templates=await read_templates(session),
            scores=await read_scores(session),
            sequence=await read_sequence(session),
        )

    def mailer_of(self, sender: Sender) -> Mailer:
        return choose(self.settings, sender.provider) if sender.provider else self.mailer

    def plan(self, business: Business, prefer: int | None = None) -> tuple[Sender, dt.datetime | None]:
        """Who sends it and when. The local mailbox takes everything at once."""
        able = [s for s in self.senders if s.is_sound and not s.paused_because] or list(self.senders)
        own = [s for s in able if s.identity_id == prefer and prefer]
        real = [s for s in own or able if self.mailer_of(s).is_real]
        if not real:
            return (own or able)[0], None
        found = self.planner.plan(business, real, now())
        return found or (real[0], now() + dt.timedelta(days=60))

    def draft(self, business: Business, site: GeneratedSite, sender: Sender) -> Draft:
        """The first letter as it would be, and what the law and the fact lock say to it."""
        letter = self.letter(business, self.links(0, business, site), "", sender)
        return Draft(
            letter, self.holds(letter, business, sender, self.headers(self.links(0, business, site)))
        )

    def letter(
        self, business: Business, links: Links, source: str, sender: Sender, step: int = 0,
        occasion: str = "", *, is_locked: bool = True,
    ) -> Letter:  # fmt: skip
        variant = deal(self.scores, business.id or 0)
        brief = brief_for(
            business, links, self.settings, step=step, occasion=occasion, variant=variant, sender=sender
        )
        template = self.templates[step, occasion, brief.language]
        return write_offer(
            business, links, source, self.settings, brief=brief, template=template, is_locked=is_locked
        )

    def holds(
        self, letter: Letter, business: Business, sender: Sender, headers: dict[str, str]
    ) -> list[Hold]:
        written = Written(letter.subject, letter.text, letter.html, sender.name, sender.email, headers)
        faults = [Hold("fact-lock", fault) for fault in letter.faults]
        return faults + check_letter(written, find_country(business.country), self.settings)

    def links(self, message_id: int, business: Business, site: GeneratedSite) -> Links:
        country = find_country(business.country)
        tracked = country is not None and country.tracking
        picture = f"{self.settings.site_url(site.subdomain)}/assets/card.png"
        return links_for(
            message_id,
            business.id or 0,
            site.subdomain,
            is_tracked=tracked,
            picture=picture if tracked and self.sequence.picture else "",
        )

    def headers(self, links: Links, answers: Message | None = None) -> dict[str, str]:
        own = {"List-Unsubscribe": f"<{links.unsubscribe}>", "List-Unsubscribe-Post": POST}
        if answers is None:
            return own
        reference = message_id_of(answers)
        return {**own, "In-Reply-To": reference, "References": reference}

    async def write(
        self,
        session: AsyncSession,
        campaign: Campaign,
        business: Business,
        site: GeneratedSite,
        sender: Sender,
        at: dt.datetime | None,
        *,
        step: int = 0,
        occasion: str = "",
        answers: Message | None = None,
    ) -> Message:
        """The row comes first: its id is in the links of the letter. A held one is written anew."""
        message = await _row(session, campaign, business, step)
        message.state, message.held_reason, message.waits_for = MessageState.QUEUED, "", ""
        message.to_email = normalise(business.email)
        message.to_domain = domain_of(message.to_email)[:253]
        message.from_email, message.from_name = sender.email, sender.name
        message.identity_id, message.occasion, message.send_after = sender.identity_id, occasion, at
        message.variant = deal(self.scores, business.id or 0)
        session.add(message)
        await session.flush()
        links = self.links(message.id or 0, business, site)
        source = await source_of(session, business.id or 0)
        # The first letter went through the fact lock as a draft, before there was a row.
        letter = self.letter(business, links, source, sender, step, occasion, is_locked=step > 0)
        if letter.faults:
            message.state, message.held_reason = MessageState.HELD, " ".join(letter.faults)
        message.subject, message.text_body, message.html_body = letter.subject, letter.text, letter.html
        message.headers = self.headers(links, answers)
        session.add(message)
        return message


async def _row(session: AsyncSession, campaign: Campaign, business: Business, step: int) -> Message:
    found = await session.exec(
        select(Message).where(Message.campaign_id == campaign.id, Message.step == step)
    )
    return found.first() or Message(
        campaign_id=campaign.id, business_id=business.id, step=step, to_email="", subject=""
    )


async def source_of(session: AsyncSession, business_id: int) -> str:
    newest = select(Listing.source).where(Listing.business_id == business_id).order_by(col(Listing.id).desc())
    return (await session.exec(newest.limit(1))).first() or ""


@dataclass(frozen=True)
class Tried:
    """A letter as this template would make it for a real business, and what would hold it."""

    business: Business
    letter: Letter
    holds: list[Hold]

    @property
    def language(self) -> str:
        return language_of(self.business)


async def language_at(session: AsyncSession, business_id: int) -> str:
    business = await session.get(Business, business_id)
    return language_of(business) if business else "en"


async def try_letter(session: AsyncSession, business_id: int, template: Template, variant: int = 0) -> Tried:
    """No row is written."""
    business = await session.get(Business, business_id)
    if business is None:
        raise NotFound("There is no such business.")
    found = await session.exec(select(GeneratedSite).where(GeneratedSite.business_id == business_id))
    site = found.first()
    if site is None:
        raise Invalid(f"{business.name} has no site yet, so there is nothing to write about.")
    composer = await Composer.open(session, choose(get_settings()))
    sender, _ = composer.plan(business)
    links = composer.links(0, business, site)
    brief = brief_for(
        business, links, composer.settings, step=template.step, occasion=template.occasion,
        variant=variant, sender=sender,
    )  # fmt: skip
    source = await source_of(session, business_id)
    letter = write_offer(business, links, source, composer.settings, brief=brief, template=template)
    return Tried(business, letter, composer.holds(letter, business, sender, composer.headers(links)))


async def list_readers(session: AsyncSession, limit: int = 12) -> list[tuple[int, str]]:
    """Businesses a letter may be tried on: those with a site, the best first."""
    statement = (
        select(Business.id, Business.name)
        .join(GeneratedSite, col(GeneratedSite.business_id) == Business.id)
        .where(col(Business.do_not_contact).is_(False))
        .order_by(col(Business.score).desc(), col(Business.id))
        .limit(limit)
    )
    return [(row[0] or 0, row[1]) for row in (await session.exec(statement)).all()]
