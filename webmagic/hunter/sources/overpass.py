"""OpenStreetMap through an Overpass server: for small looks, one at a time, as its operators ask.

It is used only where a territory names it. Their rules (2026): an agent that says who asks, no
requests side by side, half a minute of rest after 429, and for large or commercial harvests a server
or an extract of one's own (OVERPASS_URL, or `webmagic import` of an extract).
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterator
from functools import cache
from typing import Any

import httpx

from webmagic.core.errors import VendorError
from webmagic.core.settings import Settings, get_settings
from webmagic.hunter import trades
from webmagic.hunter.sources.protocol import Found, Quote, Search, TooLarge

CREDIT = "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright (ODbL)"
SECONDS, BYTES = 60, 256 * 1024 * 1024
TRIES = 3
REST_SECONDS = {429: 30.0, 504: 60.0}  # at least; it grows with every try
MOST_BYTES = 64_000_000
KM_PER_DEGREE = 111.2
# Never a bare "amenity": that would be benches and parking places.
SHOPS = (
    '["shop"]["shop"!~"^(no|vacant)$"]',
    '["craft"]',
    '["office"]["office"!~"^(government|administrative|ngo|diplomatic|political_party|association)$"]',
    '["amenity"~"^(restaurant|cafe|bar|pub|fast_food|ice_cream|clinic|dentist|doctors|veterinary|pharmacy|'
    'driving_school|language_school|childcare|car_wash|car_rental|events_venue)$"]',
    '["tourism"~"^(hotel|guest_house|hostel|motel|apartment)$"]',
    '["leisure"~"^(fitness_centre|dance|sports_centre)$"]',
)
RUNTIME = re.compile(r"runtime error|timed out|out of memory|rate_limited|timeout", re.I)


class Overpass:
    """`patience` scales every pause; tests make it small."""

    name = "overpass"
    shape = "osm"
    is_paid = False
    is_asked_for = True
    can_divide = True
    credit = CREDIT

    def __init__(self, patience: float = 1.0, timeout: float = SECONDS + 15):
        self.patience, self.timeout = patience, timeout

    def covers(self, search: Search) -> bool:
        return bool(get_settings().overpass_url)

    def quote(self, search: Search) -> Quote:
        return Quote(search.limit, 0, "OpenStreetMap costs nothing, and asks to be credited")

    async def search(self, search: Search) -> AsyncIterator[Found]:
        if search.brake.is_on:
            return
        if search.latitude is None or search.longitude is None:
            raise VendorError(
                f"Nobody knows where {search.city} lies, so OpenStreetMap cannot be searched.", permanent=True
            )
        async with _one_at_a_time(), self._client() as client:
            document = await self._ask(client, question(search))
        rows = [row for row in document.get("elements", []) if _is_wanted(row, search.industry)]
        rows = rows[: search.limit or None]
        stamped = _stamp(rows, document)
        yield Found(stamped, query=search.query, offset=len(rows))

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(headers={"User-Agent": agent(get_settings())}, timeout=self.timeout)

    async def _ask(self, client: httpx.AsyncClient, text: str) -> dict[str, Any]:
        failure = VendorError("Overpass does not answer.", retry_after=300)
        for turn in range(1, TRIES + 1):
            try:
                async with client.stream("POST", get_settings().overpass_url, data={"data": text}) as answer:
                    return read(answer, await _body(answer))
            except httpx.HTTPError as error:
                failure = VendorError(
                    f"Overpass cannot be reached ({type(error).__name__}).", retry_after=300
                )
            except VendorError as error:
                if error.permanent or isinstance(error, TooLarge):
                    raise
                failure = error
            if turn < TRIES:
                await asyncio.sleep(max(failure.retry_after or 0, 5) * turn * self.patience)
        raise failure


@cache
def _turns() -> dict[int, asyncio.Lock]:
    return {}


@contextlib.asynccontextmanager
async def _one_at_a_time() -> AsyncIterator[None]:
    """Within this process. Others on the same host get a slot of the server, or its 429."""
    loop = id(asyncio.get_running_loop())
    async with _turns().setdefault(loop, asyncio.Lock()):
        yield
    _turns().pop(loop, None)


def agent(settings: Settings) -> str:
    """Who asks: stock agents are refused."""
    return f"WebMagic/1.0 (+{settings.public_url}; {settings.sender_email})"


def question(search: Search) -> str:
    """The businesses of a circle in Overpass QL. Their websites are asked for too: one that has one
    is no lead, and must not become one by being left out here and found elsewhere."""
    where = f"(around:{round((search.radius_km or 5) * 1000)},{search.latitude:.5f},{search.longitude:.5f})"
    parts = "\n".join(f'  nw["name"]{tags}{where};' for tags in SHOPS)
    return f"[out:json][timeout:{SECONDS}][maxsize:{BYTES}];\n(\n{parts}\n);\nout tags center qt;"


async def _body(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in answer.aiter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge("Overpass sent more than could be taken.")
    return bytes(body)


def read(answer: httpx.Response, body: bytes) -> dict[str, Any]:
    """The document. Raises TooLarge when a smaller place may be answered; VendorError else. Errors
    come as web pages, and a query that ran out of time comes as a success with a remark."""
    status = answer.status_code
    if status in (429, 504):
        words = "asks us to wait" if status == 429 else "is too busy"
        raise VendorError(f"Overpass {words} (status {status}).", retry_after=REST_SECONDS[status])
    if status in (403, 406):
        raise VendorError(f"Overpass does not serve us (status {status}); see OVERPASS_URL.", permanent=True)
    if status == 400:
        raise VendorError(f"Overpass does not understand the question: {_said(body)}.", permanent=True)
    if status >= 400:
        raise VendorError(f"Overpass failed (status {status}).", retry_after=60)
    try:
        document = httpx.Response(200, content=body).json()
    except ValueError:
        raise VendorError("Overpass's answer was cut off, or is no answer.", retry_after=60) from None
    if not isinstance(document, dict) or not isinstance(document.get("elements"), list):
        raise VendorError("Overpass's answer is not in its own form.", retry_after=60)
    if RUNTIME.search(str(document.get("remark", ""))):
        raise TooLarge(f"Overpass could not finish: {str(document['remark'])[:200]}")
    return document


def _said(body: bytes) -> str:
    text = re.sub(r"<[^>]+>", " ", body[:20_000].decode("utf-8", "replace"))
    found = re.search(r"line \d+: .{0,200}", " ".join(text.split()))
    return found[0].rstrip(". ") if found else "status 400"


def _is_wanted(row: Any, industry: str) -> bool:
    """Of the trade that is hunted; a trade nobody knows, such as "local services", wants them all."""
    if not isinstance(row, dict) or not isinstance(row.get("tags"), dict):
        return False
    wanted = trades.match(industry)
    return wanted == trades.GENERAL or any(trades.match(kind) == wanted for kind in _kinds(row["tags"]))


def _kinds(tags: dict[str, Any]) -> Iterator[str]:
    for key in ("shop", "craft", "amenity", "office", "tourism", "leisure", "healthcare"):
        if tags.get(key):
            yield f"{key}={tags[key]}"
            yield str(tags[key]).replace("_", " ")


def _stamp(rows: list[dict[str, Any]], document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every raw listing carries how old it is and whose it is."""
    base = document.get("osm3s")
    moment = base.get("timestamp_osm_base", "") if isinstance(base, dict) else ""
    return [{**row, "@base": moment, "@credit": CREDIT} for row in rows]
