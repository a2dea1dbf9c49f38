"""A place in parts. It is searched whole; where a source has more than it hands out, the place falls
into H3 cells, and a crowded cell into its children, so that small towns cost one search."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi, sqrt

import h3

from webmagic.hunter import gazetteer
from webmagic.hunter.gazetteer import Town, kilometres
from webmagic.hunter.normal.text import fold

PEOPLE_PER_KM2 = 1500  # a town's own density, by which its size is guessed
SPRAWL = 1.6  # towns are no discs, and their businesses lie further out than their people
SMALLEST_KM, USUAL_KM, LARGEST_KM = 5.0, 12.0, 40.0
FINEST = 9  # H3 resolution: cells of 200 m
DEEPEST = 4


@dataclass(frozen=True)
class Place:
    """A town as a circle."""

    latitude: float
    longitude: float
    radius_km: float

    def distance_to(self, latitude: float, longitude: float) -> float:
        return kilometres(self.latitude, self.longitude, latitude, longitude)


@dataclass(frozen=True)
class Part:
    """A cell of a place, as the circle around it. `town`: a place within it, to be named in a search."""

    h3: str
    latitude: float
    longitude: float
    radius_km: float
    town: str = ""


def radius_of(population: int | None) -> float:
    """How far a town of so many people reaches, in kilometres: 5 to 40."""
    if not population:
        return USUAL_KM
    return max(SMALLEST_KM, min(LARGEST_KM, SPRAWL * sqrt(population / PEOPLE_PER_KM2 / pi)))


def whole(place: Place) -> str:
    """The index of the finest cell about as large as the place."""
    fitting = [res for res in range(FINEST + 1) if _edge(res) >= place.radius_km]
    return h3.latlng_to_cell(place.latitude, place.longitude, max(fitting, default=0))


def divide(place: Place, cell: str, depth: int) -> list[Part]:
    """The parts of the whole place (depth 0) or of one of its cells, the middle first. Empty when it
    is as small as a search can be."""
    if depth >= DEEPEST:
        return []
    parts = [_part(index) for index in (_first_parts(place) if depth == 0 else _children(cell))]
    inside = [
        p for p in parts if place.distance_to(p.latitude, p.longitude) <= place.radius_km + p.radius_km / 2
    ]
    return sorted(inside, key=lambda part: place.distance_to(part.latitude, part.longitude))


def name_parts(parts: list[Part], country: str, state: str, city: str) -> list[Part]:
    """With the largest other place in each, since most providers heed names more than positions.
    Reads the gazetteer: call it in a thread."""
    return [
        Part(part.h3, part.latitude, part.longitude, part.radius_km, _town(part, country, state, city))
        for part in parts
    ]


def _town(part: Part, country: str, state: str, city: str) -> str:
    near = [
        town
        for town in gazetteer.near(country, part.latitude, part.longitude, part.radius_km)
        if h3.latlng_to_cell(town.latitude, town.longitude, h3.get_resolution(part.h3)) == part.h3
    ]
    if any(_is(town, city) for town in near):  # the middle keeps the city's own name
        return ""
    return next((t.name for t in near if gazetteer.is_same_state(country, state, t.state)), "")[:120]


def _is(town: Town, city: str) -> bool:
    return fold(town.name) == fold(city)


def _first_parts(place: Place) -> Iterator[str]:
    """Some seven to twenty cells that cover the circle."""
    res = next((r for r in range(FINEST + 1) if _edge(r) <= place.radius_km / 1.2), FINEST)
    middle = h3.latlng_to_cell(place.latitude, place.longitude, res)
    yield from h3.grid_disk(middle, int(place.radius_km / _edge(res)) + 1)


def _children(cell: str) -> Iterator[str]:
    res = h3.get_resolution(cell)
    if res < FINEST:
        yield from h3.cell_to_children(cell, res + 1)


def _part(index: str) -> Part:
    latitude, longitude = h3.cell_to_latlng(index)
    return Part(index, latitude, longitude, _edge(h3.get_resolution(index)))


def _edge(res: int) -> float:
    """A cell's edge, which is also the distance from its middle to its corners."""
    return float(h3.average_hexagon_edge_length(res, unit="km"))
