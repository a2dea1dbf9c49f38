"""The Outscraper source over HTTP, against a server that keeps the bill and fails on demand."""

import random
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.fakes.outscraper import FakeOutscraper, serving
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Refused, VendorError, WebMagicError
from webmagic.core.ledger import Job
from webmagic.core.settings import get_settings
from webmagic.hunter import scrape, scraping, territories
from webmagic.hunter.sources import choice
from webmagic.hunter.sources.outscraper import Outscraper
from webmagic.hunter.sources.outscraper_api import CreditsExhausted
from webmagic.hunter.sources.purse import CeilingReached, spent_on
from webmagic.models import Business, Listing, Setting, Territory

USD_PER_PLACE = 0.003


@pytest.fixture
async def vendor(db, monkeypatch) -> AsyncIterator[FakeOutscraper]:
    """The server, set up as the source; pauses are a thousandth of their length."""
    monkeypatch.setitem(choice.SOURCES, "outscraper", Outscraper(patience=0.001, timeout=1, wait_seconds=5))
    async with serving(FakeOutscraper()) as fake:
        monkeypatch.setenv("OUTSCRAPER_BASE_URL", fake.url)
        monkeypatch.setenv("OUTSCRAPER_API_KEY", fake.key)
        get_settings.cache_clear()
        yield fake


@pytest.fixture
async def place(vendor) -> int:
    async with transaction() as session:
        territory = await territories.add(
            session, country="GT", city="Antigua Guatemala", industry="panaderia", source="outscraper"
        )
        assert territory.id
        return territory.id


def set_to(monkeypatch, **settings) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name.upper(), str(value))
    get_settings.cache_clear()


async def stored() -> tuple[int, int, int]:
    """Businesses, listings, and distinct places among them."""
    async with reading() as session:
        listings = (await session.exec(select(Listing))).all()
        businesses = (await session.exec(select(sa.func.count()).select_from(Business))).one()
    return businesses, len(listings), len({listing.raw["place_id"] for listing in listings})


async def accounts(territory_id: int) -> tuple[float, float, Territory]:
    """Booked on the territory, booked on the day, in USD."""
    async with reading() as session:
        territory = await session.get(Territory, territory_id)
        assert territory
        return territory.cost_microusd / 1e6, await spent_on(session, now().date()) / 1e6, territory


@pytest.mark.parametrize("generation", ["2025", "2026"])
@pytest.mark.parametrize("is_flat", [False, True])
async def test_every_page_is_taken_in_once_and_paid_once(vendor, place, generation, is_flat):
    vendor.generation, vendor.is_flat = generation, is_flat
    report = await scrape(transaction, place)
    assert (report.found, report.created) == (130, 130)
    assert await stored() == (130, 130, 130)
    assert [(r["skipPlaces"], r["limit"], r["async"]) for r in vendor.bill.requests] == [
        (0, 100, True),
        (100, 100, True),
    ]
    on_territory, on_day, territory = await accounts(place)
    assert on_territory == on_day == pytest.approx(vendor.bill.places * USD_PER_PLACE) == report.cost_usd
    assert (territory.status, territory.last_error) == ("cooling", "")


async def test_what_a_hunt_found_is_verified_next(vendor, place):
    await scrape(transaction, place, 20)
    async with reading() as session:
        kinds = (await session.exec(select(Job.kind))).all()
    assert kinds == ["scraping.verify"] * 20


async def test_a_small_search_is_answered_at_once(vendor, place):
    report = await scrape(transaction, place, 20)
    assert report.found == 20 and vendor.bill.requests[0]["async"] is False
    assert not any("/requests/" in path for path in vendor.seen)


async def test_one_row_per_contact_is_paid_by_the_place(vendor, place, monkeypatch):
    set_to(monkeypatch, outscraper_enrichment="leads_n_contacts")
    vendor.rows_per_place, vendor.places = 3, 40
    report = await scrape(transaction, place, 100)
    assert (report.found, report.created) == (120, 40)
    assert vendor.bill.requests[0]["enrichment"] == ["leads_n_contacts"]
    assert (await accounts(place))[0] == pytest.approx(40 * 2 * USD_PER_PLACE)


async def test_a_search_without_a_result_costs_one_place(vendor, place):
    vendor.places = 0
    report = await scrape(transaction, place)
    assert report.found == 0 and (await accounts(place))[0] == pytest.approx(USD_PER_PLACE)


async def test_the_filter_for_places_without_a_website_is_asked_in_english(vendor, place, monkeypatch):
    set_to(monkeypatch, outscraper_only_without_website="true")
    await scrape(transaction, place, 20)
    asked = vendor.bill.requests[0]
    assert (asked["filters"], asked["language"]) == (["only_without_website"], "en")


