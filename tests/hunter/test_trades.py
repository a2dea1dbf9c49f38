"""Categories in two languages and OpenStreetMap's tags to trades."""

import pytest

from webmagic.creative.studio.trades import all_
from webmagic.hunter import trades


def test_every_trade_is_one_that_the_designer_knows():
    assert set(trades._index().values()) <= set(all_())


@pytest.mark.parametrize(
    ("category", "trade"),
    [
        ("Plumber", "plumber"),
        ("Panadería", "bakery"),
        ("shop=bakery", "bakery"),
        ("Bicycle repair shop", "bicycle"),
        ("Tienda de bicicletas", "bicycle"),
        ("Animal hospital", "vet"),
        ("Auto repair shop", "mechanic"),
        ("Mexican restaurant", "taqueria"),
        ("Dentista", "dentist"),
        ("amenity=dentist", "dentist"),
        ("craft=carpenter", "carpenter"),
        ("Salón de belleza", "salon"),
        ("Driving schools", "lessons"),
        ("Taxidermist", "general"),
        ("Steak house", "restaurant"),
        ("Mechanical contractor", "hvac"),
        ("Water damage restoration service", "cleaning"),
        ("Orthopedic surgeon", "doctor"),
        ("Refaccionaria", "mechanic"),
        ("Abogado penalista", "lawyer"),
        ("Tienda de telas", "tailor"),
        ("Despacho contable", "accountant"),
        ("Tour operator", "general"),
        ("Agencia de viajes", "general"),
        ("Real estate agency", "general"),
        ("", "general"),
    ],
)
def test_a_category_finds_its_trade(category, trade):
    assert trades.match(category) == trade


def test_the_name_helps_when_the_category_is_silent():
    assert trades.match("Service establishment", "Hollis Plumbing") == "plumber"
    assert trades.match("Corporate office", "Beauty of Numbers") == "general"


def test_a_listing_known_to_be_none_of_our_trades_is_not_guessed_from_its_name():
    assert trades.of(("Tour operator", "Bicycle rental service"), "", "Pizza Walks") == "general"
    assert trades.of(("Corporate office", "Plumber"), "", "Brassfield") == "plumber"
    assert trades.of(("",), "", "Hollis Plumbing") == "plumber"
    assert trades.of((), "bakery", "Brassfield") == "bakery"
