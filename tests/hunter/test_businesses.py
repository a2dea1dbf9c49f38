"""The read side, and corrections by hand."""

import csv
import io

import pytest

from tests.hunter import rows
from webmagic import hunter
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.hunter.exports import guard
from webmagic.models import Customer


@pytest.fixture
async def shops(db, take_in):
    """Twenty-three shops in two towns, half with an e-mail address, ratings that repeat."""
    await take_in(
        [
            rows.nth(
                number,
                city="Fallow" if number % 3 else "Ünder Creek",
                rating=4 + number % 3 / 2,
                email_1=f"s{number}@x.example.com" if number % 2 else "",
            )
            for number in range(23)
        ]
    )


async def pages(**options):
    found, cursor = [], None
    async with reading() as session:
        while True:
            page = await hunter.page_businesses(session, cursor=cursor, limit=5, **options)
            found.append(page)
            if not (cursor := page.next_cursor):
                return found


@pytest.mark.parametrize("sort", ["score", "newest", "oldest", "name", "rating", "reviews", "city"])
async def test_pages_show_each_business_once_in_every_order(shops, sort):
    found = await pages(sort=sort)
    ids = [row.id for page in found for row in page.rows]
    assert len(ids) == len(set(ids)) == 23 and [page.total for page in found] == [23] * 5


async def test_filters_and_search_narrow_the_list(shops):
    async def total(**filters):
        async with reading() as session:
            return (await hunter.page_businesses(session, **filters)).total

    assert (
        await total(search="shop 0") == 23
        and await total(search="s11@x") == 1
        and await total(search="100%") == 0
    )
    assert await total(city="fallow") == 15 and await total(city="Ünder Creek") == 8
    assert await total(country="us", trade="plumber", website_state="confirmed_none") == 23
    assert await total(qualified=False) == 23 - await total(qualified=True)
    assert await total(min_score=85) == await total(min_score=85, stage="qualified")
    assert await total(search="'; DROP TABLE businesses; --") == 0


async def test_a_foreign_cursor_or_order_is_refused(shops):
    async with reading() as session:
        page = await hunter.page_businesses(session, limit=2)
        for options in (
            {"cursor": "rubbish"},
            {"cursor": page.next_cursor, "sort": "name"},
            {"sort": "id; DROP"},
        ):
            with pytest.raises(Invalid):
                await hunter.page_businesses(session, **options)


async def test_exports_hold_every_row_and_no_formula(shops):
    async with transaction() as session:
        await hunter.patch_business(session, 1, {"name": "=cmd|' /C calc'!A0", "city": 'a, "b"\nc'})
    async with reading() as session:
        everyone = [row async for row in hunter.iter_businesses(session)]
    table = list(csv.DictReader(io.StringIO("".join(hunter.export_csv(everyone)))))
    assert len(table) == 23
    assert table[-1]["name"] == "'=cmd|' /C calc'!A0" and table[-1]["city"] == 'a, "b"\nc'
    assert all(row["phone"].startswith("'+1") for row in table)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r1", " =1", "＝1", "＋1"])
def test_what_a_spreadsheet_would_run_is_guarded(text):
    assert guard(text) == f"'{text}"
    assert guard("Quill & Sons") == "Quill & Sons" and guard(-3) == -3 and guard(None) == ""


async def test_corrections_are_checked_marked_and_judged(shops):
    async with transaction() as session:
        business = await hunter.patch_business(
            session, 1, {"phone": "(614) 555-0199", "website": "facebook.com/x", "is_chain": 0}
        )
        assert (
            business.phone == "+16145550199"
            and business.website_state == "social_only"
            and not business.qualified
        )
        assert business.provenance["phone"] == "admin"
        await hunter.patch_business(session, 1, {"website": ""})
        assert business.website_state == "confirmed_none"
    for changes in (
        {"phone": "12"},
        {"email": "a@b"},
        {"score": 100},
        {"language": "fr"},
        {"name": " "},
        {"country": "Narnia"},
        {"website": "soon"},
        {"website_state": "maybe"},
        {"city": "x" * 200},
    ):
        async with reading() as session:
            with pytest.raises(Invalid):
                await hunter.patch_business(session, 1, changes)


async def test_one_entered_by_hand_is_met_by_a_later_listing(db, take_in):
    async with transaction() as session:
        made = await hunter.create_business(
            session, {"name": "Quill & Sons Plumbing LLC", "phone": "+1 937 555 0142", "country": "US"}
        )
        assert made.trade == "plumber" and made.website_state == "unknown" and not made.qualified
    async with reading() as session:
        with pytest.raises(Conflict):
            await hunter.create_business(session, {"name": "QUILL & Sons Plumbing", "phone": "+19375550142"})
        with pytest.raises(Invalid):
            await hunter.create_business(session, {"name": "Nobody"})
    report = await take_in([rows.outscraper()])
    assert report.updated == 1
    async with reading() as session:
        assert (await hunter.get_business(session, made.id)).qualified
        assert len(await hunter.listings_of(session, made.id)) == 1


async def test_what_a_person_said_stands_against_later_listings(db, take_in):
    await take_in([rows.outscraper()])
    async with transaction() as session:
        await hunter.patch_business(session, 1, {"website_state": "confirmed_none", "is_closed": False})
    await take_in([rows.outscraper(site="https://quill.example.com", business_status="CLOSED_PERMANENTLY")])
    async with reading() as session:
        business = await hunter.get_business(session, 1)
    assert (business.website_state, business.is_closed, business.qualified) == ("confirmed_none", False, True)


async def test_taken_out_by_hand_stays_out_until_readmitted(shops):
    async with transaction() as session:
        assert await hunter.exclude(session, [1, 2], "Owner is a friend") == 2
        await hunter.rescore_all(session)
    async with reading() as session:
        business = await hunter.get_business(session, 1)
        assert (business.stage, business.qualified, business.disqualified_reason) == (
            "rejected",
            False,
            "Owner is a friend",
        )
    async with transaction() as session:
        assert await hunter.readmit(session, [1, 2]) == 2
    async with reading() as session:
        assert (await hunter.get_business(session, 2)).stage == "qualified"


async def test_deleting_is_refused_once_money_was_involved(shops):
    async with transaction() as session:
        session.add(Customer(business_id=1, provider="simulator"))
        await hunter.delete_business(session, 2)
    async with reading() as session:
        with pytest.raises(Conflict):
            await hunter.delete_business(session, 1)
        for gone in (2, 999):
            with pytest.raises(NotFound):
                await hunter.get_business(session, gone)


async def test_the_figures_add_up(shops):
    async with reading() as session:
        figures = await hunter.stats(session)
    assert figures.total == 23 == sum(figures.by_stage.values()) == sum(figures.by_trade.values())
    assert figures.qualified == figures.by_stage["qualified"] and figures.with_email == 11


async def test_the_figures_of_an_empty_database_are_zero(session):
    assert (await hunter.stats(session)).total == 0
