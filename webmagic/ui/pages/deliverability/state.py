"""Senders, pace and the lists. Everything that is written is one verb of the pitcher's."""

from typing import Any

import reflex as rx

from webmagic import accounts, pitcher
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.core.settings import get_settings
from webmagic.ui.action import MANAGE, OPERATE, action
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.deliverability import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

DAYS = 7


class DeliverabilityState(PageVars, rx.State):
    summary: str = ""
    where: str = ""
    senders: list[rows.SenderRow] = []
    countries: list[rows.CountryRow] = []
    reviewed: str = ""
    permissions: list[rows.PermissionRow] = []
    suppressed: str = "0"
    from_hour: str = "9"
    to_hour: str = "17"
    days: list[bool] = [True] * 5 + [False] * 2
    domain_cap: str = "10"
    provider_cap: str = "100"
    may_manage: bool = False

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(MANAGE)
    async def add(self, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        wanted = pitcher.Wanted(
            purpose=str(form.get("purpose", "")),
            from_name=str(form.get("from_name", "")),
            from_email=str(form.get("from_email", "")),
            provider=str(form.get("provider", "")),
            dkim_selector=str(form.get("dkim_selector", "")),
            daily_cap=_number(form.get("daily_cap", "200")),
        )
        async with transaction() as session:
            row = await pitcher.add_identity(session, wanted, actor=who.email)
        await pitcher.check_domain(row.domain, transaction, actor=who.email)
        await self._read()
        await toast(self, f"{row.from_email} was added, and {row.domain} looked at.")

    @action(OPERATE)
    async def look(self, domain: str) -> None:
        who = await signed_in(self)
        await pitcher.check_domain(domain, transaction, actor=who.email)
        await self._read()
        await toast(self, f"{domain} was looked at just now.")

    @action(OPERATE)
    async def pause(self, identity_id: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await pitcher.pause_identity(session, identity_id, "Paused by hand.", actor=who.email)
        await self._read()

    @action(OPERATE)
    async def resume(self, identity_id: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await pitcher.resume_identity(session, identity_id, actor=who.email)
        await self._read()
        await toast(self, "It sends again. What bounced before no longer counts against it.")

    @action(MANAGE)
    async def switch(self, identity_id: int, is_on: bool) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await pitcher.set_identity(session, identity_id, is_on=is_on, actor=who.email)
        await self._read()

    @action(MANAGE)
    async def save_pace(self, form: dict[str, Any]) -> None:
        async with transaction() as session:
            await pitcher.write_pace(
                session,
                from_hour=_number(form.get("from_hour", "")),
                to_hour=_number(form.get("to_hour", "")),
                days=[n for n in range(DAYS) if f"day{n}" in form],
                domain_cap=_number(form.get("domain_cap", "")),
                provider_cap=_number(form.get("provider_cap", "")),
            )
        await self._read()
        await toast(self, "The pace is saved. What waits is looked at again when its hour comes.")

    @action(MANAGE)
    async def import_list(self, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            found = await pitcher.import_suppressions(session, str(form.get("list", "")), channel="import")
            words = f"{found.added} added, {found.known} known already, {found.unreadable} not understood"
            await accounts.record(session, "suppression.imported", words, actor=who.email)
        await self._read()
        await toast(self, f"{words}.")

    @action(MANAGE)
    async def export_list(self) -> Any:
        async with reading() as session:
            text = await pitcher.export_suppressions(session)
        return rx.download(data=text, filename=f"suppressions-{now():%Y-%m-%d}.csv")

    @action(MANAGE)
    async def forget(self, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        address = str(form.get("address", "")).strip()
        if "@" not in address:
            raise Invalid("Write the whole address of the person.")
        async with transaction() as session:
            count = await pitcher.erase_person(session, address, actor=who.email)
        await self._read()
        await toast(self, f"Forgotten: {count} mails were emptied. Nobody writes to them again.")

    @action(MANAGE)
    async def permit(self, form: dict[str, Any]) -> None:
        who = await signed_in(self)
        given = {name: str(form.get(name, "")) for name in ("kind", "proof", "source_url")}
        async with transaction() as session:
            await pitcher.permit(session, str(form.get("address", "")), **given, actor=who.email)
        await self._read()
        await toast(self, "Noted with your name. Held offers are looked at again within the hour.")

    @action(MANAGE)
    async def revoke(self, permission_id: int) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await pitcher.revoke(session, permission_id, actor=who.email)
        await self._read()

    async def _read(self) -> None:
        who, settings = await signed_in(self), get_settings()
        async with reading() as session:
            user = await accounts.find_admin_by_id(session, who.id)
            identities = await pitcher.list_identities(session)
            standings = {one.identity_id: one for one in await pitcher.read_standings(session)}
            load = await pitcher.read_load(session)
            pace = await pitcher.read_pace(session)
            self.suppressed = f"{await pitcher.count_suppressions(session):,}"
            permissions = await pitcher.list_permissions(session)
        today = now().date()
        self.senders = [
            rows.sender_of(
                row,
                domain,
                standings.get(row.id or 0),
                load.identities[row.id or 0, today],
                settings.mail_provider,
            )
            for row, domain in identities
        ]
        self.permissions = [rows.permission_of(row) for row in permissions]
        self.countries = rows.countries_of(pitcher.list_countries())
        self.reviewed = f"reviewed {pitcher.reviewed_at():%-d %B %Y}"
        self.from_hour, self.to_hour = str(pace["from_hour"]), str(pace["to_hour"])
        self.days = [n in pace["days"] for n in range(DAYS)]
        self.domain_cap, self.provider_cap = str(pace["domain_cap"]), str(pace["provider_cap"])
        self.may_manage = accounts.may(user, MANAGE) if user else False
        paused = sum(row.is_paused for row in self.senders)
        self.summary = f"{len(self.senders)} senders, {paused} paused" if self.senders else ""
        self.where = f"Mail leaves through {settings.mail_provider} from {settings.sender_email}."


def _number(value: object) -> int:
    text = str(value).strip()
    if not text.isdigit() or len(text) > 6:
        raise Invalid("A cap and an hour are whole numbers.")
    return int(text)
