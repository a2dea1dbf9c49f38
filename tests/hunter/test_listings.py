"""Taking listings in, on both kinds of database."""

import asyncio
import json
import math
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, select

from tests.hunter import rows
from webmagic.core.database import dispose, get_engine, reading, transaction
from webmagic.core.errors import Invalid
from webmagic.hunter import import_rows, listings
from webmagic.hunter.sources.cleaning import MAX_DEPTH, fingerprint, storable
from webmagic.models import Business, BusinessKey, Listing

THERE = {"addr:city": "Marrow Creek", "addr:street": "Nowhere Avenue", "addr:housenumber": "9418"}


async def all_(table):
    async with reading() as session:
        return list(
            (
                await session.exec(
                    select(table).order_by(table.id if table is not BusinessKey else table.key)
                )
            ).all()
        )


async def only() -> Business:
    (business,) = await all_(Business)
    return business


@pytest.mark.parametrize("shape", rows.ALL, ids=lambda shape: shape.__name__)
async def test_a_row_of_each_shape_becomes_one_business_and_one_listing(db, take_in, shape):
    report = await take_in([shape()], country="GT" if shape is rows.table else "")
    assert (report.read, report.created) == (1, 1)
    (listing,) = await all_(Listing)
    assert listing.raw == shape() and listing.business_id == (await only()).id


async def test_a_second_import_changes_nothing(db, take_in):
    given = [
        shape(name="Same") if "name" in shape() else shape() for shape in (rows.outscraper, rows.contact)
    ]
    await take_in(given)
    before = [row.model_dump() for row in await all_(Business)]
    report = await take_in(given)
    assert (report.created, report.updated, report.duplicates) == (0, 0, 2)
    assert [row.model_dump() for row in await all_(Business)] == before
    assert len(await all_(Listing)) == 2


async def test_one_row_per_contact_is_one_business(db, take_in):
    report = await take_in([
        rows.contact(full_name="Ann"),
        rows.contact(full_name="Ann"),
        rows.contact(full_name="Bo"),
        rows.contact(full_name="Cy", email="cy@brassfield.example.com"),
        rows.contact(full_name="Di", email="di@brassfield.example.com"),
    ])  # fmt: skip
    assert (report.created, report.updated, report.duplicates) == (1, 1, 3)
    business = await only()
    assert business.email == "cy@brassfield.example.com" and business.score == 85
    assert len(await all_(Listing)) == 4


async def test_bad_rows_are_named_and_the_rest_goes_in(db, take_in):
    report = await take_in([rows.outscraper(), "text", rows.outscraper(name=""), 7, None, rows.contact()])
    assert (report.created, report.rejected) == (2, 4)
    assert [reject["row"] for reject in report.rejects] == [2, 3, 4, 5]
    assert all(reject["reason"] for reject in report.rejects)


async def test_listings_of_several_sources_meet_in_one_business(db, take_in):
    await take_in([rows.feature(name="Quill and Sons Plumbing", phone="+1 937-555-0142",
                                **THERE, **{"addr:country": "US"})])  # fmt: skip
    report = await take_in([rows.outscraper()])
    assert (report.created, report.updated) == (0, 1)
    business = await only()
    assert business.place_id == "ChIJinvented0001" and business.rating == 4.9
    assert business.provenance["name"] == "osm:name" and business.provenance["rating"] == "outscraper:rating"
    assert business.website_state == "confirmed_none" and business.qualified
    assert {key.key.partition(":")[0] for key in await all_(BusinessKey)} == {
        "osm",
        "place",
        "cid",
        "np",
        "na",
    }
    report = await take_in([rows.outscraper(phone="", full_address="", street="")])
    assert report.created == 0


async def test_the_surest_word_about_a_website_stands(db, take_in):
    await take_in([rows.outscraper()])
    assert (await only()).qualified
    await take_in([rows.feature(name="Quill & Sons Plumbing", phone="+1 937-555-0142", website="https://quill.example.com",
                                **THERE)])  # fmt: skip
    business = await only()
    assert business.website_state == "has_website" and business.website == "https://quill.example.com"
    assert (business.qualified, business.stage, business.disqualified_reason) == (
        False,
        "found",
        "It has a website of its own",
    )


async def test_branches_that_share_a_name_and_a_number_stay_apart(db, take_in):
    await take_in(
        [
            rows.outscraper(),
            rows.outscraper(place_id="ChIJinvented9999", google_id=None, cid=None, city="Fallow"),
        ]
    )
    await take_in(
        [rows.table(Ciudad="Antigua"), rows.table(Ciudad="Xela", Dirección="1 calle 2")], country="GT"
    )
    assert len(await all_(Business)) == 4


async def test_a_newer_listing_refreshes_what_changes_over_time(db, take_in):
    await take_in([rows.outscraper()])
    report = await take_in(
        [rows.outscraper(rating=4.1, reviews=240, business_status="CLOSED_PERMANENTLY", name="Other")]
    )
    business = await only()
    assert report.updated == 1 and (business.rating, business.review_count, business.is_closed) == (
        4.1,
        240,
        True,
    )
    assert business.name == "Quill & Sons Plumbing" and not business.qualified


async def test_a_business_further_down_the_road_keeps_its_stage(db, take_in):
    await take_in([rows.outscraper()])
    async with transaction() as session:
        await session.exec(sa.update(Business).values(stage="pitched", do_not_contact=True))
    await take_in([rows.outscraper(rating=4.0)])
    business = await only()
    assert (business.stage, business.do_not_contact, business.rating) == ("pitched", True, 4.0)


