"""Overture Maps places: parquet files that somebody has fetched (OVERTURE_PATH), read through DuckDB,
or one of them imported as it is.

A row without a website says little: one provider's record was taken whole, and the others may have
known it. So these businesses are checked before anything is claimed. Overture Maps Foundation,
overturemaps.org; each row names its own sources and their licences, which are kept with it.
"""

import asyncio
import itertools
import math
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from webmagic.core.errors import Invalid, VendorError
from webmagic.core.settings import get_settings
from webmagic.hunter import trades
from webmagic.hunter.sources import parquet
from webmagic.hunter.sources.protocol import Found, Quote, Search

Row = dict[str, Any]
CREDIT = "Overture Maps Foundation, overturemaps.org"
LEAST_CONFIDENCE = 0.5  # that the place exists at all
PAGE = 500
KM_PER_DEGREE = 111.2
INSIDE = f"""bbox.xmin BETWEEN ? AND ? AND bbox.ymin BETWEEN ? AND ?
    AND coalesce(confidence, 1) >= {LEAST_CONFIDENCE}"""


class Overture:
    name = "overture"
    shape = "overture"
    is_paid = False
    is_asked_for = False
    can_divide = False
    credit = CREDIT

    def covers(self, search: Search) -> bool:
        return bool(get_settings().overture_path)

    def quote(self, search: Search) -> Quote:
        return Quote(search.limit, 0, "Files of one's own cost nothing")

    async def search(self, search: Search) -> AsyncIterator[Found]:
        if search.latitude is None or search.longitude is None:
            raise VendorError(
                f"Nobody knows where {search.city} lies, so Overture cannot be searched.", permanent=True
            )
        rows = parquet.rows_of(_files(), INSIDE, box(search.latitude, search.longitude, search.radius_km))
        wanted = (row for _, row in rows if _is_wanted(row, search.industry))
        behind = search.offset
        some = itertools.islice(wanted, behind, behind + search.limit if search.limit else None)
        while not search.brake.is_on:
            try:
                page = await asyncio.to_thread(lambda: list(itertools.islice(some, PAGE)))
            except Invalid as error:
                raise VendorError(f"{error} See OVERTURE_PATH.", permanent=True) from None
            behind += len(page)
            yield Found(page, query=search.query, offset=behind, is_last=len(page) < PAGE)
            if len(page) < PAGE:
                return


def _files() -> str:
    path = Path(get_settings().overture_path).expanduser()
    return str(path / "**" / "*.parquet") if path.is_dir() else str(path)


def box(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """West, east, south and north of a circle."""
    up = (km or 5) / KM_PER_DEGREE
    aside = up / max(0.05, math.cos(math.radians(latitude)))
    return longitude - aside, longitude + aside, latitude - up, latitude + up


def _is_wanted(row: Row, industry: str) -> bool:
    """Of the trade that is hunted; a trade nobody knows, such as "local services", wants them all."""
    wanted = trades.match(industry)
    return wanted == trades.GENERAL or any(trades.match(kind) == wanted for kind in _kinds(row))


def _kinds(row: Row) -> list[str]:
    """Its categories in words, the most specific first, by the present and the departing columns."""
    taxonomy, categories = _dict(row.get("taxonomy")), _dict(row.get("categories"))
    found = [taxonomy.get("primary"), categories.get("primary"), row.get("basic_category")]
    found += _list(taxonomy.get("alternates")) + _list(categories.get("alternate"))
    found += _list(taxonomy.get("hierarchy"))[::-1]
    return list(dict.fromkeys(str(kind).replace("_", " ") for kind in found if kind))


def from_place(row: Row) -> Row:
    """Laid flat; added names begin with "@"."""
    address = next((one for one in _list(row.get("addresses")) if isinstance(one, dict)), {})
    bbox, brand, kinds = _dict(row.get("bbox")), _dict(row.get("brand")), _kinds(row)
    region = str(address.get("region") or "")
    return {
        **row,
        "@kind": kinds[0] if kinds else "",
        "@kinds": kinds[1:],
        "@phone": _first(row.get("phones")),
        "@website": _first(row.get("websites")),
        "@email": _first(row.get("emails")),
        "@socials": _list(row.get("socials")),
        "@street": address.get("freeform"),
        "@city": address.get("locality"),
        "@state": region.partition("-")[2] or region,
        "@postcode": address.get("postcode"),
        "@country": address.get("country"),
        "@lat": bbox.get("ymin"),
        "@lon": bbox.get("xmin"),
        "@closed": "closed" in str(row.get("operating_status") or ""),
        "@brand": _dict(brand.get("names")).get("primary"),
        "@brand_id": brand.get("wikidata"),
    }


def _dict(value: Any) -> Row:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(value: Any) -> str:
    return next((str(one) for one in _list(value) if one), "")
