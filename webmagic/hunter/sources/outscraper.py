"""Outscraper's place search, page by page, never past a ceiling.

Each page is paid from money set aside before. A search of any size is asked for as a job at the
vendor (`async`) whose number is kept, so that a crash, a timeout or a cut answer costs nothing:
the next try fetches the same job's answer. Only a page that fits into one answer is asked for
at once.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from webmagic.core.errors import VendorError
from webmagic.core.settings import Settings, get_settings
from webmagic.hunter.normal import places
from webmagic.hunter.sources.outscraper_api import CreditsExhausted, Ended, OutscraperApi, Unclear, rows_of
from webmagic.hunter.sources.protocol import Found, Quote, Search

MOST_PER_QUERY = 500
STEP = 20  # skipPlaces must be a multiple of it
PAGE = 100
AT_ONCE = 20  # so many places are answered while we wait
WAIT_SECONDS = 600  # less than a territory's lease
CHECK_SECONDS = 60  # between two looks at the account
KEPT_SECONDS = 3.5 * 3600  # the vendor forgets results after four hours, and then says "Pending" for ever
MICRO = 1_000_000


def price(settings: Settings) -> int:
    """Millionths of a USD for a place with the enrichments that are set: each counts like a place."""
    each = settings.outscraper_thousand_usd * MICRO / 1000
    return max(1, round(each * (1 + len(enrichments(settings)))))


def enrichments(settings: Settings) -> list[str]:
    return [name.strip() for name in settings.outscraper_enrichment.split(",") if name.strip()]


class Outscraper:
    name = "outscraper"
    shape = "outscraper"
    is_paid = True
    is_asked_for = False
    can_divide = True
    credit = ""

    def __init__(
        self,
        patience: float = 1.0,
        timeout: float = 60,
        wait_seconds: float = WAIT_SECONDS,
        most: int = MOST_PER_QUERY,
    ):
        self.patience, self.timeout, self.wait_seconds, self.most = patience, timeout, wait_seconds, most
        self._checked = ("", 0.0)  # the account last found to be in order, and when

    def covers(self, search: Search) -> bool:
        return bool(get_settings().outscraper_api_key.get_secret_value())

    def quote(self, search: Search) -> Quote:
        """A place with more than one search hands out is searched in parts, up to the ceiling."""
        settings = get_settings()
        unit = price(settings)
        ceiling = round(min(settings.outscraper_territory_usd, settings.outscraper_day_usd) * MICRO)
        room = ceiling // unit
        places, first = min(search.limit or room, room), min(search.limit or self.most, self.most, room)
        note = f"At most, at about {settings.outscraper_thousand_usd:g} USD per 1000 places"
        if not search.limit:
            note += (
                f". A full search brings {first} places for {first * unit / MICRO:.2f} USD; a place with more"
                f" is searched in parts, up to the ceiling of {ceiling / MICRO:.2f} USD a day"
            )
        elif places < search.limit:
            note += f"; the ceiling of {ceiling / MICRO:.2f} USD ends it at {places} places"
        return Quote(places, places * unit, note, first * unit)

    async def search(self, search: Search) -> AsyncIterator[Found]:
        settings = get_settings()
        key = settings.outscraper_api_key.get_secret_value()
        api = OutscraperApi(key, settings.outscraper_base_url, timeout=self.timeout, patience=self.patience)
        try:
            account = f"{settings.outscraper_base_url} {key}"
            if self._checked[0] != account or time.monotonic() - self._checked[1] > CHECK_SECONDS:
                await _check_account(api)
                self._checked = (account, time.monotonic())
            async for found in _Run(self, api, search, settings).pages():
                yield found
        finally:
            await api.aclose()


async def _check_account(api: OutscraperApi) -> None:
    """Nothing is asked for that an account in arrears could not pay."""
    try:
        found = await api.balance()
    except VendorError as error:
        if error.permanent and "refused" not in str(error):
            raise
        return  # the ceilings guard the money all the same
    status = str(found.get("account_status") or "valid").casefold()
    balance = found.get("balance")
    if status != "valid" or (isinstance(balance, int | float) and balance < 0):
        raise CreditsExhausted(f"account {status}, balance {balance}")


@dataclass
class _Page:
    """`request`: the vendor's job that is noted until this page is stored."""

    rows: list[dict[str, Any]]
    cost: int
    set_aside: int
    skip: int
    wanted: int
    request: str = ""


