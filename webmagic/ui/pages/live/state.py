"""The live screen's state. Events move it along; the rows rebuild it whenever it rests."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import creative
from webmagic.core.database import reading
from webmagic.core.errors import NotFound
from webmagic.creative import BuildView, SiteRow
from webmagic.ui.action import action
from webmagic.ui.components.glyph import AGENTS
from webmagic.ui.figures import microusd
from webmagic.ui.following import follow
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.live import rows
from webmagic.ui.pages.live.player import Player
from webmagic.ui.state import PageVars

QUEUE = 5
WORDS = {
    "building": "",
    "ready": "Checked and ready to publish.",
    "published": "The lights are on.",
    "refused": "The gate refused this page.",
    "failed": "It stopped. What the agents finished is kept.",
    "withdrawn": "This site was taken down.",
}


class LiveState(PageVars, rx.State):
    site_id: int = 0
    business_id: int = 0
    name: str = ""
    place: str = ""
    summary: str = ""
    status: str = ""
    status_words: str = ""
    elapsed: str = ""
    tokens: str = ""
    cost: str = ""
    address: str = ""
    url: str = ""
    page_key: str = ""
    panes: list[rows.Pane] = []
    growth: rows.Growth = rows.Growth()
    cents: list[rows.Cent] = []
    cents_words: str = ""
    spoken: str = ""  # for screen readers: stage changes only
    queue: list[rows.Waiting] = []
    in_line: str = ""
    _seconds: float = 0
    _since: float = 0

    @action()
    async def load(self) -> None:
        wanted = self._param("site")
        if wanted and not wanted.isdigit():
            raise NotFound("There is no such site.")
        async with reading() as session:
            building = await creative.live_builds(session)
            site_id = int(wanted) if wanted else await _newest(session, building)
            build = await creative.build_of(session, site_id) if site_id else None
            others = await _queue(session, building, site_id)
        self._show_queue(building, others)
        if build:
            self._show(build)
        else:
            self.site_id, self.name = 0, ""
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        async with self:
            pinned = self._param("site")
        player, is_stale = Player(int(pinned or 0)), False
        async for event in follow(self, f"/live/{pinned}" if pinned else "/live", idle=0.3):
            if event is not None:
                is_stale = True
                player.hear(event)
            await self._play(player)
            if event is None and player.is_idle:
                await self._rest(is_stale)
                is_stale = False

    async def _play(self, player: Player) -> None:
        """Show one event of the shown site; when it has no more to tell, go on to the next site."""
        async with self:
            shown = self.site_id
            is_finished = self.status != "building" or not shown
        if site_id := player.next_site(shown, is_finished):
            await self._turn_to(site_id)
            shown = site_id
        if event := player.next(shown):
            build = None
            if event.get("type") == "stage" and event.get("state") != "running":
                async with reading() as session:
                    build = await creative.build_of(session, shown)
            async with self:
                self._hear(event, build)
            await asyncio.sleep(player.pause(event, shown))

    async def _turn_to(self, site_id: int) -> None:
        async with reading() as session:
            build = await creative.build_of(session, site_id)
        async with self:
            await signed_in(self)
            self._show(build)
            self.panes = [rows.dark(pane) for pane in self.panes]
            self.growth, self.status, self.status_words, self.url = rows.Growth(), "building", "", ""
            self.cents, self._seconds, self.elapsed = [], 0, rows.clock(0)
            self.summary = "shown as it happened"

    async def _rest(self, is_stale: bool) -> None:
        """A quiet moment: the clock ticks, and after news the rows are read again."""
        if is_stale:
            async with self:
                await signed_in(self)
                site_id = self.site_id
            async with reading() as session:
                building = await creative.live_builds(session)
                site_id = site_id or await _newest(session, building)
                build = await creative.build_of(session, site_id) if site_id else None
                others = await _queue(session, building, site_id)
            async with self:
                self._show_queue(building, others)
                if build:
                    self._show(build)
        async with self:
            self._tick()

    def _tick(self) -> None:
        if any(pane.look == "run" for pane in self.panes):
            self._since = self._since or time.monotonic()
            self.elapsed = rows.clock(self._seconds + time.monotonic() - self._since)
        else:
            self._since = 0

    def _hear(self, event: Mapping[str, Any], build: BuildView | None = None) -> None:
        """`build`: the rows behind a stage that ended, for what its agent left."""
        kind, stage = event.get("type"), str(event.get("stage", ""))
        if event.get("site_id") != self.site_id:
            return
        if kind == "say":
            self.panes = rows.said(self.panes, stage, str(event.get("text", ""))[:400])
        elif kind == "stage" and event.get("state") == "running":
            self.panes, self._since = rows.started(self.panes, stage), time.monotonic()
            self.spoken = f"{_agent(stage)} is at work."
        elif kind == "stage":
            self._end(stage, str(event.get("state")), float(event.get("seconds") or 0), build)
        elif kind == "site":
            self.status = str(event.get("status", ""))
            self.status_words = self.spoken = WORDS.get(self.status, "")

    def _end(self, stage: str, state: str, seconds: float, build: BuildView | None) -> None:
        self.panes = rows.ended(self.panes, stage, state, build)
        if build:
            self.growth = rows.growth_of(build, {pane.stage for pane in self.panes if pane.look == "lit"})
        self._seconds, self._since = self._seconds + seconds, 0
        self.elapsed = rows.clock(self._seconds)
        self.spoken = f"{_agent(stage)}: {state}."

    def _show(self, build: BuildView) -> None:
        site = build.site
        trade = "" if site.trade == "general" else site.trade.replace("_", " ").capitalize()
        self.site_id, self.business_id, self.name = site.id, site.business_id, site.name
        self.place = ", ".join(part for part in (trade, build.address) if part) + f". Score {build.score}."
        self.status, self.status_words = site.status, WORDS.get(site.status, "")
        self.panes, self.growth = rows.panes_of(build), rows.growth_of(build)
        self._seconds = build.seconds
        self.elapsed = rows.clock(build.seconds)
        self.tokens = f"{sum(pane.tokens for pane in build.panes):,}" if build.cost_microusd else "none"
        self.cost = f"${build.cost_microusd / 1_000_000:.3f}" if build.cost_microusd else "$0"
        self.cents = rows.cents_of(build)
        self.cents_words = ", ".join(
            f"{AGENTS[n]} {microusd(pane.cost_microusd)}" for n, pane in enumerate(build.panes)
        )
        self.address = site.url.partition("://")[2]
        self.url = site.url if site.status == "published" else ""
        self.page_key = f"{site.id}-{site.version}-{site.updated_at:%H%M%S}"

    def _show_queue(self, building: list[SiteRow], others: list[rows.Waiting]) -> None:
        waiting = max(len(building) - 1, 0)
        self.queue, self.in_line = others, f"In line, {waiting}" if waiting else "Nothing in line"
        self.summary = (
            f"{min(len(building), 1)} building, {waiting} in line" if building else "nothing is being built"
        )


async def _newest(session: AsyncSession, building: list[SiteRow]) -> int:
    """The build to show when none was asked for: one that runs, else the one that ended last."""
    for site in building:
        build = await creative.build_of(session, site.id)
        if any(pane.state in ("running", "done") for pane in build.panes):
            return site.id
    last = await creative.recent_builds(session, 1)
    return (last or building)[0].id if last or building else 0


async def _queue(session: AsyncSession, building: list[SiteRow], shown: int) -> list[rows.Waiting]:
    others = [site for site in building if site.id != shown][:QUEUE]
    return [rows.waiting_of(site, await creative.build_of(session, site.id)) for site in others]


def _agent(stage: str) -> str:
    return AGENTS[rows.STAGES.index(stage)] if stage in rows.STAGES else "The agent"
