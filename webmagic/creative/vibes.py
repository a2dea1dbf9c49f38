"""Which design grammars the sites wear, for the gallery's filter."""

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import GeneratedSite


async def count_vibes(session: AsyncSession) -> dict[str, int]:
    """Sites by grammar, by name."""
    statement = (
        select(GeneratedSite.vibe, func.count())
        .where(GeneratedSite.vibe != "")
        .group_by(GeneratedSite.vibe)
        .order_by(GeneratedSite.vibe)
    )
    return dict((await session.exec(statement)).all())
