"""The live screen's state. Events move it along; the rows rebuild it whenever it rests."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Literal

import reflex as rx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import conductor, creative
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound
from webmagic.creative import BuildView, SiteRow
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.glyph import AGENTS
from webmagic.ui.figures import microusd
from webmagic.ui.following import follow
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.live import rows
from webmagic.ui.pages.live.growth import Frame
from webmagic.ui.pages.live.player import Player
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

QUEUE = 5
Stage = Literal["analyst", "concept", "art_director", "architect"]
REVEAL = 0.28  # seconds between two sections that were there all along
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
    version: int = 0
    status: str = ""
    status_words: str = ""
    elapsed: str = ""
    tokens: str = ""
    cost: str = ""
    address: str = ""
    url: str = ""
    page_key: str = ""
    grow_url: str = ""  # the page as it grows; "" while its look is unknown or nothing is built
    grow: str = ""  # what the frame is told: release and sections to show, as JSON
    can_stop: bool = False
    can_go_on: bool = False
    stays: str = ""  # what a stopped build left
    panes: list[rows.Pane] = []
    growth: rows.Growth = rows.Growth()
    cents: list[rows.Cent] = []
    cents_words: str = ""
    spoken: str = ""  # for screen readers: stage changes only
    queue: list[rows.Waiting] = []
    in_line: str = ""
    _seconds: float = 0
    _since: float = 0
    _frame: Frame = Frame()
    _viewer: str = ""

    @action()
    async def load(self) -> None:
        wanted = self._param("site")
        if wanted and not wanted.isdigit():
            raise NotFound("There is no such site.")
        self._viewer = (await signed_in(self)).email
        async with reading() as session:
            building = await creative.live_builds(session)
            site_id = int(wanted) if wanted else await _newest(session, building)
            build = await creative.build_of(session, site_id) if site_id else None
            stopped = await conductor.find_stopped(session, site_id) if site_id else 0
            others = await _queue(session, building, site_id)
        self._show_queue(building, others)
        self._frame, self.grow_url, self.grow = Frame(), "", ""
        if build:
            self._show(build, bool(stopped))
            if build.build and build.site.status != "published":
                self._let_grow(await self._sketched(site_id))
        else:
            self.site_id, self.name = 0, ""
        self._loaded()

    @action(OPERATE)
    async def stop(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            stopped = await conductor.stop_build(session, self.site_id, actor=who.email)
        async with reading() as session:
            self._show(await creative.build_of(session, self.site_id), True)
        self.spoken = stopped.sentence
        await toast(self, stopped.sentence)

    @action(OPERATE)
    async def go_on(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.continue_build(session, self.site_id, actor=who.email)
        self.can_go_on, self.can_stop, self.stays = False, True, ""
        await toast(self, "It goes on where it was stopped. Nothing is paid twice.")

    @action(OPERATE)
    async def rebuild(self, stage: Stage) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.request_build(
                session, self.business_id, actor=who.email, by_hand=True, from_stage=stage
            )
        self.can_stop, self.can_go_on, self.stays = True, False, ""
        await toast(self, "Asked for. The version online stays until the new one is done.")

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
            await self._grow(event, shown)

    async def _grow(self, event: Mapping[str, Any], site_id: int) -> None:
        """The page in the frames keeps step with what was just told."""
        ended = event.get("stage") if event.get("state") == "done" else ""
        if event.get("type") != "part" and ended not in ("art_director", "architect"):
            return
        grown = await self._sketched(site_id)
        if grown is None:
            return
        async with self:
            self._let_grow(grown, is_new=ended == "art_director", kind=str(event.get("kind", "")))
            left = self._frame.hidden if ended == "architect" else []
        for kind in left:
            await asyncio.sleep(REVEAL)
            async with self:
                self._let_grow(grown, kind=kind)

    async def _sketched(self, site_id: int) -> conductor.Grown | None:
        async with reading() as session:
            return await conductor.show_growth(session, site_id, self._viewer)

    def _let_grow(self, grown: conductor.Grown | None, *, is_new: bool = False, kind: str = "") -> None:
        """`is_new`: only its head stands yet. Without it and without a `kind`, all that is finished."""
        if grown is None:
            return
        frame = self._frame.laid(grown)
        self._frame = frame.opened() if is_new else frame.showing(*([kind] if kind else grown.done))
        self.grow_url, self.grow = grown.address, self._frame.message
        if kind:
            self.panes = rows.written(self.panes, kind)

    async def _turn_to(self, site_id: int) -> None:
        async with reading() as session:
            build = await creative.build_of(session, site_id)
        async with self:
            await signed_in(self)
            self._show(build)
            self.panes = [rows.dark(pane) for pane in self.panes]
            self.growth, self.status, self.status_words, self.url = rows.Growth(), "building", "", ""
            self.cents, self._seconds, self.elapsed = [], 0, rows.clock(0)
            self._frame, self.grow_url, self.grow = Frame(), "", ""
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
                stopped = await conductor.find_stopped(session, site_id) if site_id else 0
                others = await _queue(session, building, site_id)
            async with self:
                self._show_queue(building, others)
                if build:
                    self._show(build, bool(stopped))
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
            if stage == rows.STAGES[0]:
                self.panes = [rows.dark(pane) for pane in self.panes]
            self.panes, self._since = rows.started(self.panes, stage), time.monotonic()
            self.can_stop, self.can_go_on, self.stays = True, False, ""
            if self.summary.startswith("nothing"):
                self.summary = "1 building, 0 in line"
            self.spoken = f"{_agent(stage)} is at work."
        elif kind == "stage":
            self._end(stage, str(event.get("state")), float(event.get("seconds") or 0), build)
        elif kind == "site":
            self.status = str(event.get("status", ""))
            self.status_words = self.spoken = WORDS.get(self.status, "")
            self.can_stop = self.status == "building"

    def _end(self, stage: str, state: str, seconds: float, build: BuildView | None) -> None:
        self.panes = rows.ended(self.panes, stage, state, build)
        if build:
            self.growth = rows.growth_of(build, {pane.stage for pane in self.panes if pane.look == "lit"})
        self._seconds, self._since = self._seconds + seconds, 0
        self.elapsed = rows.clock(self._seconds)
        self.spoken = f"{_agent(stage)}: {state}."

    def _show(self, build: BuildView, is_stopped: bool = False) -> None:
        site = build.site
        self.can_stop, self.stays = site.status == "building", rows.stays_of(build)
        self.can_go_on = is_stopped and not self.can_stop
        trade = "" if site.trade == "general" else site.trade.replace("_", " ").capitalize()
        self.site_id, self.business_id, self.name = site.id, site.business_id, site.name
        self.place = ", ".join(part for part in (trade, build.address) if part) + f". Score {build.score}."
        self.status, self.status_words = site.status, WORDS.get(site.status, "")
        self.version = site.version
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
