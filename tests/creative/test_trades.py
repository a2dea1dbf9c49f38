"""Trades: matching categories of listings in both languages, and words complete in each."""

import pytest

from webmagic.creative.studio import art, trades

ARCHETYPES = set(
    "innocent everyman hero outlaw explorer creator ruler magician lover caregiver jester sage".split()  # noqa: SIM905
)


@pytest.mark.parametrize(
    ("category", "name", "trade"),
    [
        ("Bakery", "", "bakery"),
        ("Panadería", "", "bakery"),
        ("shop=bakery", "", "bakery"),
        ("craft=plumber", "", "plumber"),
        ("Plomero", "", "plumber"),
        ("Bicycle repair shop", "", "bicycle"),
        ("shop=car_repair", "", "mechanic"),
        ("Pet groomer", "", "pets"),
        ("Restaurante mexicano", "", "taqueria"),
        ("Peluquería", "", "salon"),
        ("Clínica dental", "", "dentist"),
        ("amenity=dentist", "", "dentist"),
        ("Auto body shop", "", "bodyshop"),
        ("Emergency veterinarian service", "", "vet"),
        ("", "Floristería Las Rosas", "florist"),
        ("Store", "Kessler Plumbing & Drain", "plumber"),
        ("Taxidermist", "Backcountry", "general"),
        ("", "", "general"),
    ],
)
def test_a_listing_finds_its_trade(category, name, trade):
    assert trades.match(category, name) == trade


def test_forty_trades_and_more_are_known():
    assert len(trades.all_()) >= 60


@pytest.mark.parametrize("key", trades.all_())
def test_every_trade_has_all_its_words_in_both_languages(key):
    assert trades.get(key).archetype in ARCHETYPES
    for language in trades.LANGUAGES:
        own = trades.wording(key, language)
        for field in ("offer", "voices", "ask", "message", "send", "faq", "drawing"):
            assert getattr(own, field).strip(), (key, language, field)
        assert "!" not in "".join([own.offer, own.voices, own.ask, own.message])
        if key != "general":
            assert own.noun and own.craft and own.match and own.vocab
        if language == "es":
            assert own.g in {"el", "la"} and own.of in {"m", "f", "mp", "fp"}


def test_an_unknown_trade_is_the_general_one():
    assert trades.get("alchemist").key == "general"
    assert trades.wording("alchemist", "es").ask == "Escribir al negocio"


def test_an_unknown_language_reads_english():
    assert trades.wording("bakery", "fr").noun == "bakery"


def test_art_modules_are_named_as_the_artist_names_them():
    wanted = {trade.art for trade in trades.all_().values()}
    agreed = set(
        [
            "bakery",
            "plumber",
            "electrician",
            "bicycle",
            "spa",
            "barber",
            "salon",
            "food",
            "cafe",
            "florist",
            "dentist",
            "mechanic",
            "carpenter",
            "tailor",
            "locksmith",
            "pets",
            "cleaning",
            "garden",
            "roofing",
            "general",
        ]
    )
    assert wanted <= agreed | set(art.MODULES)


@pytest.mark.parametrize(
    ("trade", "module"),
    [("doctor", "clinic"), ("optician", "clinic"), ("lawyer", "desk"), ("books", "desk"), ("gym", "gym"),
     ("painter", "painter"), ("grocery", "grocer"), ("butcher", "grocer")],
)  # fmt: skip
def test_every_trade_is_drawn_by_the_module_that_shows_it(trade, module):
    assert trades.get(trade).art == module and module in art.MODULES


def test_no_trade_asks_for_a_drawing_that_does_not_exist():
    assert {trade.art for trade in trades.all_().values()} <= set(art.MODULES)