async def test_a_quote_sends_nothing_and_names_the_ceiling(vendor, place, monkeypatch):
    async with reading() as session:
        assert (await territories.quote(session, place)).first_microusd == 1_500_000
        set_to(monkeypatch, outscraper_territory_usd=0.3)
        quote = await territories.quote(session, place)
    assert (quote.places, quote.cost_microusd) == (100, 300_000) and "ceiling" in quote.note
    assert not vendor.seen


@pytest.mark.parametrize("name", ["outscraper_territory_usd", "outscraper_day_usd"])
async def test_the_ceiling_is_never_passed_and_is_visible(vendor, place, monkeypatch, name):
    set_to(monkeypatch, **{name: 0.36})
    with pytest.raises(CeilingReached, match=r"ceiling of 0\.36 USD"):
        await scrape(transaction, place, 500)
    assert vendor.bill.places == 120 and (await stored())[0] == 120
    for _again in range(3):
        with pytest.raises(CeilingReached):
            await scrape(transaction, place, 500, is_forced=True)
    on_territory, on_day, territory = await accounts(place)
    assert vendor.bill.places == 120 and on_territory == on_day == pytest.approx(0.36)
    assert territory.status == "exhausted" and "ceiling" in territory.last_error


async def test_two_territories_share_the_days_ceiling(vendor, place, monkeypatch):
    set_to(monkeypatch, outscraper_day_usd=0.45)
    async with transaction() as session:
        given = {"country": "GT", "city": "Cobán", "industry": "panaderia", "source": "outscraper"}
        other = (await territories.add(session, **given)).id
    await scrape(transaction, place, 500)
    with pytest.raises(CeilingReached, match="the day's"):
        await scrape(transaction, other, 500)
    assert vendor.bill.places == 130 + 20


@pytest.mark.parametrize("fault, words", [
    ("google-maps-search:402", "credits are exhausted.*Past due invoice"),
    ("google-maps-search:money200", "credits are exhausted.*Not enough credits"),
])  # fmt: skip
async def test_exhausted_credits_stop_the_search_visibly(vendor, place, fault, words):
    vendor.faults = [fault]
    with pytest.raises(CreditsExhausted, match=words) as error:
        await scrape(transaction, place)
    assert error.value.permanent
    on_territory, on_day, territory = await accounts(place)
    assert (on_territory, on_day, territory.status) == (0, 0, "exhausted")
    assert "credits are exhausted" in territory.last_error


async def test_an_account_in_arrears_is_asked_for_nothing(vendor, place):
    vendor.account = {"balance": -4.2, "account_status": "past_due"}
    with pytest.raises(CreditsExhausted, match="past_due"):
        await scrape(transaction, place)
    assert not vendor.bill.requests


async def test_a_wrong_key_is_named(vendor, place, monkeypatch):
    set_to(monkeypatch, outscraper_api_key="other")
    with pytest.raises(VendorError, match="OUTSCRAPER_API_KEY") as error:
        await scrape(transaction, place)
    assert error.value.permanent and len(vendor.seen) == 1


@pytest.mark.parametrize(
    "fault, words", [("422", "Unknown enrichment"), ("error200", "Something broke inside")]
)
async def test_what_the_vendor_says_is_repeated_and_not_asked_again(vendor, place, fault, words):
    vendor.faults = [f"google-maps-search:{fault}"]
    with pytest.raises(VendorError, match=words) as error:
        await scrape(transaction, place)
    assert error.value.permanent and not vendor.bill.requests and (await accounts(place))[1] == 0


@pytest.mark.parametrize("faults", [
    ["google-maps-search:429", "google-maps-search:429"],
    ["google-maps-search:500", "google-maps-search:503", "google-maps-search:refused-html"],
    ["requests:429", "requests:500", "requests:drop"],
    ["requests:truncated"],
    ["balance:500"] * 5,
])  # fmt: skip
async def test_passing_trouble_costs_nothing_and_loses_nothing(vendor, place, faults):
    vendor.faults, vendor.slow_polls = faults, 0
    report = await scrape(transaction, place)
    assert report.created == 130 and len(vendor.bill.requests) == 2
    assert (await accounts(place))[0] == pytest.approx(130 * USD_PER_PLACE)


