"""What a visitor wrote goes to the owner by mail, the moment it is kept."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import pitcher
from webmagic.core.settings import get_settings
from webmagic.models import Business, Customer, GeneratedSite, Lead
from webmagic.support.letters import enquiry_letter


async def pass_on(session: AsyncSession, lead: Lead) -> bool:
    """Mail an enquiry to the owner of a sold page. Those of a page that nobody has bought are kept, and
    shown in the console: its business has not asked us for mail. False when nothing was sent."""
    if lead.is_spam:
        return False
    site = await session.get_one(GeneratedSite, lead.site_id)
    customer = (await session.exec(select(Customer).where(Customer.business_id == site.business_id))).first()
    if not site.is_claimed or customer is None or not customer.email:
        return False
    business = await session.get_one(Business, site.business_id)
    language = pitcher.language_of(business)
    subject, text = enquiry_letter(business.name, lead, language, f"{get_settings().public_url}/my/enquiries")
    await pitcher.queue_transactional(
        session,
        to_email=customer.email,
        subject=subject,
        text=text,
        language=language,
        business_id=business.id,
    )
    return True
