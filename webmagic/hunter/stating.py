"""What the owner of a business says about it. It stands above every listing."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Invalid
from webmagic.hunter.businesses import checked, get_business
from webmagic.models import Business

BY_OWNER = "owner"
LISTS = ("hours", "services", "attributes", "photos", "socials", "owner_words")
PLACES = ("latitude", "longitude")
MOST = {"services": 40, "attributes": 40, "photos": 40, "socials": 20, "owner_words": 200}


def check_statement(values: dict[str, Any], country: str) -> dict[str, Any]:
    """The columns a statement sets, in the form the table holds. Raises Invalid naming what is wrong."""
    plain = {name: value for name, value in values.items() if name not in (*LISTS, *PLACES)}
    stated = checked(plain, country)
    stated.pop("email_source", None)
    for name in LISTS:
        if name in values:
            stated[name] = list(values[name])
            if len(stated[name]) > MOST.get(name, 7):
                raise Invalid(f"{name} may hold at most {MOST.get(name, 7)}.")
    return stated | {name: values[name] for name in PLACES if name in values}


async def state_facts(
    session: AsyncSession, business_id: int, stated: dict[str, Any], source: str = BY_OWNER
) -> Business:
    """Keep what the owner states, as `check_statement` gave it; no listing changes it from now on. Unlike
    a correction of a lead (`patch_business`), it does not judge the business again."""
    business = await get_business(session, business_id)
    for name, value in stated.items():
        setattr(business, name, value)
    if "email" in stated:
        business.email_source = source if business.email else ""
    business.provenance = {**business.provenance, **dict.fromkeys(stated, source)}
    business.updated_at = now()
    session.add(business)
    return business
