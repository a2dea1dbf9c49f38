"""A row of each shape becomes a business; every derived field names its column."""

import pytest

from tests.hunter import rows
from webmagic.hunter.drafts import draft
from webmagic.hunter.reader import Context, Rejected
from webmagic.hunter.sources.files import of_rows
from webmagic.models import WebsiteState


def drafted(row, beside=(), **said):
    """The draft of a row in a file with other rows beside it."""
    return draft(row, Context.of(of_rows(enumerate([row, *beside])), **said))


def test_outscraper_of_2025():
    made = drafted(rows.outscraper())
    values = made.values
    assert values["phone"] == "+19375550142" and values["country"] == "US" and values["state"] == "OH"
    assert (
        values["address"] == "9418 Nowhere Avenue, Marrow Creek, OH 45000" and values["postcode"] == "45000"
    )
    assert values["email"] == "office@quill.example.com" and values["rating"] == 4.9
    assert values["review_count"] == 187 and values["attributes"] == ["Checks"]
    assert values["trade"] == "plumber" and values["services"] == ["Drainage service"]
    assert values["website_state"] == WebsiteState.NONE
    assert values["hours"][0] == {"day": 0, "spans": [{"opens": "08:00", "closes": "17:00"}]}
    assert values["reviews"][0]["at"] == "2026-01-18" and values["reviews"][0]["owner_answer"]
    assert values["socials"] == ["https://www.facebook.com/quillplumbing.example"]
    assert made.keys[:2] == ["place:ChIJinvented0001", "cid:1234"]
    assert made.provenance["address"] == "outscraper:full_address"
    assert made.provenance["email"] == "outscraper:email_1" == values["email_source"]


def test_outscraper_of_2026_and_apify_and_google():
    contact = drafted(rows.contact(email="joan@brassfield.example.com"))
    assert contact.values["email"] == "joan@brassfield.example.com"
    assert contact.provenance["address"] == "outscraper:address"
    assert len(contact.values["hours"][0]["spans"]) == 2
    vet = drafted(rows.apify())
    assert vet.values["trade"] == "vet" and vet.values["language"] == "es"
    assert vet.values["timezone"] == "America/Guatemala" and vet.values["place_id"] == "ChIJinvented0003"
    assert [day["day"] for day in vet.values["hours"]] == [0, 6]
    spoon = drafted(rows.places_api())
    assert spoon.values["country"] == "GB" and spoon.values["price_range"] == "$$"
    assert spoon.values["hours"][0]["spans"] == [{"opens": "12:00", "closes": "22:30"}]
    assert spoon.values["reviews"][0]["text"] == "The dolmades."


def test_openstreetmap_features_and_elements():
    for row, osm in ((rows.feature(), "osm:node/1001"), (rows.element(), "osm:way/2002")):
        made = drafted(row)
        assert osm in made.keys and made.values["trade"] == "bicycle"
        assert made.values["street"] == "0-41 98 calle" and made.values["latitude"] == 14.87
        assert made.values["attributes"] == ["Wheelchair accessible entrance"]
        assert len(made.values["hours"]) == 7 and made.provenance["phone"] == "osm:phone"


def test_a_spanish_table_is_known_by_its_headings():
    made = drafted(rows.table(), country="GT")
    assert made.values["name"] == "Zapatería El Clavo" and made.values["phone"] == "+50255550170"
    assert made.values["trade"] == "shoemaker" and made.values["email"] == "elclavo@example.com"
    assert (
        made.provenance["country"] == "import:country" and made.values["website_state"] == WebsiteState.NONE
    )


def test_a_shape_without_a_website_column_says_nothing_about_websites():
    row = {name: value for name, value in rows.outscraper().items() if name != "site"}
    assert drafted(row).values["website_state"] == WebsiteState.UNKNOWN


def test_a_column_that_some_rows_leave_out_still_counts_for_all_of_them():
    row = {name: value for name, value in rows.apify().items() if name != "website"}
    assert (
        drafted(row, [rows.apify(website="https://huellas.example.com")]).values["website_state"]
        == WebsiteState.NONE
    )


def test_openstreetmap_not_knowing_a_website_is_no_proof():
    assert (
        drafted(rows.feature(), [rows.feature(website="https://x.example.com")]).values["website_state"]
        == "unknown"
    )


