"""Many territories at once, and the towns they come from."""

import pytest
from sqlmodel import select

from webmagic.core.errors import Invalid
from webmagic.core.settings import get_settings
from webmagic.hunter import gazetteer, territories
from webmagic.hunter.bulk import priority_of
from webmagic.models import Territory

HIGHLANDS = {"countries": ["GT"], "states": ["Quetzaltenango"], "industries": ["plomero", "panaderia"]}


def test_a_town_is_found_by_its_names_and_its_state():
    city = gazetteer.find("GT", "guatemala  city")
    assert city and city.state == "Guatemala" and city.population > 500_000
    assert gazetteer.find("GT", "Ciudad de Guatemala") == city
    assert gazetteer.find("GT", "Quetzaltenango", "Quetzaltenango")
    assert gazetteer.find("GT", "Quetzaltenango", "Petén") is None
    assert gazetteer.find("GT", "Nowhere at All") is None and gazetteer.find("X", "Nowhere") is None


@pytest.mark.parametrize("country, capitals", [
    ("GT", "Cobán:Alta Verapaz|Flores:Petén|Antigua Guatemala:Sacatepéquez|Zacapa:Zacapa"),
    ("MX", "Tijuana:Baja California|Mérida:Yucatán|Monterrey:Nuevo León|Zacatecas:Zacatecas"),
])  # fmt: skip
def test_a_capital_lies_in_its_state(country, capitals):
    for pair in capitals.split("|"):
        name, state = pair.split(":")
        town = gazetteer.find(country, name)
        assert town and town.state == state


def test_distances_are_those_of_the_globe():
    assert gazetteer.kilometres(0, 0, 0, 1) == pytest.approx(111.19, abs=0.1)
    assert gazetteer.kilometres(14.6, -90.5, 14.6, -90.5) == 0
    names = [town.name for town in gazetteer.near("GT", 14.556, -90.733, 12)]
    assert "Antigua Guatemala" in names and "Quetzaltenango" not in names


def test_larger_towns_come_sooner():
    assert [priority_of(n) for n in (10_000_000, 1_000_000, 100_000, 10_000)] == [30, 45, 60, 75]
    assert priority_of(0) == 100


async def test_a_state_becomes_territories_once(session):
    plan = await territories.preview_many(session, **HIGHLANDS, min_population=20_000)
    assert plan.territories == 2 * plan.towns > 10 and plan.existing == 0
    assert "OUTSCRAPER_API_KEY" in plan.note and plan.likely_microusd == 0
    made = await territories.create_many(session, **HIGHLANDS, min_population=20_000)
    assert (made.created, made.existing) == (plan.territories, 0)
    again = await territories.create_many(session, **HIGHLANDS, min_population=20_000)
    assert (again.created, again.existing) == (0, made.created)
    first = (await territories.list_(session))[0]
    assert (first.city, first.state, first.status) == ("Quetzaltenango", "Quetzaltenango", "pending")
    assert first.latitude and first.population and first.population > 100_000
    everywhere = (await session.exec(select(Territory))).all()
    assert all(t.population >= 20_000 and t.country == "GT" for t in everywhere)


async def test_what_was_added_by_hand_in_other_words_is_not_made_twice(session):
    await territories.add(session, country="GT", city="QUETZALTENANGO", industry="Panaderia")
    plan = await territories.preview_many(session, **HIGHLANDS, min_population=100_000)
    assert plan.existing == 1 and all(
        (one.city, one.industry) != ("Quetzaltenango", "panaderia") for one in plan.first
    )


async def test_a_preview_says_what_it_would_cost(session, monkeypatch):
    monkeypatch.setenv("OUTSCRAPER_API_KEY", "k" * 40)
    get_settings.cache_clear()
    plan = await territories.preview_many(session, **HIGHLANDS, min_population=100_000)
    assert plan.likely_microusd == plan.territories * 1_500_000
    assert plan.most_microusd == plan.territories * 4_998_000
    for number in range(3):
        made = await territories.add(session, country="GT", city=f"Town {number}", industry="x")
        made.last_cost_microusd = 300_000
        session.add(made)
    learnt = await territories.preview_many(session, **HIGHLANDS, min_population=100_000)
    assert learnt.likely_microusd == plan.territories * 300_000


@pytest.mark.parametrize("wrong, words", [
    ({"countries": []}, "at least one country"),
    ({"countries": ["Narnia"]}, "no country"),
    ({"industries": [" "]}, "at least one trade"),
    ({"states": ["Ohio"]}, "no state 'Ohio' of GT"),
    ({"source": "crystal ball"}, "no source"),
])  # fmt: skip
async def test_what_cannot_be_planned_is_named(session, wrong, words):
    with pytest.raises(Invalid, match=words):
        await territories.preview_many(session, **HIGHLANDS | wrong)


async def test_too_many_at_once_are_refused(session):
    trades = [f"trade {n}" for n in range(500)]
    with pytest.raises(Invalid, match="at most 20,000"):
        await territories.preview_many(session, countries=["GT"], industries=trades, min_population=500)
