"""Mail addresses: how they are written, whose they are, and which is best."""

import pytest

from webmagic.hunter.emails import Kind, Sighting, best, in_text, ranked, sightings
from webmagic.hunter.emails.spelling import unhidden
from webmagic.hunter.normal import emails
from webmagic.hunter.normal.owners import bears_name, is_disposable, is_foreign, is_role
from webmagic.hunter.verification.candidates import strings


def hidden(address: str, key: int = 0x5A) -> str:
    return bytes([key, *(letter ^ key for letter in address.encode())]).hex()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to Quill@Shop.example.com, please.", ["quill@shop.example.com"]),
        ("quill [at] shop [dot] example [dot] com", ["quill@shop.example.com"]),
        ("quill(at)shop.example.com", ["quill@shop.example.com"]),
        ("quill at shop dot example dot com", ["quill@shop.example.com"]),
        ("quill arroba shop punto example punto com", ["quill@shop.example.com"]),
        ("quill&#64;shop&#46;example&#46;com", ["quill@shop.example.com"]),
        ('<a href="mailto:quill%40shop.example.com?subject=Hi">', ["quill@shop.example.com"]),
        (f'<a data-cfemail="{hidden("quill@shop.example.com")}">[email&#160;protected]</a>',
         ["quill@shop.example.com"]),
        (f'href="/cdn-cgi/l/email-protection#{hidden("q@shop.example.com")}"', ["q@shop.example.com"]),
        ("Look at page.com for more", []),
        ("Meet us at noon dot", []),
        ('<img src="logo@2x.png">', []),
        ("a@b", []),
        ("", []),
    ],
)  # fmt: skip
def test_addresses_are_read_however_they_are_written(text, found):
    assert in_text(text) == found


def test_a_broken_hidden_address_is_nothing():
    assert unhidden("zz") == "" and unhidden("") == "" and unhidden("5a") == ""


@pytest.mark.parametrize(
    ("address", "seen_at", "reason"),
    [
        ("quill@shop.example.com", "", ""),
        ("quill@gmail.com", "https://www.yelp.com/biz/quill", ""),
        ("support@yelp.com", "", "of a platform"),
        ("press@facebook.com", "https://www.facebook.com/quill", "of a platform"),
        ("info@localguide.net", "https://www.localguide.net/n/12", "of the page's own site"),
        ("noreply@shop.example.com", "", "nobody reads there"),
        ("605a7baede844d278b89dc95ae0a9123@shop.example.com", "", "nobody reads there"),
        ("605a7baede844d27@sentry-next.wixpress.com", "", "nobody reads there"),
        ("filler@godaddy.com", "", "of a maker of pages"),
        ("you@example.com", "https://www.localguide.net/", "an example"),
    ],
)
def test_addresses_of_somebody_else_are_told(address, seen_at, reason):
    assert is_foreign(address, seen_at) == reason


def test_posts_and_throw_aways_are_flagged():
    assert is_role("info@shop.example.com") and is_role("Ventas2@shop.example.com")
    assert not is_role("denise@shop.example.com")
    assert is_disposable("x@mailinator.com") and is_disposable("x@my-tempmail.example.com")
    assert not is_disposable("x@shop.example.com")


def test_an_address_may_bear_the_name():
    assert bears_name("office@quillplumbing.example", "Quill & Sons Plumbing")
    assert bears_name("quillandsons@gmail.com", "Quill & Sons Plumbing")
    assert not bears_name("denise@gmail.com", "Quill & Sons Plumbing")
    assert not bears_name("plumbing@gmail.com", "Quill & Sons Plumbing")  # the trade is everybody's


def test_a_listings_own_words_are_read_and_those_of_its_customers_are_not():
    row = {
        "email_1": "office@quill.example.com",
        "email_1.emails_validator.status": "RECEIVING",
        "email_2": "gone@quill.example.com",
        "email_2.emails_validator.status": "INVALID",
        "reviews_data": [
            {"review_text": "angry@customer.example.com", "owner_answer": "denise [at] quill.example.com"}
        ],
    }  # fmt: skip
    found = {s.address: (s.kind, s.source, s.is_checked) for s in sightings(strings(row), row)}
    assert found == {
        "office@quill.example.com": (Kind.ENRICHED, "email_1", True),
        "denise@quill.example.com": (Kind.ANSWER, "reviews_data.owner_answer", False),
    }


def test_the_best_address_explains_itself():
    page = "https://www.localguide.net/n/12"
    seen = [
        Sighting("info@quill-plumbing.com", Kind.LINKED, page),
        Sighting("denise@gmail.com", Kind.LINKED, page),
        Sighting("info@localguide.net", Kind.LINKED, page),
        Sighting("x@mailinator.com", Kind.LISTED, "email"),
        Sighting("info@quill-plumbing.com", Kind.ENRICHED, "email_1", True),
    ]
    mails = ranked(seen, "Quill Plumbing")
    assert [(mail.address, mail.refused) for mail in mails] == [
        ("info@quill-plumbing.com", ""),
        ("denise@gmail.com", ""),
        ("x@mailinator.com", "made to be thrown away"),
        ("info@localguide.net", "of the page's own site"),
    ]
    assert mails[0].is_role and mails[0].points == 35 + 20 + 10 + 5 - 5
    assert mails[0].why[0] == f"+35 linked: {page}" and "-5 a post, not a person" in mails[0].why
    assert best(seen[2:4], "Quill Plumbing") is None and best([], "x") is None


def test_a_platforms_address_in_a_column_is_left_for_the_next():
    row = {"email_1": "support@yelp.com", "email_2": "quill@gmail.com"}
    assert emails.find(row) == ("quill@gmail.com", "email_2")
