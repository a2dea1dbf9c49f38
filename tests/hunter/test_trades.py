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
        ("", "general"),
    ],
)
def test_a_category_finds_its_trade(category, trade):
    assert trades.match(category) == trade


def test_the_name_helps_when_the_category_is_silent():
    assert trades.match("Service establishment", "Hollis Plumbing") == "plumber"
    assert trades.match("Corporate office", "Beauty of Numbers") == "general"
