"""The jobs screen: read from the ledger, and again every two seconds while somebody looks."""

import asyncio
from typing import Any

import reflex as rx

from webmagic import accounts, conductor
from webmagic.conductor import JobPage, QueueRow
from webmagic.core import ledger
from webmagic.core.database import reading, transaction
from webmagic.models import JobState, Queue
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.tabs import Tab, address, tabs_of
from webmagic.ui.following import is_open
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.jobs import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

LINES = 30
SECONDS = 2
STATES = {"": "All", **{str(state): str(state).capitalize() for state in JobState}}


class JobsState(PageVars, rx.State):
    summary: str = ""
    workers: str = ""
    has_workers: bool = True
    queues: list[rows.QueueLine] = []
    groups: list[rows.Group] = []
    failed: str = ""
    tabs: list[Tab] = []
    only: str = ""  # what the list is narrowed to, in words
    lines: list[rows.Line] = []
    count_words: str = ""
    newest: str = ""
    older: str = ""

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        while await is_open(self, "/jobs"):
            await asyncio.sleep(SECONDS)
            async with self:
                await signed_in(self)
                await self._read()

    @action(OPERATE)
    async def retry(self, job_id: int) -> None:
        async with transaction() as session:
            is_new = await ledger.retry(session, job_id)
        await self._read()
        await toast(self, "It goes again." if is_new else "The same work is under way already.")

    @action(OPERATE)
    async def cancel(self, job_id: int) -> None:
        async with transaction() as session:
            await ledger.cancel(session, job_id)
        await self._read()
        await toast(self, "Cancelled. What it had finished is kept.")

    @action(OPERATE)
    async def retry_group(self, fingerprint: str) -> None:
        async with transaction() as session:
            count = await ledger.retry_group(session, fingerprint)
        await self._read()
        await toast(self, f"{count} go{'es' if count == 1 else ''} again.")

    @action(OPERATE)
    async def pause(self, queue: Queue) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await ledger.pause(session, queue, f"by {who.name}")
            words = f"{rows.QUEUES[queue][0]}: the queue was paused"
            await accounts.record(session, "queue.paused", words, actor=who.email)
        await self._read()
        await toast(self, "Paused. What runs may end, the rest waits.")

    @action(OPERATE)
    async def resume(self, queue: Queue) -> None:
        async with transaction() as session:
            await ledger.resume(session, queue)
        await self._read()
        await toast(self, "It goes on.")

    async def _read(self) -> None:
        state, queue, kind = self._query("state"), self._query("queue"), self._query("kind")
        after = self._query("after")
        cursor = int(after) if after.isdigit() and len(after) < 12 else None
        async with reading() as session:
            queues = await conductor.list_queues(session)
            groups = await conductor.list_failures(session)
            page = await conductor.page_jobs(
                session, state=state, queue=queue, kind=kind, cursor=cursor, limit=LINES
            )
            holds = await ledger.list_holds(session)
            done = await conductor.list_throughput(session)
        workers = await ledger.list_workers()
        self._show_queues(queues, workers, holds, done)
        self.groups = [rows.group_of(group) for group in groups]
        failed = sum(row.failed for row in queues)
        causes = len(groups)
        self.failed = (
            f"{failed:,} job{'s' * (failed != 1)}, {causes} cause{'s' * (causes != 1)}. "
            "Retry the cause, not the job."
            if failed
            else ""
        )
        self._show_lines(page, queues, state, queue, kind, bool(cursor))

    def _show_queues(
        self,
        queues: list[QueueRow],
        workers: list[dict[str, Any]],
        holds: dict[str, str],
        done: dict[str, list[int]],
    ) -> None:
        waiting, running = sum(row.waiting for row in queues), sum(row.running for row in queues)
        self.summary = f"{waiting:,} waiting, {running:,} running"
        slots, busy = sum(one["slots"] for one in workers), sum(one["busy"] for one in workers)
        self.has_workers = bool(workers)
        self.workers = f"{len(workers)} workers, {busy} of {slots} hands busy" if workers else ""
        self.queues = [
            rows.queue_line(
                row,
                has_workers=any(row.queue in worker["queues"] for worker in workers),
                held=holds.get(f"queue:{row.queue}"),
                done=done[str(row.queue)],
            )
            for row in queues
        ]

    def _show_lines(
        self, page: JobPage, queues: list[QueueRow], state: str, queue: str, kind: str, is_later: bool
    ) -> None:
        kept = {"queue": queue, "kind": kind}
        self.tabs = tabs_of("/jobs", "state", STATES, state, kept=kept)
        names = [rows.QUEUES[queue][0]] if queue in set(Queue) else []
        self.only = ", ".join([*names, *([rows.KINDS.get(kind, kind)] if kind else [])])
        self.lines = [rows.line_of(row) for row in page.rows]
        self.count_words = f"{page.total:,} job{'s' * (page.total != 1)}"
        self.newest = address("/jobs", state=state, **kept) if is_later else ""
        self.older = address("/jobs", state=state, after=page.next_cursor, **kept) if page.next_cursor else ""
