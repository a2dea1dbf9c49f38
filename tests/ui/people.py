"""Businesses for the screens."""

from typing import Any

from webmagic.core.database import transaction
from webmagic.models import Business


async def add_business(name: str = "Pine & Pedal", **values: Any) -> int:
    given = {
        "dedupe_key": f"np:{name}",
        "category": "Bicycle repair",
        "city": "Port Ellery",
        "country": "US",
        "score": 90,
        "stage": "qualified",
        "qualified": True,
        "website_state": "confirmed_none",
        "score_reasons": [{"points": 30, "label": "No website anywhere", "detail": "listing"}],
    } | values
    async with transaction() as session:
        business = Business(name=name, **given)
        session.add(business)
        await session.flush()
        return business.id or 0
