"""What is known about businesses' own websites, counted."""

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Business, WebsiteState


async def website_states(session: AsyncSession, business_id: int | None = None) -> dict[str, int]:
    """Businesses by website state; of one business when it is named."""
    where = [] if business_id is None else [col(Business.id) == business_id]
    statement = select(Business.website_state, func.count()).where(*where).group_by(Business.website_state)
    counts = dict((await session.exec(statement)).all())
    return {str(state): counts.get(state, 0) for state in WebsiteState}
