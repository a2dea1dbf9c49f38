"""Invented people and shops. Addresses at example.com, streets that do not exist."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.models import Business, GeneratedSite, Listing, SiteStatus, Stage

MARTA = {"author": "Marta L.", "text": "Las conchas salen a las cuatro y a las cinco ya no hay.", "rating": 5}
WALT = {"author": "Walt B.", "text": "He fixed the gate in an hour and swept up after.", "rating": 5}


def bakery(**changes: Any) -> Business:
    return Business(
        **{
            "dedupe_key": "place:bakery",
            "name": "Panadería La Espiga de Prueba",
            "trade": "bakery",
            "category": "Panadería",
            "language": "es",
            "country": "GT",
            "city": "Quetzaltenango",
            "email": "pedidos@laespiga.example.com",
            "rating": 4.8,
            "review_count": 214,
            "reviews": [MARTA],
            "qualified": True,
            "stage": Stage.PUBLISHED,
            "score": 90,
        }
        | changes
    )


def locksmith(**changes: Any) -> Business:
    english = {
        "dedupe_key": "place:locksmith",
        "name": "Harrow Bay Gates & Locks",
        "trade": "locksmith",
        "category": "Locksmith",
        "language": "en",
        "country": "US",
        "city": "Harrow Bay",
        "email": "walt@harrowlocks.example.com",
        "reviews": [WALT],
    }
    return bakery(**english | changes)


async def on_the_road(session: AsyncSession, business: Business, source: str = "outscraper") -> Business:
    """The business with its listing and a published site."""
    session.add(business)
    await session.flush()
    assert business.id is not None
    session.add(Listing(business_id=business.id, source=source, fingerprint=business.dedupe_key))
    session.add(
        GeneratedSite(
            business_id=business.id,
            subdomain=f"shop-{business.id}",
            status=SiteStatus.PUBLISHED,
            current_version=1,
            published_version=1,
        )
    )
    await session.flush()
    return business
