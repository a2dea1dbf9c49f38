"""The comparison's state: the two versions stand in the address."""

from typing import Any

import reflex as rx

from webmagic import conductor, creative
from webmagic.core.database import reading
from webmagic.core.errors import NotFound
from webmagic.creative import VersionRow
from webmagic.ui.action import action
from webmagic.ui.components.tabs import address
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.compare import rows
from webmagic.ui.state import PageVars


class CompareState(PageVars, rx.State):
    site_id: int = 0
    name: str = ""
    summary: str = ""
    sides: list[rows.Side] = []  # the earlier one first
    choices: list[rows.Choice] = []
    left: str = ""
    right: str = ""
    groups: list[rows.Group] = []
    says: str = ""

    @action()
    async def load(self) -> None:
        wanted = self._param("id")
        if not (wanted.isdigit() and len(wanted) < 12):
            raise NotFound("There is no such site.")
        self.site_id = int(wanted)
        await self._read()
        self._loaded()

    @action()
    async def choose_left(self, number: str) -> Any:
        return rx.redirect(address(f"/sites/{self.site_id}/compare", a=number, b=self.right))

    @action()
    async def choose_right(self, number: str) -> Any:
        return rx.redirect(address(f"/sites/{self.site_id}/compare", a=self.left, b=number))

    async def _read(self) -> None:
        who = await signed_in(self)
        async with reading() as session:
            row = await creative.get_site_row(session, self.site_id)
            site = await creative.get_site(session, self.site_id)
            versions = await creative.list_versions(session, self.site_id)
            pair = self._pair(versions, row.version)
            addresses = [
                await conductor.show_version(session, self.site_id, one.number, who.email) for one in pair
            ]
            full = [await creative.get_version(session, site, one.number) for one in pair]
        self.name, self.summary = row.name, row.url.partition("://")[2]
        self.choices = [rows.choice_of(version) for version in versions[:40]]
        self.sides = [rows.side_of(one, row.version, at) for one, at in zip(pair, addresses, strict=True)]
        changes = creative.diff(*full) if len(full) == 2 else []
        self.groups = rows.groups_of(changes)
        self.left, self.right = (str(pair[0].number), str(pair[-1].number)) if pair else ("", "")
        self.says = rows.summary_of(changes) if len(pair) == 2 else "There is only one version so far."

    def _pair(self, versions: list[VersionRow], current: int) -> list[VersionRow]:
        """The two that were asked for; else what is online, or the one before, and the current one."""
        by_number = {str(version.number): version for version in versions}
        right = by_number.get(self._query("b")) or by_number.get(str(current)) or next(iter(versions), None)
        if right is None:
            return []
        others = [version for version in versions if version is not right]
        online = next((version for version in others if version.is_published), None)
        earlier = next((version for version in others if version.number < right.number), None)
        left = by_number.get(self._query("a")) or online or earlier or next(iter(others), None)
        return [right] if left is None or left is right else [left, right]
