"""Two businesses that are one place become one; two places never do."""

import asyncio
import itertools
import random
import shutil

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.hunter import rows
from webmagic.core.clock import now
from webmagic.core.database import dispose, reading, transaction
from webmagic.hunter import import_rows
from webmagic.hunter.joining import _pointing
from webmagic.models import (
    Activity,
    Business,
    BusinessKey,
    Campaign,
    Customer,
    GeneratedSite,
    Listing,
    Message,
    SiteStatus,
    WebsiteEvidence,
)

PHONE = "+1 937-555-0142"


def by_id(**changes):
    """Google knows the shop, but no telephone number."""
    return rows.outscraper(phone="", full_address="", street="", reviews_data=None, **changes)


def by_phone(**changes):
    """A map of the people's knows the same shop by its number."""
    tags = {
        "phone": PHONE,
        "addr:city": "Marrow Creek",
        "addr:country": "US",
        "addr:street": "Nowhere Avenue",
    }
    made = rows.feature(**tags | {"name": "Quill & Sons Plumbing", "addr:housenumber": "9418"} | changes)
    made["geometry"] = {"type": "Point", "coordinates": [-84.3, 39.8]}
    return made


def by_both(**changes):
    return rows.outscraper(**{"rating": 4.8} | changes)


@pytest.fixture
def twice(take_in):
    """One shop, known as two; returns their ids."""

    async def twice() -> tuple[int, int]:
        await take_in([by_id()])
        await take_in([by_phone()])
        async with reading() as session:
            ids = (await session.exec(select(Business.id).order_by(Business.id))).all()
        assert len(ids) == 2
        return ids[0], ids[1]

    return twice


async def add(*things):
    async with transaction() as session:
        for thing in things:
            session.add(thing)
            await session.flush()


async def all_(table):
    async with reading() as session:
        return list((await session.exec(select(table))).all())


def site_of(business_id: int, name: str, status=SiteStatus.PUBLISHED) -> GeneratedSite:
    return GeneratedSite(business_id=business_id, subdomain=name, status=status)


async def test_a_listing_that_names_two_businesses_makes_them_one(db, take_in, twice):
    older, younger = await twice()
    await add(WebsiteEvidence(business_id=younger, kind="verdict"))
    report = await take_in([by_both()])
    assert (report.created, report.updated) == (0, 1)
    (business,) = await all_(Business)
    assert business.id == older and business.phone == "+19375550142" and business.rating == 4.8
    assert {listing.business_id for listing in await all_(Listing)} == {older}
    assert {key.business_id for key in await all_(BusinessKey)} == {older}
    assert [evidence.business_id for evidence in await all_(WebsiteEvidence)] == [older]
    (line,) = [a for a in await all_(Activity) if a.kind == "business.joined"]
    assert line.business_id == older and line.data["joined"] == younger
    again = await take_in([by_both(), by_id(), by_phone()])
    assert (again.created, again.duplicates) == (0, 2) or again.duplicates + again.updated == 3
    assert len(await all_(Business)) == 1


async def test_the_one_further_down_the_road_stays_with_its_page(db, take_in, twice):
    older, younger = await twice()
    await add(site_of(younger, "quill"), Campaign(business_id=younger))
    await take_in([by_both()])
    (business,) = await all_(Business)
    assert business.id == younger and business.place_id == "ChIJinvented0001"
    assert [site.business_id for site in await all_(GeneratedSite)] == [younger]
    assert {listing.business_id for listing in await all_(Listing)} == {younger}
    assert older not in {key.business_id for key in await all_(BusinessKey)}


async def test_a_customer_stays_whatever_the_other_has(db, take_in, twice):
    older, younger = await twice()
    await add(
        site_of(older, "first"),
        Campaign(business_id=older),
        Customer(business_id=younger, provider="fake"),
        site_of(younger, "second", SiteStatus.READY),
    )
    await take_in([by_both()])
    kept = {business.id: business for business in await all_(Business)}
    assert set(kept) == {older, younger} and kept[younger].stage != "rejected"
    assert kept[older].stage == "rejected" and kept[older].do_not_contact
    assert kept[older].disqualified_reason == f"The same business as number {younger}"
    assert {site.business_id for site in await all_(GeneratedSite)} == {older, younger}
    assert {key.business_id for key in await all_(BusinessKey)} == {younger}


async def test_two_customers_are_left_to_a_person_who_is_told_once(db, take_in, twice):
    older, younger = await twice()
    await add(Customer(business_id=older, provider="fake"), Customer(business_id=younger, provider="fake"))
    await take_in([by_both()])
    await take_in([by_both(rating=4.1)])
    assert len(await all_(Business)) == 2 == len(await all_(Customer))
    assert [a.business_id for a in await all_(Activity) if a.kind == "business.same"] == [older]


