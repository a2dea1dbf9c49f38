"""A first letter in Claude's words: written after its row, by a job of its own, before it is asked to
leave. Whatever goes wrong, the letter by the built-in writer is there and leaves in its stead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, NotFound
from webmagic.core.later import Later
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.models import Business, GeneratedSite, Message, MessageState
from webmagic.pitcher.composing import Composer, source_of
from webmagic.pitcher.identities import Sender
from webmagic.pitcher.letters import HERE, render, words
from webmagic.pitcher.links import Links
from webmagic.pitcher.mailers import Transaction
from webmagic.pitcher.sending import ask, ask_for
from webmagic.pitcher.transports import choose
from webmagic.pitcher.writing import Brief, Draft, Letter, Writer, brief_for, language_of, write_with

if TYPE_CHECKING:
    from webmagic import creative
else:
    creative = Later("webmagic.creative")

PARTS = ("opening", "proof", "close")
OWN_SUBJECT = -1  # in `Message.variant`: none of the three that race


@dataclass
class AgentWriter:
    """Claude's Email writer behind the Writer's role. `headline` and `subline` are those of the page."""

    build_key: str
    site_id: int
    headline: str
    subline: str
    subject: str  # of the built-in writer
    transaction: Transaction
    name: str = "claude"

    async def write(self, brief: Brief) -> Draft:
        asked = mail_brief(brief, self.headline, self.subline, self.subject)
        made, _ = await creative.write_mail(asked, self.build_key, self.site_id, self.transaction)
        source = (HERE / "templates" / "letters" / f"written.{brief.language}.txt").read_text("utf-8")
        body = render(source, brief.values | {part: getattr(made, part) for part in PARTS})
        return Draft(made.subject, body, has_subject="subject" in made.own)


def mail_brief(brief: Brief, headline: str, subline: str, subject: str) -> "creative.MailBrief":
    """What the Email writer is told, and the built-in writer's words under its own."""
    said = words()[brief.language]["written"]
    opening, proof, close = (render(said[part], brief.values) for part in PARTS)
    return creative.MailBrief(
        facts=brief.facts,
        headline=headline,
        subline=subline,
        price=brief.values["price"],
        voice=brief.quote.text if brief.quote else "",
        author=brief.quote.author if brief.quote else "",
        words=creative.MailWords(subject=subject, opening=opening, proof=proof, close=close),
    )


async def find_mail_brief(session: AsyncSession, business_id: int) -> "creative.MailBrief | None":
    """As the real path would have it for this business; None while it has no page."""
    business = await session.get(Business, business_id)
    site = await creative.find_site_of(session, business_id) if business else None
    if business is None or site is None or not site.current_version:
        return None
    composer = await Composer.open(session, choose(get_settings()))
    links = composer.links(0, business, site)
    sender, _ = composer.plan(business)
    brief = brief_for(business, links, composer.settings, sender=sender)
    letter = composer.letter(business, links, "", sender)
    slots = _hero((await creative.get_version(session, site)).blueprint)
    return mail_brief(brief, str(slots.get("headline", "")), str(slots.get("subline", "")), letter.subject)


async def hand_over(session: AsyncSession, letters: Sequence[Message], composer: Composer) -> None:
    """First letters go to the Email writer, where there is one; all others are asked to leave. One whose
    template somebody changed is sent as they wrote it."""
    to_write = [letter for letter in letters if creative.has_claude() and _is_first(letter, composer)]
    await ask(session, [letter for letter in letters if letter not in to_write])
    for letter in to_write:
        letter.asked_at = now()  # a job that is lost is made up for by the next look at what is due
        session.add(letter)
        await enqueue(
            session,
            "campaigns.write",
            dedupe=f"write:{letter.id}",
            message_id=letter.id,
            business_id=letter.business_id,
        )


def _is_first(letter: Message, composer: Composer) -> bool:
    is_own = not any(t.is_changed for key, t in composer.templates.items() if key[:2] == (0, ""))
    return letter.step == 0 and letter.state == MessageState.QUEUED and is_own


async def write_by_agent(message_id: int, transaction: Transaction) -> None:
    """For the job: Claude's words into the queued letter, then the letter asked to leave."""
    async with transaction() as session:
        message = await _queued(session, message_id)
        if message is None:
            return
        site = await creative.find_site_of(session, message.business_id or 0)
        version = await creative.get_version(session, site) if site and site.current_version else None
    slots = _hero(version.blueprint) if version else {}
    writer = AgentWriter(
        build_key=f"mail:{message_id}",
        site_id=(site.id or 0) if site else 0,
        headline=str(slots.get("headline", "")),
        subline=str(slots.get("subline", "")),
        subject=message.subject,
        transaction=transaction,
    )
    try:
        await rewrite(message_id, transaction, writer)
    except Conflict:
        return  # it has left already
    async with transaction() as session:
        await ask_for(session, [message_id])


async def _queued(session: AsyncSession, message_id: int) -> Message | None:
    message = await session.get(Message, message_id)
    return message if message is not None and message.state == MessageState.QUEUED else None


def _hero(blueprint: dict) -> dict:
    return next((one["slots"] for one in blueprint.get("sections", []) if one["kind"] == "hero"), {})


async def rewrite(message_id: int, transaction: Transaction, writer: Writer) -> Letter:
    """A queued letter written anew by another writer, who may take his time: no transaction is open
    meanwhile. Raises Conflict when the letter has left in between."""
    async with transaction() as session:
        message = await session.get(Message, message_id)
        if message is None or message.business_id is None:
            raise NotFound("There is no such letter.")
        business = await session.get_one(Business, message.business_id)
        found = await session.exec(select(GeneratedSite).where(GeneratedSite.business_id == business.id))
        site = found.one()
        composer = await Composer.open(session, choose(get_settings()))
        source = await source_of(session, message.business_id)
    sender = Sender(message.from_name, message.from_email, identity_id=message.identity_id)
    links = composer.links(message_id, business, site)
    letter = await _written(composer, message, business, links, source, sender, writer)
    async with transaction() as session:
        fresh = await session.get_one(Message, message_id, with_for_update=True)
        if fresh.state != MessageState.QUEUED:
            raise Conflict("This letter has left already.")
        fresh.subject, fresh.text_body, fresh.html_body = letter.subject, letter.text, letter.html
        if letter.has_subject:
            fresh.variant = OWN_SUBJECT
        session.add(fresh)
    return letter


async def _written(
    composer: Composer, message: Message, business: Business, links: Links, source: str, sender: Sender,
    writer: Writer,
) -> Letter:  # fmt: skip
    """What the law forbids in the other writer's letter is left to the built-in one as well."""
    brief = brief_for(
        business, links, composer.settings, step=message.step, occasion=message.occasion,
        variant=max(0, message.variant), sender=sender,
    )  # fmt: skip
    template = composer.templates[message.step, message.occasion, language_of(business)]
    letter = await write_with(writer, brief, business, links, source, composer.settings, template)
    if composer.holds(letter, business, sender, message.headers):
        return composer.letter(business, links, source, sender, message.step, message.occasion)
    return letter