async def test_one_name_in_four_towns_is_a_chain(db, take_in):
    towns = ["Fallow", "Marrow Creek", "Tillery Bend", "Quarry"]
    made = [
        rows.outscraper(
            name="Zip Plumbing",
            city=town,
            phone=f"+1 937-555-015{n}",
            place_id=f"ChIJinvented1{n}",
            google_id=None,
            cid=None,
        )
        for n, town in enumerate(towns)
    ]
    report = await take_in(made[:3])
    assert report.qualified == 3
    report = await take_in(made)
    assert report.qualified == 0
    assert {b.disqualified_reason for b in await all_(Business)} == {"Part of a chain"}
    assert (await take_in(made)).updated == 0


async def test_a_favourite_name_with_many_owners_is_no_chain(db, take_in):
    towns = ["Fallow", "Marrow Creek", "Tillery Bend", "Quarry", "Depot"]
    made = [
        rows.nth(
            number, name="Golden Dragon", city=town, site=f"dragon{number}.example.net" if number < 3 else ""
        )
        for number, town in enumerate(towns)
    ]
    assert (await take_in(made)).qualified == 2
    assert not any(business.is_chain for business in await all_(Business))


async def test_two_importers_at_once_make_each_business_once(db, take_in):
    made = [rows.nth(number) for number in range(60)]
    first, second = await asyncio.gather(take_in(made), take_in(made[::-1]))
    assert first.created + second.created == 60 == len(await all_(Business)) == len(await all_(Listing))


async def test_many_rows_go_in_by_batches_and_tell_of_progress(db, take_in, monkeypatch):
    monkeypatch.setattr(listings, "BATCH", 500)
    made = [rows.nth(number, phone=None) for number in range(1203)]
    seen = []
    report = await take_in(made, on_progress=lambda r: seen.append(r.read))
    assert report.created == 1203 and seen == [500, 1000, 1203]


async def test_hostile_text_is_kept_and_stored(db, take_in):
    names = [
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE businesses;--",
        "a\x00b",
        "x\ud800y",
        "𝒯𝒽ℯ",
        "\u202eevil",
        "' OR 1=1",
        "{{7*7}}",
        "%s%d",
        "\r\nBcc: x",
    ]
    made = [rows.nth(number, name=name, note=math.nan) for number, name in enumerate(names)]
    report = await take_in(made)
    assert report.created == len(names)
    assert {listing.raw["note"] for listing in await all_(Listing)} == {"NaN"}


async def test_an_unknown_country_is_refused(take_in):
    with pytest.raises(Invalid, match="no country 'Narnia'"):
        await import_rows([rows.outscraper()], transaction=transaction, country="Narnia")


async def test_a_file_and_its_counts(sqlite_db, write, take_file):
    shop = "A Shop,+1 937 555 0142,,Fallow\n"
    text = f"Name,Phone,Website,City\n{shop},,,\nNo way to find it,,,\n{shop}"
    report = await take_file(write("leads.csv", text), industry="shoe repair")
    assert report.as_dict() | {"seconds": 0} == {
        "read": 3, "created": 1, "updated": 0, "duplicates": 1, "rejected": 1, "qualified": 0, "seconds": 0,
        "rejects": [
            {"row": 4, "reason": "there is a name, but no id, phone or address to know the business by"},
        ],
    }  # fmt: skip
    business = await only()
    assert business.trade == "shoemaker" and business.industry == "shoe repair"
    assert (await all_(Listing))[0].query == "leads.csv"


# --- nothing is lost, whatever the fields are called ---------------------------------------------

names = st.text(min_size=1, max_size=12).map("x_".__add__)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def leaves(value: Any, depth: int = 0) -> Counter:
    """Every scalar in a value, as it must be found again: type and text."""
    if isinstance(value, dict):
        return sum((leaves(v, depth + 1) for v in value.values()), Counter(str(storable(k)) for k in value))
    if isinstance(value, list):
        return sum((leaves(v, depth + 1) for v in value), Counter())
    return Counter([json.dumps(storable(value), ensure_ascii=False)])


@given(st.dictionaries(st.text(max_size=12), trees, max_size=8))
def test_every_scalar_of_a_row_is_in_what_is_stored(row):
    kept = storable(row)
    assert len(kept) == len(row) and sum(leaves(kept).values()) == sum(leaves(row).values())
    json.dumps(kept, allow_nan=False).encode()
    assert fingerprint(kept) == fingerprint(dict(reversed(kept.items())))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=st.sampled_from(rows.ALL), extra=st.dictionaries(names, trees, max_size=4))
def test_no_field_of_any_shape_is_lost_on_its_way_into_the_table(home, shape, extra):
    asyncio.run(_round_trip(shape() | extra))


async def _round_trip(row: dict[str, Any]) -> None:
    async with get_engine().begin() as connection:
        await connection.run_sync(SQLModel.metadata.drop_all)
        await connection.run_sync(SQLModel.metadata.create_all)
    report = await import_rows([row], transaction=transaction, country="GT")
    assert report.created == 1
    (listing,) = await all_(Listing)
    assert leaves(listing.raw) == leaves(row)
    await dispose()


def test_nesting_without_end_is_kept_as_text():
    deep: Any = "bottom"
    for _ in range(MAX_DEPTH * 3):
        deep = [deep]
    assert "bottom" in json.dumps(storable({"a": deep}))
