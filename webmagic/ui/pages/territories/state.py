"""Territories: which one is open, and the filters, live in the address."""

import asyncio
from typing import Any

import reflex as rx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, conductor, hunter
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, WebMagicError
from webmagic.hunter import atlas, coverage
from webmagic.models import Territory
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.tabs import Tab, address, tabs_of
from webmagic.ui.figures import microusd
from webmagic.ui.following import is_open
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.territories import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

LINES = 40
SECONDS = 3
TABS = {
    "": "All",
    "waiting": "Not hunted yet",
    "ready": "Ready",
    "scraping": "Hunting",
    "cooling": "Resting",
    "paused": "Paused",
    "exhausted": "Out of money",
    "failed": "Stopped",
}


class TerritoriesState(PageVars, rx.State):
    summary: str = ""
    tabs: list[Tab] = []
    countries: list[str] = []
    trades: list[str] = []
    country: str = ""
    trade: str = ""
    q: str = ""
    lines: list[rows.Line] = []
    pages: str = ""
    newer: str = ""
    older: str = ""
    open: rows.Open = rows.Open()
    found: str = ""
    leads: str = ""
    spent: str = ""
    number: str = ""
    dry: str = ""
    map_query: str = ""
    stamp: str = ""
    is_bare: bool = False

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        """A hunt moves its figures while it runs."""
        while await is_open(self, "/territories"):
            await asyncio.sleep(SECONDS)
            async with self:
                await signed_in(self)
                await self._read()

    @action()
    async def narrow(self, name: str, value: str) -> Any:
        if name not in ("country", "trade", "state", "q"):
            raise Invalid("There is no such filter.")
        return rx.redirect(address("/territories", **{**self._filters(), name: value.strip()}))

    @action()
    async def search(self, form: dict[str, Any]) -> Any:
        return rx.redirect(
            address("/territories", **{**self._filters(), "q": str(form.get("q", "")).strip()[:100]})
        )

    @action(OPERATE)
    async def add(self, form: dict[str, Any]) -> Any:
        who = await signed_in(self)
        given = {name: str(form.get(name, "")).strip() for name in ("country", "state", "city", "industry")}
        async with transaction() as session:
            territory = await hunter.territories.add(
                session,
                country=given["country"],
                state=given["state"],
                city=given["city"],
                industry=given["industry"],
            )
            words = f"{territory.industry} in {territory.city} was added"
            await accounts.record(session, "territory.added", words, actor=who.email)
        await toast(self, f"{words}. It is hunted when its turn comes, or now if you say so.")
        return rx.redirect(address("/territories", t=territory.id))

    @action(OPERATE)
    async def pause(self, territory_id: int, is_paused: bool) -> None:
        async with transaction() as session:
            territory = await hunter.territories.set_paused(session, territory_id, is_paused)
        await self._read()
        await toast(self, f"{territory.city} {'is left in peace' if is_paused else 'takes its turn again'}.")

    @action(OPERATE)
    async def hunt(self, territory_id: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.request_scrape(session, territory_id, actor=who.email)
        await self._read()
        await toast(self, "The hunt begins in a moment.")

    @action(OPERATE)
    async def set_priority(self, territory_id: int, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        said = str(form.get("priority", "")).strip()
        if not said.isdigit() or int(said) > 1000:
            raise Invalid("A priority is a number from 0 to 1000; the lower is hunted first.")
        async with transaction() as session:
            territory = await hunter.territories.set_priority(session, territory_id, int(said))
            words = f"{territory.industry} in {territory.city}: priority {said}"
            await accounts.record(session, "territory.priority", words, actor=who.email)
        await self._read()
        await toast(self, f"{territory.city} now has priority {said}.")

    def _filters(self) -> dict[str, str]:
        return {name: self._query(name) for name in ("country", "trade", "state", "q")}

    async def _read(self) -> None:
        given, chosen_id = self._filters(), self._query("t")
        page = self._query("page")
        skip = LINES * (int(page) if page.isdigit() and len(page) < 5 else 0)
        wanted = atlas.Wanted(given["country"], given["trade"], given["state"], given["q"])
        async with reading() as session:
            totals = await atlas.totals(session, wanted)
            listed = await atlas.lines(session, wanted, limit=LINES + 1, skip=skip)
            due = await hunter.territories.next_due(session)
            chosen = await _chosen(session, chosen_id, listed)
            self.open = await _open(session, chosen) if chosen else rows.Open()
            self.countries = list(await atlas.countries(session))
            self.trades = list(await atlas.industries(session))
        self.lines = [
            rows.line_of(
                one,
                address("/territories", **given, page=page, t=one.id),
                is_current=bool(chosen and one.id == chosen.id),
                is_next=bool(due and one.id == due.id),
            )
            for one in listed[:LINES]
        ]
        self.country, self.trade, self.q = given["country"], given["trade"], given["q"]
        self.map_query = address("", **given).lstrip("?")
        self._show_figures(totals, given)
        self._show_pages(totals.territories, skip, given)

    def _show_figures(self, totals: atlas.Totals, given: dict[str, str]) -> None:
        every = sum(totals.by_standing.values())
        self.summary = "where to hunt, and where to leave people in peace"
        self.is_bare = not self.countries
        self.stamp = totals.stamp
        self.number = f"{totals.territories:,}"
        self.found, self.leads = f"{totals.found:,}", f"{totals.qualified:,}"
        self.spent = microusd(totals.cost_microusd)
        shown = {key: label for key, label in TABS.items() if not key or key in totals.by_standing}
        if given["state"] in TABS:
            shown = {**shown, given["state"]: TABS[given["state"]]}
        kept = {name: value for name, value in given.items() if name != "state"}
        self.tabs = tabs_of(
            "/territories", "state", shown, given["state"], {**totals.by_standing, "": every}, kept
        )
        dry = totals.by_standing.get("exhausted", 0)
        self.dry = f"{dry:,} territories" if dry > 1 else "One territory" if dry else ""

    def _show_pages(self, total: int, skip: int, given: dict[str, str]) -> None:
        end = min(skip + LINES, total)
        self.pages = f"{skip + 1:,}–{end:,} of {total:,}" if total else ""
        self.newer = address("/territories", **given) if skip else ""
        self.older = address("/territories", **given, page=skip // LINES + 1) if end < total else ""


async def _chosen(session: AsyncSession, wanted: str, listed: Any) -> Territory | None:
    if not wanted:
        return listed[0] if listed else None
    if not wanted.isdigit() or len(wanted) > 9:
        raise Invalid("There is no such territory.")
    return await hunter.territories.get(session, int(wanted))


async def _open(session: AsyncSession, territory: Territory) -> rows.Open:
    try:
        quote, refusal = await hunter.territories.quote(session, territory.id or 0), ""
    except WebMagicError as error:
        quote, refusal = None, str(error)
    share = await coverage.estimate(session, territory.id or 0)
    return rows.open_of(territory, quote, refusal, share)
