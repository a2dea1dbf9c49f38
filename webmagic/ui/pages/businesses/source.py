"""The one place where this page asks the hunter."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import hunter
from webmagic.models import WebsiteState
from webmagic.ui.pages.businesses.filters import VIEWS, Filters
from webmagic.ui.pages.businesses.rows import Row, row_of


@dataclass(frozen=True)
class Found:
    rows: list[Row]
    next: str  # the cursor of the next page, "" at the end
    total: str


async def find(session: AsyncSession, asked: Filters, limit: int) -> Found:
    """One page of the view, best score first."""
    where = VIEWS[asked.view].where
    page = await hunter.page_businesses(
        session,
        search=asked.q,
        city=asked.city,
        stage=where.get("stage", ""),
        website_state=asked.website or where.get("website_state", ""),
        min_score=int(asked.score) if asked.score else None,
        cursor=asked.after or None,
        limit=limit,
    )
    total = f"more than {page.total:,}" if page.is_total_capped else f"{page.total:,}"
    return Found([row_of(row) for row in page.rows], page.next_cursor or "", total)


async def count_views(session: AsyncSession) -> dict[str, int]:
    stats = await hunter.stats(session)
    by_stage = {key: stats.by_stage.get(view.where.get("stage", ""), 0) for key, view in VIEWS.items()}
    return by_stage | {"all": stats.total, "review": stats.by_website_state.get(WebsiteState.REVIEW, 0)}
