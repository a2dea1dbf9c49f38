"""What visitors write into a site's contact form, for the owner of the business."""

import time

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import Page, page_newest, record
from webmagic.core.clock import ago
from webmagic.core.errors import Invalid, NotFound
from webmagic.core.security import sign, unsign
from webmagic.models import GeneratedSite, Lead

SHORTEST_SECONDS = 2  # nobody fills in a form faster
LONGEST_MESSAGE = 4000


def form_stamp() -> str:
    """A signed note of now, for a page that can carry one in its form."""
    return sign("form", str(int(time.time())))


def is_hurried(stamp: str) -> bool:
    """Whether a form with this stamp came back too fast, or the stamp is not ours."""
    began = unsign("form", stamp)
    return began is None or time.time() - int(began) < SHORTEST_SECONDS


def _clean(text: str, limit: int) -> str:
    printable = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable())
    return printable.strip()[:limit]


async def add_lead(
    session: AsyncSession, subdomain: str, *, name: str, contact: str, message: str, is_spam: bool = False
) -> Lead:
    """Keep an enquiry. Spam is kept apart and nobody is told."""
    name, contact = _clean(name, 200).replace("\n", " "), _clean(contact, 320).replace("\n", " ")
    message = _clean(message, LONGEST_MESSAGE)
    if not contact:
        raise Invalid("Please leave a phone number or an e-mail address, so that we can answer.")
    if not message:
        raise Invalid("Please write a message.")
    site = (await session.exec(select(GeneratedSite).where(GeneratedSite.subdomain == subdomain))).first()
    if site is None or site.id is None:
        raise NotFound("There is no such site.")
    lead = Lead(site_id=site.id, name=name, contact=contact, message=message, is_spam=is_spam)
    session.add(lead)
    await session.flush()
    if not is_spam:
        await record(
            session, "lead.received", f"A visitor of {subdomain} asked to be called back", site.business_id
        )
    return lead


async def page_leads(
    session: AsyncSession, site_id: int, *, cursor: str | None = None, limit: int = 50
) -> Page[Lead]:
    statement = select(Lead).where(Lead.site_id == site_id, col(Lead.is_spam).is_(False))
    return await page_newest(session, statement, Lead.id, cursor=cursor, limit=limit)


async def count_leads(session: AsyncSession, site_id: int, days: int) -> int:
    statement = select(func.count()).where(
        Lead.site_id == site_id, col(Lead.is_spam).is_(False), col(Lead.created_at) > ago(days=days)
    )
    return (await session.exec(statement)).one()
