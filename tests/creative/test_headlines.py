"""Headlines grow out of what a review shows; the listing's categories never repeat the trade."""

import pytest

from tests.creative import shops
from webmagic.creative.facts import Facts, Review
from webmagic.creative.studio import analyst, concept
from webmagic.creative.studio.copy import images, rest, services


def shop(trade: str, *texts: str, rating: float = 5, **more) -> Facts:
    reviews = tuple(Review(author=f"Ana {n}", text=text, rating=rating) for n, text in enumerate(texts))
    row = {"business_id": 4, "name": "Rowan's", "city": "Juniper Falls", "country": "US", "language": "en"}
    return Facts(**{**row, "trade": trade, "reviews": reviews, **more})


def headline(facts: Facts) -> str:
    return concept.conceive(facts, analyst.analyse(facts)).headline


def test_a_scene_beats_praise_and_opening_hours():
    facts = shop(
        "florist",
        "Great service, highly recommend, the best in town.",
        "Asked for tulips at 5:50 on Mother's Day. She ran out with a bucket of them.",
        hours=shops.hours(*["06:00-18:00"] * 7),
    )
    assert headline(facts) == "A Juniper Falls florist. “Asked for tulips at 5:50 on Mother's Day.”"


def test_blame_grief_and_closing_down_never_stand_in_a_headline():
    texts = (
        "My father died on a Tuesday and they drove to the church with the flowers.",
        "Closed for good, they say. I will miss the yellow door on Elm.",
        "Waited an hour in the rain for one rose at $40.",
    )
    assert images.images(shop("florist", *texts)) == []


def test_four_stars_are_quoted_only_where_they_praise():
    facts = shop("carpenter", "Nice bed. Said fifteen days and it was twenty two.", rating=4)
    assert all("twenty two" not in image.quote.text for image in images.images(facts))


def test_every_image_is_verbatim():
    for make in shops.ALL:
        facts = make()
        for image in images.images(facts):
            assert image.quote.text in facts.reviews[image.quote.review].text


def test_neighbors_do_not_all_sound_alike():
    text = "Found my grandfather's watch behind the stove."
    heads = {headline(shop("plumber", text, business_id=number)) for number in range(1, 5)}
    assert len(heads) >= 3
    assert all("Juniper Falls" in head and f"“{text}”" in head for head in heads)


@pytest.mark.parametrize(
    ("language", "category", "said"),
    [
        ("en", "Oil change service", "oil changes"),
        ("en", "Sports massage therapist", "sports massage"),
        ("en", "Lighting contractor", "lighting"),
        ("en", "Emergency dental service", "emergencies"),
        ("en", "Swedish massage", "Swedish massage"),
        ("es", "Taller de soldadura", "soldadura"),
        ("es", "Salón de manicura y pedicura", "manicura y pedicura"),
        ("es", "Servicio de afinación", "afinación"),
        ("es", "Peluquería", ""),
    ],
)
def test_categories_are_said_as_a_customer_would(language, category, said):
    assert services.plainly(category, language) == said


def test_a_trade_is_not_its_own_service():
    facts = shop("barber", language="es", category="Barbería", services=("Peluquería", "Barbería"))
    assert services.named(facts) == []
    assert "peluquería" not in headline(facts).lower()


def test_services_that_differ_only_in_form_are_named_once():
    facts = shop("roofing", services=("Gutter cleaning service", "Gutter cleaning", "Roofing contractor"))
    assert services.named(facts) == ["gutter cleaning"]


def test_days_nobody_spoke_of_are_not_called_closed():
    facts = shop("barber", hours=shops.hours(*["09:00-17:00"] * 5), timezone="America/Denver")
    known = facts.model_copy(update={"hours": facts.hours[:5]})
    shown = rest.opening_hours(known)
    assert shown and [day.day for day in shown.days] == [0, 1, 2, 3, 4]
    assert shown.timezone == ""  # no "closed now" on a guess