def test_booking_at_an_address_of_its_own_needs_a_look():
    made = drafted(rows.outscraper(booking_appointment_link="https://quillplumbing.example.com/book"))
    assert made.values["website_state"] == WebsiteState.REVIEW
    assert made.provenance["website_state"] == "outscraper:booking_appointment_link"
    assert (
        drafted(rows.outscraper(order_links="https://www.doordash.com/x")).values["website_state"]
        == "confirmed_none"
    )


def test_closed_businesses_are_known_in_every_shape():
    for row in (
        rows.outscraper(business_status="CLOSED_PERMANENTLY"),
        rows.outscraper(business_status="CLOSED_TEMPORARILY"),
        rows.apify(permanentlyClosed=True),
        rows.places_api(businessStatus="CLOSED_PERMANENTLY"),
        rows.feature(shop="vacant"),
    ):
        assert drafted(row).values["is_closed"] is True
    assert not drafted(rows.outscraper()).values["is_closed"]


FOOD = dict.fromkeys(("type", "category", "subtypes"), "Fast food restaurant")


@pytest.mark.parametrize(
    "row",
    [
        rows.outscraper(name="Subway", **FOOD),
        rows.outscraper(name="McDonald’s", **FOOD),
        rows.outscraper(name="Subway #1204", **FOOD),
        rows.outscraper(name="Roto-Rooter - Dayton"),
        rows.contact(**{"chain_info.chain": "True"}),
        rows.feature(**{"brand:wikidata": "Q1", "brand": "Trek"}),
        rows.feature(name="Lidl Xela", brand="Lidl"),
    ],
)
def test_chains_are_known(row):
    assert drafted(row).values["is_chain"] is True


@pytest.mark.parametrize(
    "row",
    [
        rows.outscraper(name="Subway Cleaners"),
        rows.outscraper(name="Subway"),
        rows.feature(brand="Trek"),
        rows.outscraper(name="Targeted Drains"),
    ],
)
def test_a_name_that_contains_a_brand_is_no_chain(row):
    assert not drafted(row).values.get("is_chain")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (rows.outscraper(name=None), "no name"),
        (rows.outscraper(name="NaN"), "no name"),
        (rows.outscraper(name="!!!"), "no name"),
        ({"name": "Somewhere", "phone": "", "city": "Xela"}, "no id, phone or address"),
    ],
)
def test_a_row_that_is_no_business_is_rejected_with_its_reason(row, reason):
    with pytest.raises(Rejected, match=reason):
        drafted(row)


def test_service_area_businesses_take_only_the_country_from_the_search():
    row = rows.outscraper(full_address=None, street=None, city=None, state=None, us_state=None, country=None,
                          country_code=None)  # fmt: skip
    values = drafted(row).values
    assert values["country"] == "US" and "city" not in values


def test_values_fit_the_table_whatever_their_length():
    values = drafted(rows.outscraper(name="N" * 5000, city="C" * 5000, type="T" * 5000)).values
    assert len(values["name"]) == 300 and len(values["city"]) == 160 and len(values["category"]) == 200


def test_an_address_that_the_provider_refused_is_not_taken():
    row = rows.outscraper(**{"email_1.emails_validator.status": "INVALID", "email_2": "jo@quill.example.com"})
    assert drafted(row).values["email"] == "jo@quill.example.com"


def test_closed_for_the_time_being_is_told_from_closed_for_good():
    for row in (rows.outscraper(business_status="CLOSED_TEMPORARILY"), rows.apify(temporarilyClosed=True)):
        assert drafted(row).values["closure"] == "temporarily"
    for row in (rows.outscraper(business_status="CLOSED_PERMANENTLY"), rows.feature(shop="vacant"),
                rows.apify(temporarilyClosed=True, permanentlyClosed=True)):  # fmt: skip
        assert drafted(row).values["closure"] == "permanently"
    assert "closure" not in drafted(rows.outscraper()).values


def test_the_newest_review_or_check_is_the_last_sign_of_life():
    made = drafted(rows.outscraper())
    assert made.values["last_sign_on"] == "2026-01-18"
    assert made.provenance["last_sign_on"] == "outscraper:reviews_data"
    assert drafted(rows.feature(check_date="2024-05-01")).values["last_sign_on"] == "2024-05-01"
    assert "last_sign_on" not in drafted(rows.feature()).values
