"""Customers' own domains."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Domain, GeneratedSite


async def find_site_by_host(session: AsyncSession, host: str) -> GeneratedSite | None:
    """The site a verified custom domain belongs to; `host` in lower case, without a port."""
    statement = (
        select(GeneratedSite)
        .join(Domain, col(Domain.site_id) == col(GeneratedSite.id))
        .where(Domain.host == host, col(Domain.verified_at).is_not(None))
    )
    return (await session.exec(statement)).first()
