"""Phones, e-mails, websites, countries and time zones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmagic.hunter.normal import emails, phones, places, websites
from webmagic.hunter.normal.reviews import parse as parse_reviews
from webmagic.hunter.normal.text import number
from webmagic.models import WebsiteState


@pytest.mark.parametrize(
    ("value", "country", "e164"),
    [
        ("+1 937-555-0142", "", "+19375550142"),
        ("(937) 555-0142", "US", "+19375550142"),
        ("5555 0142", "GT", "+50255550142"),
        ("50255550142", "GT", "+50255550142"),
        (9375550142.0, "US", "+19375550142"),
        ("+502 5555 0142; +502 5555 0143", "", "+50255550142"),
        ("tel:+502-5555-0142", "", "+50255550142"),
        ("0050255550142", "", "+50255550142"),
        (["", "+502 5555 0142"], "", "+50255550142"),
    ],
)
def test_phones_become_e164(value, country, e164):
    assert phones.parse(value, country).e164 == e164


@pytest.mark.parametrize("value", ["", None, "ask inside", "123", "5555 0142", "=1+1", "9" * 90, {"a": 1}])
def test_what_is_no_number_is_none(value):
    assert phones.parse(value) is None


def test_the_kind_of_line_and_an_unambiguous_time_zone():
    assert phones.parse("+502 5555 0142").kind == "mobile"
    assert phones.parse("+502 7755 0142").kind == "fixed_line"
    assert phones.parse("+1 937 555 0142").timezone == "America/New_York"


def test_e_mails_are_looked_for_in_every_column_that_may_hold_one():
    assert emails.find({"email_2": "b@x.example.com", "email_1": "A@X.example.com"})[1] == "email_1"
    assert emails.find({"emails": ["nobody", "c@x.example.com"]})[0] == "c@x.example.com"
    assert emails.find({"emails": '[{"value": "d@x.example.com"}]'})[0] == "d@x.example.com"
    assert emails.find({"contact:email": "e@x.example.com"})[0] == "e@x.example.com"
    assert emails.find({"email_title": "f@x.example.com"}) == ("", "")


@pytest.mark.parametrize(
    "text",
    ["filler@godaddy.com", "logo@2x.png", "user@domain.com", "a@b", "a b@c.de f", "@x.com", "x" * 9000],
)
def test_placeholders_and_malformed_addresses_are_left(text):
    assert emails.check(text) in ("", "b@c.de")


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("https://www.quill.example.com/", WebsiteState.HAS),
        ("quill.example.com", WebsiteState.HAS),
        ("https://quill.wixsite.com/home", WebsiteState.HAS),
        ("https://sites.google.com/view/quill", WebsiteState.HAS),
        ("https://www.facebook.com/quill", WebsiteState.SOCIAL),
        ("https://m.facebook.com/quill", WebsiteState.SOCIAL),
        ("https://linktr.ee/quill", WebsiteState.SOCIAL),
        ("https://www.yelp.com/biz/quill", WebsiteState.SOCIAL),
        ("https://quill.business.site", WebsiteState.SOCIAL),
        ("https://booksy.com/en-us/1", WebsiteState.SOCIAL),
        ("https://www.google.com.gt/maps/place/x", WebsiteState.SOCIAL),
        ("https://maps.app.goo.gl/x", WebsiteState.SOCIAL),
        ("https://notfacebook.com", WebsiteState.HAS),
        ("", WebsiteState.NONE),
        (None, WebsiteState.NONE),
        (float("nan"), WebsiteState.NONE),
        ("n/a", WebsiteState.NONE),
        ("No tiene", WebsiteState.NONE),
        ("coming soon", WebsiteState.REVIEW),
        ("javascript:alert(1)", WebsiteState.REVIEW),
        ("http://localhost/", WebsiteState.REVIEW),
        ("http://[bad", WebsiteState.REVIEW),
    ],
)
def test_whose_page_it_is(value, state):
    assert websites.classify(value, column_exists=True).state == state


def test_without_the_column_an_empty_value_means_nothing():
    assert websites.classify("", column_exists=False).state == WebsiteState.UNKNOWN


def test_countries_states_and_zones():
    for name in ("Guatemala", "gt", "GT", "GUATEMALA "):
        assert places.country(name) == "GT"
    for name in ("United States of America", "USA", "Estados Unidos", "EE.UU."):
        assert places.country(name) == "US"
    assert places.country("México") == "MX" and places.country("Neverland") == ""
    assert places.state("Ohio", "", "US") == "OH" and places.state("Oaxaca", "", "MX") == "Oaxaca"
    assert places.timezone("", "", "GT") == ("America/Guatemala", "country")
    assert places.timezone("", "", "US") == ("", "")
    assert places.timezone("Mars/Base", "America/Chicago", "US")[0] in ("Mars/Base", "America/Chicago")
    assert places.language("MX") == "es" and places.language("US") == "en"


def test_american_addresses_come_apart():
    assert places.us_parts("9 Main St, Ste 2, Marrow Creek, OH 45000") == (
        "9 Main St, Ste 2",
        "Marrow Creek",
        "OH",
        "45000",
    )
    assert places.us_parts("9 Main St, Xela") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("4,7", 4.7),
        ("1,234", 1234),
        ("(84)", 84),
        ("12 reviews", 12),
        (float("nan"), None),
        ("", None),
        (True, None),
    ],
)
def test_numbers(value, expected):
    assert number(value) == expected


def test_reviews_keep_their_words():
    found = parse_reviews([
        {"author_title": "A", "review_text": "Line one\nline two", "review_rating": 5,
         "review_datetime_utc": "12/31/2025 08:00:00"},
        {"user": {"name": "B"}, "snippet": "Fine", "iso_date": "2025-10-13T08:09:48Z"},
        {"author_title": "silent", "review_text": None, "review_rating": 5},
        {"author": "C", "text": "Old", "time": 1767225600},
        "rubbish",
    ])  # fmt: skip
    assert [(r["author"], r["at"]) for r in found] == [
        ("A", "2025-12-31"),
        ("B", "2025-10-13"),
        ("C", "2026-01-01"),
    ]
    assert found[0]["text"] == "Line one\nline two"


@given(st.one_of(st.text(), st.integers(), st.floats(), st.lists(st.text(max_size=9), max_size=3)))
def test_nothing_breaks_them(value):
    phones.parse(value, "US")
    websites.classify(value, column_exists=True)
    emails.find({"email": value})
    number(value)
    parse_reviews(value)
