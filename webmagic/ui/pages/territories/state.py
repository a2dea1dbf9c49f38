"""Territories: which one is open, and the filter, live in the address."""

import asyncio
from typing import Any

import reflex as rx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts, conductor, hunter
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, WebMagicError
from webmagic.models import Territory, TerritoryState
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.tabs import Tab, address, tabs_of
from webmagic.ui.figures import microusd
from webmagic.ui.following import is_open
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.territories import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

LINES = 80
SECONDS = 3
STATES = {
    "": "All",
    TerritoryState.PENDING: "Not hunted yet",
    TerritoryState.SCRAPING: "Hunting",
    TerritoryState.COOLING: "Resting",
    TerritoryState.PAUSED: "Paused",
    TerritoryState.FAILED: "Stopped",
}


class TerritoriesState(PageVars, rx.State):
    summary: str = ""
    tabs: list[Tab] = []
    lines: list[rows.Line] = []
    more: str = ""
    open: rows.Open = rows.Open()
    found: str = ""
    leads: str = ""
    spent: str = ""
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

    async def _read(self) -> None:
        status, wanted = self._query("state"), self._query("t")
        async with reading() as session:
            every = await hunter.territories.list_(session)
            counts = await hunter.territories.count_by_status(session)
            due = await hunter.territories.next_due(session)
            listed = [one for one in every if not status or one.status == status]
            chosen = _chosen(wanted, listed, every)
            self.open = await _open(session, chosen) if chosen else rows.Open()
        next_id = due.id if due else 0
        self.lines = [
            rows.line_of(
                one,
                address("/territories", state=status, t=one.id),
                is_current=bool(chosen and one.id == chosen.id),
                is_next=one.id == next_id,
            )
            for one in _by_yield(listed)[:LINES]
        ]
        self.more = (
            f"and {len(listed) - LINES:,} more; narrow the list to see them" if len(listed) > LINES else ""
        )
        self._show_figures(every, counts, status)

    def _show_figures(self, every: list[Territory], counts: dict[str, int], status: str) -> None:
        found, leads = sum(one.businesses_found for one in every), sum(one.qualified_found for one in every)
        spent = sum(one.cost_microusd for one in every)
        self.summary = "where to hunt, and where to leave people in peace"
        self.is_bare = not every
        self.found, self.leads = f"{found:,}", f"{leads:,}"
        self.spent = microusd(spent)
        self.tabs = tabs_of("/territories", "state", STATES, status, {**counts, "": len(every)})


def _by_yield(territories: list[Territory]) -> list[Territory]:
    """What hunts now on top, then the best streets, then those nobody has seen."""
    return sorted(
        territories,
        key=lambda one: (one.status != TerritoryState.SCRAPING, -(rows.yield_of(one) or -1), one.priority),
    )


def _chosen(wanted: str, listed: list[Territory], every: list[Territory]) -> Territory | None:
    if wanted:
        found = next((one for one in every if str(one.id) == wanted), None)
        if found is None:
            raise Invalid("There is no such territory.")
        return found
    first = _by_yield(listed)
    return first[0] if first else None


async def _open(session: AsyncSession, territory: Territory) -> rows.Open:
    try:
        quote, refusal = await hunter.territories.quote(session, territory.id or 0), ""
    except WebMagicError as error:
        quote, refusal = None, str(error)
    return rows.open_of(territory, quote, refusal)