class _Run:
    """One territory's search."""

    def __init__(self, source: Outscraper, api: OutscraperApi, search: Search, settings: Settings):
        self.source, self.api, self.look, self.settings = source, api, search, settings
        self.unit = price(settings)
        self.seen: set[str] = set()

    async def pages(self) -> AsyncIterator[Found]:
        """Each page is settled after it was stored: whoever takes it asks for the next one then."""
        skip, most = self.look.offset // STEP * STEP, self.source.most
        left = min(self.look.limit or most, most - skip)
        if page := await self._resumed():
            yield self._found(page)
            await self._settle(page.set_aside, page.cost, page.request)
            skip, left = page.skip + page.wanted, left - page.wanted
            if self._is_last(page):
                return
        while left > 0 and skip < most and not self.look.brake.is_on:
            page = await self._page(skip, await self._afford(min(left, PAGE)))
            known = len(self.seen)
            found = self._found(page)
            is_stale = len(self.seen) == known  # the same places again: it does not turn pages
            yield replace(found, is_last=found.is_last or is_stale)
            await self._settle(page.set_aside, page.cost, page.request)
            if self._is_last(page) or is_stale or page.wanted % STEP:
                return
            skip, left = skip + page.wanted, left - page.wanted

    def _found(self, page: "_Page") -> Found:
        is_last, behind = self._is_last(page), page.skip + page.wanted
        return Found(
            rows=self._fresh(page.rows),
            cost_microusd=page.cost,
            query=self.look.query,
            offset=behind,
            is_last=is_last,
            is_capped=not is_last and behind >= self.source.most,
        )

    def _is_last(self, page: "_Page") -> bool:
        """Fewer than asked for is the end, unless a filter has taken some away."""
        is_short = _count(page.rows) < page.wanted and not self.settings.outscraper_only_without_website
        return is_short or not page.rows

    async def _afford(self, wanted: int) -> int:
        if self.look.purse is None:
            return wanted
        return await self.look.purse.take(self.unit, wanted, STEP)

    @property
    def _at(self) -> str:
        """Where a part of a place lies; for a whole place its name is surer."""
        look = self.look
        return (
            f"{look.latitude:.5f},{look.longitude:.5f}" if look.is_part and look.latitude is not None else ""
        )

    def _body(self, skip: int, wanted: int) -> dict[str, Any]:
        only_none = self.settings.outscraper_only_without_website
        body: dict[str, Any] = {
            "query": [self.look.query],
            "limit": wanted,
            "organizationsPerQueryLimit": wanted,
            "skipPlaces": skip,
            "language": "en" if only_none else places.language(self.look.country),
            "region": self.look.country.upper(),
            "dropDuplicates": False,
            "async": wanted > AT_ONCE,
        }
        if self._at:
            body["coordinates"] = self._at
        if only_none:
            body["filters"] = ["only_without_website"]
        if names := enrichments(self.settings):
            body["enrichment"] = names
        return body

    async def _page(self, skip: int, wanted: int) -> "_Page":
        """The money set aside comes back when it surely was not spent."""
        set_aside = wanted * self.unit
        try:
            answer = await self.api.search(self._body(skip, wanted))
        except Unclear:
            await self._settle(set_aside, set_aside)  # it may have been billed
            raise
        except VendorError:
            await self._settle(set_aside, 0)
            raise
        if answer.get("data") is not None or not answer.get("id"):
            return self._arrived(answer, skip, wanted)
        noted = {"id": str(answer["id"]), "skip": skip, "wanted": wanted, "since": time.time(),
                 "set_aside": set_aside, "query": self.look.query, "at": self._at}  # fmt: skip
        if self.look.purse:
            await self.look.purse.note(noted)
        return await self._fetch(noted)

    async def _fetch(self, noted: dict[str, Any]) -> "_Page":
        """The answer of a job at the vendor, whose number stays noted until its rows are stored."""
        left = min(self.source.wait_seconds, KEPT_SECONDS - (time.time() - noted["since"]))
        try:
            answer = await self.api.wait_for(noted["id"], left)
        except Ended as error:
            cost = noted["set_aside"] if error.is_billed else 0
            await self._settle(noted["set_aside"], cost, noted["id"])
            raise
        page = self._arrived(answer, noted["skip"], noted["wanted"])
        page.request, page.set_aside = noted["id"], noted["set_aside"]
        return page

    def _arrived(self, answer: dict[str, Any], skip: int, wanted: int) -> "_Page":
        rows = rows_of(answer.get("data"))
        cost = max(1, _count(rows)) * self.unit  # a search without a result is billed as one place
        return _Page(rows, cost, wanted * self.unit, skip, wanted)

    async def _settle(self, set_aside: int, cost: int, request: str = "") -> None:
        if self.look.purse:
            await self.look.purse.settle(set_aside, cost, request)

    async def _resumed(self) -> "_Page | None":
        """What was asked for before, when the last search ended too early."""
        noted = await self.look.purse.pending() if self.look.purse else None
        if not noted:
            return None
        is_other = (noted["query"], noted.get("at", "")) != (self.look.query, self._at)
        if is_other or time.time() - noted["since"] > KEPT_SECONDS:
            await self._settle(noted["set_aside"], noted["set_aside"], noted["id"])
            return None
        return await self._fetch(noted)

    def _fresh(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows of places not seen on an earlier page. One place may have several rows, a contact each."""
        fresh = [row for row in rows if (key := _identity(row)) not in self.seen or not key]
        self.seen.update(_identity(row) for row in rows)
        return fresh


def _identity(row: dict[str, Any]) -> str:
    for name in ("place_id", "google_id", "cid"):
        if row.get(name):
            return str(row[name])
    return f"{row.get('name')}|{row.get('full_address') or row.get('address')}"


def _count(rows: list[dict[str, Any]]) -> int:
    """Places, not rows."""
    return len({_identity(row) for row in rows})
