"""From rows to facts: clean strings, known days only."""

from webmagic.creative.snapshot import facts_of
from webmagic.models import Business


def business(**more) -> Business:
    row = {"id": 1, "territory_id": 1, "name": "Rowan's", "city": "Juniper Falls", "country": "US"}
    return Business(**{**row, **more})


def test_control_characters_leave_every_string():
    facts = facts_of(
        business(
            name="Ro\x00wan\u202e's\tShop\x07",
            services=["Cut\x1bs"],
            reviews=[{"author": "A\x00na", "text": "Line one\r\nline\x0btwo \ud83d", "rating": 5}],
        )
    )
    assert (facts.name, facts.services) == ("Rowan's Shop", ("Cuts",))
    assert (facts.reviews[0].author, facts.reviews[0].text) == ("Ana", "Line one\nline two")


def test_emoji_and_accents_stay():
    assert facts_of(business(name="Café Núñez 🥐")).name == "Café Núñez 🥐"


def test_only_days_the_source_names_are_known_and_in_order():
    open_day = [{"opens": "09:00", "closes": "17:00"}]
    facts = facts_of(business(hours=[{"day": 6, "spans": []}, {"day": 0, "spans": open_day}]))
    assert [day.day for day in facts.hours] == [0, 6]
    assert facts.hours[1].spans == ()
