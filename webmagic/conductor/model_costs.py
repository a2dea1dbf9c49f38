"""What models will cost at the present plan, beside the caps that stop them."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import creative
from webmagic.conductor.rehearsal import rehearse
from webmagic.core.settings import get_settings

MICRO = 1_000_000


@dataclass(frozen=True)
class ModelForecast:
    """Dollars. `night` and `month` are of the sites the autopilot would build in 24 hours and 30 days."""

    cost: creative.SiteCost
    night_sites: int
    night_usd: float
    month_sites: int
    month_usd: float
    spent_day_usd: float
    spent_month_usd: float
    site_cap_usd: float
    day_cap_usd: float
    month_cap_usd: float


async def forecast_models(session: AsyncSession) -> ModelForecast:
    """Reads only."""
    settings = get_settings()
    cost, spent = await creative.site_cost(session), await creative.spent(session)
    night, month = await rehearse(session, 24), await rehearse(session, 24 * 30)
    a_site = cost.by_batch if settings.anthropic_batches == "auto" else cost.at_once
    totals = [plan.totals.get("generate", 0) for plan in (night, month)]
    mails = [plan.totals.get("offer", 0) for plan in (night, month)]
    usd = [
        (sites * a_site + letters * cost.mail) / MICRO for sites, letters in zip(totals, mails, strict=True)
    ]
    return ModelForecast(
        cost=cost,
        night_sites=totals[0],
        night_usd=usd[0],
        month_sites=totals[1],
        month_usd=usd[1],
        spent_day_usd=spent.day / MICRO,
        spent_month_usd=spent.month / MICRO,
        site_cap_usd=settings.anthropic_site_usd,
        day_cap_usd=settings.anthropic_day_usd,
        month_cap_usd=settings.anthropic_month_usd,
    )
