"""The territories as the map and the table show them."""

import json
from typing import Any

import h3
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago, ahead
from webmagic.core.settings import REPO
from webmagic.hunter import atlas
from webmagic.models import Business, CoverageCell, Territory, TerritoryState


async def _add(session: AsyncSession, city: str, industry: str = "plumber", **values: Any) -> Territory:
    values = {"country": "US", "state": "OH", "latitude": 40.0, "longitude": -84.0, **values}
    territory = Territory(city=city, industry=industry, **values)
    session.add(territory)
    await session.flush()
    return territory


async def _street(session: AsyncSession) -> None:
    hunted = {"last_scraped_at": ago(days=2), "status": TerritoryState.COOLING}
    await _add(session, "Marrow Creek", businesses_found=100, qualified_found=20, cost_microusd=2_000_000,
               cooldown_until=ahead(days=5), **hunted)  # fmt: skip
    await _add(session, "Marrow Creek", "bakery", businesses_found=10, qualified_found=8,
               cooldown_until=ago(days=1), **hunted)  # fmt: skip
    await _add(session, "Tillery Bend", latitude=44.1, longitude=-121.9)
    await _add(session, "Villa Jacaranda", "panadería", country="MX", state="", status=TerritoryState.PAUSED)


async def test_a_town_is_one_place_with_its_territories_summed_up(session: AsyncSession) -> None:
    await _street(session)
    first = (await atlas.places(session, atlas.Wanted()))[0]
    assert (first.city, first.count, first.found, first.qualified) == ("Marrow Creek", 2, 110, 28)
    assert first.cost_microusd == 2_000_000 and first.rests_until is not None
    assert first.standings == {"cooling": 1, "ready": 1}


async def test_filters_narrow_places_lines_and_figures_alike(session: AsyncSession) -> None:
    await _street(session)
    for wanted, towns in (
        (atlas.Wanted(country="MX"), ["Villa Jacaranda"]),
        (atlas.Wanted(industry="bakery"), ["Marrow Creek"]),
        (atlas.Wanted(standing="waiting"), ["Tillery Bend"]),
        (atlas.Wanted(text="TILL"), ["Tillery Bend"]),
        (atlas.Wanted(text="%"), []),
    ):
        assert [one.city for one in await atlas.places(session, wanted)] == towns
        assert [one.city for one in await atlas.lines(session, wanted, limit=9)] == towns
        assert (await atlas.totals(session, wanted)).territories == len(towns)


async def test_the_standing_in_sql_is_the_standing_in_words(session: AsyncSession) -> None:
    await _street(session)
    by_standing = (await atlas.totals(session, atlas.Wanted())).by_standing
    counted: dict[str, int] = {}
    for one in await atlas.lines(session, atlas.Wanted(), limit=9):
        name = atlas.standing_of(one)
        counted[name] = counted.get(name, 0) + 1
        assert one in await atlas.lines(session, atlas.Wanted(standing=name), limit=9)
    assert counted == by_standing == {"cooling": 1, "ready": 1, "waiting": 1, "paused": 1}


async def test_the_best_street_comes_first_and_what_nobody_has_seen_last(session: AsyncSession) -> None:
    await _street(session)
    await _add(session, "Harrow Bay", status=TerritoryState.SCRAPING)
    listed = await atlas.lines(session, atlas.Wanted(), limit=3)
    assert [one.city for one in listed] == ["Harrow Bay", "Marrow Creek", "Marrow Creek"]
    assert listed[1].industry == "bakery"
    assert (await atlas.lines(session, atlas.Wanted(), limit=3, skip=3))[0].city == "Tillery Bend"


async def test_the_stamp_changes_with_what_is_shown_and_only_then(session: AsyncSession) -> None:
    await _street(session)
    before = (await atlas.totals(session, atlas.Wanted())).stamp
    assert (await atlas.totals(session, atlas.Wanted())).stamp == before
    one = (await atlas.lines(session, atlas.Wanted(), limit=1))[0]
    one.businesses_found += 1
    session.add(one)
    await session.flush()
    assert (await atlas.totals(session, atlas.Wanted())).stamp != before


async def test_a_town_nobody_can_place_stands_where_its_businesses_do(session: AsyncSession) -> None:
    lost = await _add(session, "Port Ellery", latitude=None, longitude=None)
    assert await atlas.places(session, atlas.Wanted()) == []
    for number, latitude in enumerate((39.0, 41.0)):
        session.add(
            Business(
                dedupe_key=f"x:{number}",
                name="Quill",
                territory_id=lost.id,
                latitude=latitude,
                longitude=-84.0,
            )
        )
    await session.flush()
    (place,) = await atlas.places(session, atlas.Wanted())
    assert (place.latitude, place.longitude) == (40.0, -84.0)


async def test_the_cells_of_a_territory_come_as_corners(session: AsyncSession) -> None:
    one = await _add(session, "Marrow Creek")
    name = h3.latlng_to_cell(40.0, -84.0, 6)
    for cell, state in (("", "waiting"), (name, "searched")):
        session.add(CoverageCell(territory_id=one.id or 0, source="x", h3=cell, state=state, found=9))
    await session.flush()
    (shape,) = await atlas.shapes(session, one.id or 0)
    assert (shape.state, shape.found, len(shape.corners)) == ("searched", 9, 6)
    assert all(abs(lat - 40) < 0.2 and abs(lon + 84) < 0.2 for lat, lon in shape.corners)


def test_the_outlines_are_small_and_whole() -> None:
    path = REPO / "assets" / "outlines.json"
    assert path.stat().st_size <= 150_000
    outlines = json.loads(path.read_text())
    assert {name for name, *_ in outlines["names"]} >= {"Mexico", "Guatemala", "United States of America"}
    assert {"Texas", "Ohio"} <= {name for name, *_ in outlines["state_names"]}
    assert all(outlines[name].startswith("M") for name in ("land", "borders", "states"))