async def test_a_wish_to_be_left_alone_outlives_the_joining(db, take_in, twice):
    _, younger = await twice()
    async with transaction() as session:
        await session.exec(sa.update(Business).where(Business.id == younger).values(do_not_contact=True))
    await take_in([by_both()])
    (business,) = await all_(Business)
    assert business.do_not_contact and not business.qualified


async def test_what_a_person_entered_stands_after_the_joining(db, take_in, twice):
    _, younger = await twice()
    async with transaction() as session:
        business = await session.get_one(Business, younger)
        business.email, business.provenance = "boss@example.com", {**business.provenance, "email": "admin"}
    await take_in([by_both()])
    (business,) = await all_(Business)
    assert business.email == "boss@example.com" and business.provenance["email"] == "admin"


async def test_within_one_file_they_are_counted_once(db, take_in):
    other = by_id(name="Other", place_id="ChIJinvented7777", google_id=None, cid=None)
    nameless = rows.outscraper(place_id="", google_id="", cid="", query="x")
    report = await take_in([by_id(), other, nameless, by_both()])
    assert report.created == len(await all_(Business)) == 2


async def test_every_table_that_points_to_a_business_is_moved(db, take_in, twice):
    """Tables that nobody has thought of here are filled by their columns alone."""
    older, younger = await twice()
    await add(site_of(younger, "quill"), Campaign(business_id=younger),
              Message(business_id=younger, to_email="a@example.com", subject="x"))  # fmt: skip
    await take_in([by_both()])
    async with reading() as session:
        for table, column in _pointing():
            left = sa.select(sa.func.count()).select_from(table).where(column == older)
            assert (await (await session.connection()).execute(left)).scalar_one() == 0, table.name


# --- two places stay two ---------------------------------------------------------------------------

TOWNS = ("Fallow", "Quarry", "Depot")
NAMES = ("Zip Plumbing", "Golden Dragon")
STREETS = ("12 Nowhere Avenue", "340 Nowhere Avenue", "7 Void Lane")


@st.composite
def cities(draw):
    """Shops as they are: chains with one name and one number in several towns and streets, and several
    shops in one building; each seen by one to three listings that tell less or more of it."""
    shops = draw(
        st.lists(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(TOWNS), st.sampled_from(STREETS)),
            min_size=2, max_size=6, unique=True,
        )
    )  # fmt: skip
    has_one_number = draw(st.booleans())
    seen = []
    for number, (name, town, street) in enumerate(shops):
        phone = PHONE if has_one_number else f"+1 937-555-01{number:02}"
        full = {"name": name, "city": town, "street": street, "phone": phone, "state": "Ohio",
                "full_address": f"{street}, {town}, OH 45000", "latitude": None, "longitude": None,
                "reviews_data": None, "site": None}  # fmt: skip
        for view in range(draw(st.integers(1, 3))):
            ids = {"place_id": f"ChIJinvented{number:04}", "google_id": None, "cid": f"{5_000_000 + number}"}
            hidden = draw(st.sets(st.sampled_from(["place_id", "cid", "phone"]), max_size=3))
            known = {name: "" if name in hidden else value for name, value in (full | ids).items()}
            seen.append((number, rows.outscraper(**known, view=view, shop=number)))
    random.Random(draw(st.integers(0, 99))).shuffle(seen)
    return seen


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seen=cities(), at_once=st.booleans())
def test_branches_and_shops_of_one_building_are_never_joined(home, sqlite_template, seen, at_once):
    if not (home / "webmagic.db").exists():
        shutil.copy(sqlite_template, home / "webmagic.db")
    asyncio.run(_never_joined(seen, at_once))


async def _never_joined(seen, at_once: bool) -> None:
    async with transaction() as session:
        await session.exec(sa.delete(Activity))
        await session.exec(sa.delete(Business))  # and with them all that points to them
    made = [row for _, row in seen]
    for some in [made] if at_once else [[row] for row in made]:
        await import_rows(some, transaction=transaction)
    shops: dict[int, set[int]] = {}
    for listing in await all_(Listing):
        shops.setdefault(listing.business_id, set()).add(listing.raw["shop"])
    assert all(len(found) == 1 for found in shops.values()), shops
    before = sorted(b.id for b in await all_(Business))
    report = await import_rows(made, transaction=transaction)
    assert report.created == 0 and sorted(b.id for b in await all_(Business)) == before
    await dispose()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
async def test_the_order_of_the_listings_does_not_matter(sqlite_db, take_in, order):
    made = [by_id(), by_phone(), by_both()]
    for at in order:
        await take_in([made[at]])
    (business,) = await all_(Business)
    assert {key.key.partition(":")[0] for key in await all_(BusinessKey)} == {
        "place",
        "cid",
        "osm",
        "np",
        "na",
    }
    assert business.created_at <= now()
