"""The shapes in which providers hand out businesses, told apart by their columns.

A shape says which columns may hold a field, best first. The whole row is kept elsewhere; this
is only where derived fields come from, so each value carries its column along.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.hunter.sources import columns, osm, overture, tabular
from webmagic.hunter.sources.cleaning import clean_text

Row = dict[str, Any]


def _as_is(row: Row) -> Row:
    return row


@dataclass(frozen=True)
class Shape:
    """`needs`: all of these columns; `marks`: at least `at_least` of these. `prepare` lays a row flat.
    `silence_is_none`: an empty website in a file that has the column means there is none."""

    name: str
    source: str
    needs: frozenset[str]
    marks: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    at_least: int = 1
    prepare: Callable[[Row], Row] = _as_is
    silence_is_none: bool = True

    def fits(self, seen: set[str]) -> bool:
        return self.needs <= seen and len(self.marks & seen) >= self.at_least

    def has_websites(self, seen: set[str]) -> bool:
        return any(column in seen for column in self.fields["website"])


def _shape(name: str, source: str, needs: str, marks: str, fields: Mapping, **options: Any) -> Shape:
    return Shape(name, source, frozenset(needs.split()), frozenset(marks.split()), fields, **options)


SHAPES = (
    _shape("places-api", "google-maps", "displayName",
           "formattedAddress websiteUri businessStatus primaryType types location", columns.PLACES_API),
    _shape("places-api-flat", "google-maps", "displayName.text",
           "formattedAddress websiteUri businessStatus primaryType types id", columns.PLACES_API),
    _shape("places-api-old", "google-maps", "name",
           "formatted_address vicinity user_ratings_total international_phone_number formatted_phone_number",
           columns.PLACES_API_OLD),
    _shape("serpapi-place", "google-maps", "place_info", "place_info reviews", columns.SERPAPI_PLACE),
    _shape("apify", "google-maps", "title",
           "categoryName totalScore reviewsCount placeId permanentlyClosed", columns.APIFY),
    _shape("serpapi", "google-maps", "title",
           "data_id data_cid gps_coordinates operating_hours place_id_search", columns.SERPAPI),
    _shape("outscraper", "outscraper", "name",
           "full_address site subtypes business_status working_hours us_state state_code owner_title "
           "name_for_emails area_service location_link reviews_link google_id reviews_data",
           columns.OUTSCRAPER, at_least=2),
    _shape("overture", "overture", "names", "addresses confidence taxonomy categories basic_category",
           columns.OVERTURE, at_least=2, prepare=overture.from_place, silence_is_none=False),
    _shape("geojson", "osm", "properties", "type geometry", columns.OSM,
           prepare=osm.from_feature, silence_is_none=False),
    _shape("overpass", "osm", "id type", "tags lat lon nodes members center", columns.OSM,
           prepare=osm.from_element, silence_is_none=False),
    _shape("osm-table", "osm", "name",
           "addr:street addr:housenumber addr:city @id osm_id opening_hours contact:phone",
           columns.OSM, prepare=osm.from_table, silence_is_none=False),
)  # fmt: skip


class UnknownShape(Invalid):
    """The file can be read, but nobody knows what its columns mean."""


SOURCES = ("auto", "outscraper", "google-maps", "osm", "overture", "csv")


@dataclass(frozen=True)
class Seen:
    """What the head of a file shows."""

    columns: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[Any]) -> "Seen":
        columns: set[str] = set()
        for row in rows:
            if isinstance(row, dict):
                columns.update(row)
                columns.update(f"{k}.{inner}" for k, v in row.items() if isinstance(v, dict) for inner in v)
        return cls(columns)


def recognise(seen: set[str], source: str = "auto") -> Shape | None:
    """The shape of rows with these columns, or None. `source` other than "auto" narrows the choice."""
    for shape in SHAPES:
        if source in ("auto", shape.source) and shape.fits(seen):
            return shape
    if source in ("auto", "csv") and (fields := tabular.fields_of(seen)):
        return Shape("table", "csv", frozenset(), frozenset(), fields)
    return None


def refuse(seen: set[str], source: str = "auto") -> UnknownShape:
    """The sentence for a file of unknown shape."""
    names = ", ".join(sorted(clean_text(str(c)[:40]).strip() for c in seen)[:12])
    more = f" and {len(seen) - 12} more" if len(seen) > 12 else ""
    if not seen:
        return UnknownShape("This file holds no rows with columns.")
    if source not in ("auto", "csv"):
        return UnknownShape(f"This file does not have the columns of {source}. Columns seen: {names}{more}.")
    return UnknownShape(
        "No shape of business listing fits this file: it needs a column for the name and one for a "
        f"phone, e-mail, address, town or website. Columns seen: {names}{more}."
    )
