"""One business: looked at, entered, corrected, taken out; and the figures over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.hunter import trades
from webmagic.hunter.identity import by_contact
from webmagic.hunter.listings import country_code
from webmagic.hunter.normal import emails, phones, places, websites
from webmagic.hunter.reader import LIMITS
from webmagic.hunter.rules import load_rules
from webmagic.hunter.score import qualify
from webmagic.models import Business, BusinessKey, Checkout, Customer, Listing, Stage, WebsiteState

TEXTS = ("name", "category", "industry", "state", "city", "postcode", "street", "address", "description",
         "price_range", "trade")  # fmt: skip
FLAGS = ("do_not_contact", "is_closed", "is_chain")
EDITABLE = (*TEXTS, *FLAGS, "language", "country", "phone", "email", "website", "website_state")
MAX_TEXT = 4000
KEPT_BY_SALE = (Stage.CLAIMED, Stage.SOLD)


@dataclass(frozen=True)
class Stats:
    total: int
    qualified: int
    with_email: int
    average_score: float
    by_stage: dict[str, int]
    by_website_state: dict[str, int]
    by_trade: dict[str, int]
    by_country: dict[str, int]


async def get_business(session: AsyncSession, business_id: int) -> Business:
    business = await session.get(Business, business_id)
    if business is None:
        raise NotFound(f"There is no business {business_id}.")
    return business


async def listings_of(session: AsyncSession, business_id: int) -> list[Listing]:
    """What the sources said, oldest first, raw."""
    query = select(Listing).where(Listing.business_id == business_id).order_by(col(Listing.id))
    return list((await session.exec(query)).all())


async def create_business(session: AsyncSession, data: dict[str, Any]) -> Business:
    """Enter one by hand. Raises Invalid, or Conflict when it is known already."""
    values = checked(data, country="")
    if not values.get("name"):
        raise Invalid("A business needs a name.")
    keys = by_contact(values)
    if not keys:
        raise Invalid("A business needs a telephone number or an address.")
    known = select(BusinessKey.business_id).where(col(BusinessKey.key).in_(keys))
    if found := (await session.exec(known)).first():
        raise Conflict(f"This business is known already, as number {found}.")
    values.setdefault("trade", trades.match(values.get("category", ""), values["name"]))
    values.setdefault("language", places.language(values.get("country", "")))
    provenance = dict.fromkeys(values, "admin")
    business = Business(**values, dedupe_key=keys[0], provenance=provenance)
    qualify(business, await load_rules(session))
    session.add(business)
    await session.flush()
    assert business.id is not None
    session.add_all([BusinessKey(key=key, business_id=business.id) for key in keys])
    return business


async def patch_business(session: AsyncSession, business_id: int, changes: dict[str, Any]) -> Business:
    """Correct some columns and judge the business again. Raises Invalid naming what is wrong."""
    business = await get_business(session, business_id)
    values = checked(changes, country=business.country)
    if "name" in values and not values["name"]:
        raise Invalid("A business needs a name.")
    for name, value in values.items():
        setattr(business, name, value)
    business.provenance = {**business.provenance, **dict.fromkeys(values, "admin")}
    business.updated_at = now()
    qualify(business, await load_rules(session))
    session.add(business)
    return business


def checked(data: dict[str, Any], country: str) -> dict[str, Any]:
    """Columns entered by a person, in the form the table holds. Raises Invalid naming what is wrong."""
    if unknown := [name for name in data if name not in EDITABLE]:
        raise Invalid(f"{unknown[0]} cannot be set here. Possible are: {', '.join(EDITABLE)}.")
    values: dict[str, Any] = {}
    for name in TEXTS:
        if name in data:
            values[name] = _text(name, data[name])
    for name in FLAGS:
        if name in data:
            values[name] = bool(data[name])
    if "country" in data:
        values["country"] = country_code(str(data["country"] or ""))
    if "language" in data:
        if data["language"] not in ("en", "es"):
            raise Invalid("language must be en or es.")
        values["language"] = data["language"]
    return values | _contact(data, values.get("country", country)) | _website(data)


def _text(name: str, value: Any) -> str:
    text = str(value or "").replace("\x00", "").strip()
    if len(text) > (limit := LIMITS.get(name, MAX_TEXT)):
        raise Invalid(f"{name} may have at most {limit} characters.")
    return text


def _contact(data: dict[str, Any], country: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "phone" in data:
        phone = phones.parse(data["phone"], country)
        if data["phone"] and phone is None:
            raise Invalid("This telephone number is not valid; write it with + and the country code.")
        values |= {"phone": phone.e164 if phone else "", "phone_type": phone.kind if phone else ""}
    if "email" in data:
        address = emails.check(str(data["email"] or ""))
        if data["email"] and not address:
            raise Invalid("This e-mail address is not valid.")
        values |= {"email": address, "email_source": "admin" if address else ""}
    return values


def _website(data: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "website" in data:
        found = websites.classify(data["website"], column_exists=True)
        if found.state == WebsiteState.REVIEW:
            raise Invalid("This is not a web address.")
        values |= {"website": found.url or found.social, "website_state": found.state}
    if "website_state" in data:
        if data["website_state"] not in list(WebsiteState):
            raise Invalid(f"website_state must be one of: {', '.join(WebsiteState)}.")
        values["website_state"] = WebsiteState(data["website_state"])
    return values


async def delete_business(session: AsyncSession, business_id: int) -> None:
    """With its listings and site. Raises Conflict once money has been involved."""
    business = await get_business(session, business_id)
    for table in (Customer, Checkout):
        if (await session.exec(select(table.id).where(table.business_id == business_id).limit(1))).first():
            raise Conflict(f"{business.name} has been offered or sold a site; it is kept for the books.")
    await session.delete(business)
    await session.flush()


async def exclude(session: AsyncSession, ids: Sequence[int], reason: str = "") -> int:
    """Take businesses off the road by hand. Those claimed or sold stay. Returns how many went."""
    moment = now()
    changed = await session.exec(
        sa.update(Business)
        .where(col(Business.id).in_(list(ids)), col(Business.stage).not_in(KEPT_BY_SALE))
        .values(
            stage=Stage.REJECTED,
            qualified=False,
            disqualified_reason=(reason.strip() or "Taken out by hand")[:400],
            stage_at=moment,
            updated_at=moment,
        )
    )
    session.expire_all()
    return changed.rowcount


async def readmit(session: AsyncSession, ids: Sequence[int]) -> int:
    """Undo `exclude`: judge them anew. Returns how many came back."""
    rows = await session.exec(
        select(Business).where(col(Business.id).in_(list(ids)), Business.stage == Stage.REJECTED)
    )
    rules, back = await load_rules(session), rows.all()
    for business in back:
        business.stage, business.disqualified_reason = Stage.FOUND, ""
        qualify(business, rules)
        business.updated_at = now()
    return len(back)


async def stats(session: AsyncSession) -> Stats:
    totals = (
        await session.exec(
            select(
                sa.func.count(),
                sa.func.count().filter(col(Business.qualified)),
                sa.func.count().filter(col(Business.email) != ""),
                sa.func.coalesce(sa.func.avg(Business.score), 0),
            )
        )
    ).one()
    return Stats(
        total=totals[0],
        qualified=totals[1],
        with_email=totals[2],
        average_score=round(float(totals[3]), 1),
        by_stage=await _by(session, Business.stage),
        by_website_state=await _by(session, Business.website_state),
        by_trade=await _by(session, Business.trade),
        by_country=await _by(session, Business.country),
    )


async def _by(session: AsyncSession, column: Any) -> dict[str, int]:
    count = sa.func.count()
    rows = await session.exec(select(column, count).group_by(column).order_by(count.desc()))
    return {value or "": n for value, n in rows.all()}