async def test_a_search_that_takes_too_long_is_fetched_later_and_not_paid_again(vendor, place, monkeypatch):
    slow = Outscraper(patience=0.001, timeout=1, wait_seconds=0.05)
    monkeypatch.setitem(choice.SOURCES, "outscraper", slow)
    vendor.slow_polls = 10_000
    with pytest.raises(VendorError, match="fetched later") as error:
        await scrape(transaction, place)
    assert not error.value.permanent and (await stored())[0] == 0
    vendor._jobs["job-0"]["polls"], vendor.slow_polls = 0, 0
    report = await scrape(transaction, place)
    assert report.created == 130 and len(vendor.bill.requests) == 2
    assert (await accounts(place))[0] == pytest.approx(130 * USD_PER_PLACE)


async def test_a_crash_between_the_answer_and_our_database_loses_nothing(vendor, place, monkeypatch):
    calls = []

    async def crash(*args, **options):
        calls.append(1)
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(scraping, "import_rows", crash)
        with pytest.raises(RuntimeError):
            await scrape(transaction, place)
    assert calls and (await stored())[0] == 0
    report = await scrape(transaction, place)
    assert report.created == 130 and len(vendor.bill.requests) == 2
    assert (await accounts(place))[0] == pytest.approx(130 * USD_PER_PLACE)


async def test_a_job_that_fails_at_the_vendor_is_given_up_and_its_money_comes_back(vendor, place):
    vendor.faults = ["google-maps-search:failure"]
    with pytest.raises(VendorError, match="could not carry out") as error:
        await scrape(transaction, place)
    assert not error.value.permanent and (await accounts(place))[1] == 0
    assert (await scrape(transaction, place)).created == 130


async def test_results_that_have_expired_are_counted_as_spent_and_asked_for_anew(vendor, place):
    async with transaction() as session:
        old = {"id": "job-gone", "skip": 0, "wanted": 100, "since": 0, "set_aside": 300_000, "query": "x"}
        session.add(Setting(key=f"pending:{place}", value=old))
    assert (await scrape(transaction, place)).created == 130
    assert not any("job-gone" in path for path in vendor.seen)


async def test_a_lost_answer_counts_as_spent(vendor, place):
    vendor.faults = ["google-maps-search:lost"]
    with pytest.raises(VendorError, match="broke off"):
        await scrape(transaction, place)
    assert (
        (await accounts(place))[0] == pytest.approx(0.3) == pytest.approx(vendor.bill.places * USD_PER_PLACE)
    )


async def test_a_cut_answer_counts_as_spent_and_the_next_try_loses_nothing(vendor, place):
    vendor.faults = ["google-maps-search:truncated"]
    with pytest.raises(VendorError, match="cut off") as error:
        await scrape(transaction, place, 20)
    assert not error.value.permanent
    assert (await scrape(transaction, place, 20)).created == 20
    assert (await accounts(place))[0] == pytest.approx(vendor.bill.places * USD_PER_PLACE)


async def test_a_territory_without_a_key_is_refused_in_words(vendor, place, monkeypatch):
    set_to(monkeypatch, outscraper_api_key="")
    with pytest.raises(Refused, match="OUTSCRAPER_API_KEY"):
        await scrape(transaction, place)


FAULTS = [
    "",
    "",
    "429",
    "500",
    "503",
    "drop",
    "lost",
    "truncated",
    "failure",
    "error200",
    "402",
    "refused-html",
    "hang",
]


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_fails_nothing_is_lost_doubled_or_overspent(vendor, place, monkeypatch, seed):
    """Faults in any order, scraped again and again as the ledger would: in the end every place is
    there once, the bill is below the ceiling, and no more was billed than we have booked."""
    rng = random.Random(seed)
    source = Outscraper(patience=0.0005, timeout=0.2, wait_seconds=1)
    monkeypatch.setitem(choice.SOURCES, "outscraper", source)
    ceiling = rng.choice((0.5, 1.2, 3.0))
    set_to(monkeypatch, outscraper_territory_usd=ceiling, outscraper_day_usd=ceiling)
    vendor.places, vendor.slow_polls = rng.randrange(30, 260), rng.randrange(3)
    vendor.faults = [rng.choice(FAULTS) for _ in range(rng.randrange(4, 20))]
    is_done = False
    for _turn in range(30):
        try:
            await scrape(transaction, place, rng.choice((0, 500)), is_forced=True)
            is_done = True
            break
        except WebMagicError as error:
            assert str(error)
            if isinstance(error, CeilingReached):
                break
    on_territory, on_day, _ = await accounts(place)
    billed = vendor.bill.places * USD_PER_PLACE
    assert all(asked["skipPlaces"] % 20 == 0 for asked in vendor.bill.requests)
    assert vendor.most_under_way <= 4
    assert billed <= on_day + 1e-9 <= ceiling + 2e-9
    businesses, listings, distinct = await stored()
    assert businesses == distinct and listings == distinct
    if is_done:
        assert businesses == vendor.places
        assert on_territory == pytest.approx(on_day)
