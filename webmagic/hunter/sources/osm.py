"""OpenStreetMap: GeoJSON features and Overpass elements, laid flat as one dict of tags.

Added names begin with "@": @osm "node/1", @lat, @lon, @kind "shop=bakery", @street, @closed,
@attributes.
"""

import re
from typing import Any

Row = dict[str, Any]
KINDS = ("shop", "craft", "amenity", "office", "tourism", "healthcare", "leisure", "club")
LIFECYCLE = ("disused:", "abandoned:", "was:", "closed:", "demolished:", "removed:", "razed:")
WHEELCHAIR = {"yes": "Wheelchair accessible entrance", "designated": "Wheelchair accessible entrance"}
SWITCHES = {
    "outdoor_seating": "Outdoor seating",
    "takeaway": "Takeaway",
    "delivery": "Delivery",
    "internet_access": "Wi-Fi",
    "payment:cash": "Cash",
    "payment:credit_cards": "Credit cards",
    "diet:vegetarian": "Vegetarian options",
    "diet:vegan": "Vegan options",
    "drive_through": "Drive-through",
    "reservation": "Reservations",
    "service:bicycle:repair": "Bicycle repair",
    "service:bicycle:rental": "Bicycle rental",
    "service:bicycle:second_hand": "Second-hand bicycles",
}
_ID = re.compile(r"(node|way|relation)/(\d+)")


def from_feature(row: Row) -> Row:
    properties = row.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    nested = properties.get("tags")
    tags = {**properties, **nested} if isinstance(nested, dict) else dict(properties)
    lat, lon = _middle(row.get("geometry"))
    return _finish(tags, _feature_id(row, properties), lat, lon)


def _feature_id(row: Row, properties: Row) -> str:
    for value in (row.get("id"), properties.get("@id"), properties.get("osm_id"), properties.get("id")):
        if found := _ID.search(str(value)):
            return f"{found[1]}/{found[2]}"
        if value and str(value).isdigit():
            kind = str(properties.get("type") or properties.get("osm_type") or "node")
            return f"{kind}/{value}" if kind in ("node", "way", "relation") else f"node/{value}"
    return ""


def from_element(row: Row) -> Row:
    tags = row.get("tags")
    center = row.get("center")
    center = center if isinstance(center, dict) else {}
    return _finish(
        dict(tags) if isinstance(tags, dict) else {},
        f"{row.get('type')}/{row.get('id')}",
        row.get("lat", center.get("lat")),
        row.get("lon", center.get("lon")),
    )


def from_table(row: Row) -> Row:
    found = _ID.search(str(row.get("@id") or row.get("osm_id") or row.get("id") or ""))
    lat = row.get("@lat") or row.get("lat") or row.get("latitude")
    lon = row.get("@lon") or row.get("lon") or row.get("longitude")
    return _finish(dict(row), f"{found[1]}/{found[2]}" if found else "", lat, lon)


def _finish(tags: Row, osm_id: str, lat: Any, lon: Any) -> Row:
    kind = next((f"{k}={tags[k]}" for k in KINDS if tags.get(k) not in (None, "", "no", "yes", "vacant")), "")
    gone = tags.get("shop") == "vacant" or (not kind and any(str(key).startswith(LIFECYCLE) for key in tags))
    street = " ".join(str(tags[k]) for k in ("addr:housenumber", "addr:street") if tags.get(k))
    return {
        **tags,
        "@osm": osm_id,
        "@lat": lat,
        "@lon": lon,
        "@kind": kind,
        "@street": street if tags.get("addr:street") else "",
        "@closed": gone,
        "@attributes": _attributes(tags),
    }


def _attributes(tags: Row) -> list[str]:
    found = [WHEELCHAIR[tags["wheelchair"]]] if str(tags.get("wheelchair")) in WHEELCHAIR else []
    return found + [label for key, label in SWITCHES.items() if tags.get(key) in ("yes", "wlan", "only")]


def _middle(geometry: Any) -> tuple[Any, Any]:
    """Latitude and longitude of a point, or the middle of a shape's outline."""
    if not isinstance(geometry, dict):
        return None, None
    points: list[tuple[float, float]] = []
    _collect(geometry.get("coordinates"), points, 0)
    if not points:
        return None, None
    return (sum(p[1] for p in points) / len(points), sum(p[0] for p in points) / len(points))


def _collect(value: Any, points: list[tuple[float, float]], depth: int) -> None:
    if not isinstance(value, list) or depth > 5 or len(points) > 5000:
        return
    if len(value) >= 2 and all(isinstance(v, int | float) for v in value[:2]):
        points.append((value[0], value[1]))
        return
    for item in value:
        _collect(item, points, depth + 1)
