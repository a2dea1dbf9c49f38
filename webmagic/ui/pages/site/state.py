"""One site's state, and the verbs on it."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Literal

import reflex as rx

from webmagic import accounts, conductor, creative, hosting, hunter
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound
from webmagic.creative import Changed, SiteRow, VersionRow
from webmagic.models import SiteStatus
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.timeline import Happening
from webmagic.ui.figures import microusd
from webmagic.ui.following import follow
from webmagic.ui.happenings import happenings_of
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.site import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

WIDTHS = {"desk": "Desktop", "tablet": "Tablet", "phone": "Phone"}
DONE_WITHOUT = {
    SiteStatus.BUILDING: "The agents are at work. The page appears here when they are done.",
    SiteStatus.READY: "It passed the gate and waits to be published.",
    SiteStatus.REFUSED: "The gate refused this page, so nothing of it is online.",
    SiteStatus.FAILED: "The build stopped. What the agents finished is kept, a new try goes on from there.",
    SiteStatus.WITHDRAWN: "It was taken down. Its versions are kept.",
}
Stage = Literal["", "analyst", "concept", "art_director", "architect"]


class SiteState(PageVars, rx.State):
    site_id: int = 0
    business_id: int = 0
    name: str = ""
    summary: str = ""
    status: str = ""
    address: str = ""
    url: str = ""  # "" while nothing is online
    page_key: str = ""
    dark: str = ""
    width: str = "desk"
    facts: list[rows.Fact] = []
    gate: str = ""
    gate_title: str = ""
    gate_line: str = ""
    shots: list[str] = []  # desktop, mobile; empty when no browser has looked
    checks: list[rows.Check] = []
    versions: list[rows.Version] = []
    cost: str = ""
    enquiries: list[rows.Enquiry] = []
    happened: list[Happening] = []

    @action()
    async def load(self) -> None:
        wanted = self._param("id")
        if not (wanted.isdigit() and len(wanted) < 12):
            raise NotFound("There is no such site.")
        self.site_id = int(wanted)
        width = self._query("width", "desk")
        self.width = width if width in WIDTHS else "desk"
        await self._read()
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        """A build or a publishing changes what stands here; it is read again when it is quiet."""
        async with self:
            path, is_stale = f"/sites/{self._param('id')}", False
        async for event in follow(self, path):
            if event is None and is_stale:
                async with self:
                    await signed_in(self)
                    await self._read()
            is_stale = event is not None and event.get("type") in ("site", "stage", "activity")

    @action(OPERATE)
    async def publish(self) -> None:
        async with transaction() as session:
            site = await creative.get_site(session, self.site_id)
            is_new = await conductor.request_publish(session, site)
        await toast(self, "It goes online in a moment." if is_new else "It is on its way already.")

    @action(OPERATE)
    async def use_version(self, number: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            site = await creative.use_version(session, self.site_id, number)
            await conductor.request_publish(session, site)
            words = f"{site.subdomain} goes back to version {number}"
            await accounts.record(session, "site.rollback", words, site.business_id, actor=who.email)
        await self._read()
        await toast(self, f"Version {number} goes online in a moment.")

    @action(OPERATE)
    async def rebuild(self, from_stage: Stage = "") -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.request_build(
                session, self.business_id, actor=who.email, by_hand=True, from_stage=from_stage
            )
        await self._read()
        await toast(self, "Asked for. The version online stays until the new one is done.")

    @action(OPERATE)
    async def withdraw(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.withdraw_site(
                session, self.site_id, reason="by hand, in the console", actor=who.email
            )
        await self._read()
        await toast(self, "Off the air. Its versions are kept.")

    @action(OPERATE)
    async def export(self) -> Any:
        """The customer's copy as a ZIP, without the claim bar."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "site.zip"
            await conductor.export_site(self.site_id, path, transaction)
            data = await asyncio.to_thread(path.read_bytes)
        return rx.download(
            data=data, filename=f"{self.address.partition('.')[0]}.zip", mime_type="application/zip"
        )

    async def _read(self) -> None:
        async with reading() as session:
            row = await creative.get_site_row(session, self.site_id)
            versions = await creative.list_versions(session, self.site_id)
            changed = await creative.changes_of(session, self.site_id)
            business = await hunter.get_business(session, row.business_id)
            lines = await accounts.page_activity(session, business_id=row.business_id, limit=8)
            leads = await hosting.page_leads(session, self.site_id, limit=20)
        self._show(row, versions, changed, business.failure)
        self.enquiries = [rows.enquiry_of(lead) for lead in leads.items]
        self.happened = happenings_of(lines.items)

    def _show(
        self, row: SiteRow, versions: list[VersionRow], changed: dict[int, list[Changed]], failure: str
    ) -> None:
        online = next((version for version in versions if version.is_published), None)
        current = next((version for version in versions if version.number == row.version), None)
        is_online = row.status == SiteStatus.PUBLISHED
        self.business_id, self.name, self.status = row.business_id, row.name, row.status
        self.summary = ", ".join(part for part in (row.trade.replace("_", " "), row.city) if part)
        self.address = row.url.partition("://")[2]
        self.url, self.dark = row.url + "/" if online else "", DONE_WITHOUT.get(row.status, "")  # type: ignore[call-overload]
        self.page_key = (
            f"{row.id}-{online.number if online else 0}-{row.updated_at:%H%M%S}" if is_online else "kept"
        )
        self.facts = rows.facts_of(row)
        is_refused = row.status == SiteStatus.REFUSED
        self.checks = rows.refusal(failure, row.refusal) if is_refused else rows.checks_of(current)
        self.gate = "" if row.gate_score is None or is_refused else str(row.gate_score)
        self.gate_title, self.gate_line = rows.gate_words(row, self.checks)
        self.shots = rows.shots_of(row.id, current)
        self.versions = [
            rows.version_of(version, row.version, changed.get(version.number, []))
            for version in versions[:20]
        ]
        self.cost = _cost(versions)


def _cost(versions: list[VersionRow]) -> str:
    """What another build would cost, judging by the last one."""
    last = versions[0] if versions else None
    if last is None or last.engine == "studio":
        return "The built-in designer costs nothing and takes a few seconds."
    return f"About {microusd(last.cost_microusd)}, as much as the last one."
