"""Settings: each form is one verb. Values come from the database, secrets never leave the server."""

from typing import Any, Literal

import reflex as rx

from webmagic import accounts, conductor, pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, Unauthorized
from webmagic.core.settings import get_settings
from webmagic.ui.action import MANAGE, READ, action
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.settings import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

MODES = {
    "off": "Autopilot is off.",
    "rehearsal": "Autopilot rehearses. Nothing is sent.",
    "on": "Autopilot is on.",
}


class SettingsState(PageVars, rx.State):
    me: str = ""
    may_manage: bool = False
    mode: str = "off"
    limits: list[rows.Field] = []
    sender: list[str] = []
    providers: list[rows.Provider] = []
    people: list[rows.Person] = []
    mailer: str = ""
    balancing_test: str = ""
    outreach_allowed: str = ""

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(MANAGE)
    async def set_mode(self, mode: Literal["off", "rehearsal", "on"]) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.set_autopilot_mode(session, mode)
            await accounts.record(session, "autopilot.mode", MODES[mode], actor=who.email)
        self.mode = mode
        await toast(self, MODES[mode])

    @action(MANAGE)
    async def save_limits(self, form: dict[str, Any]) -> None:
        who, limits = await signed_in(self), rows.read_limits(form)
        async with transaction() as session:
            await conductor.set_cycle_limits(session, limits)
            await accounts.record(
                session, "settings.limits", "The limits of a cycle were changed", actor=who.email
            )
        self.limits = rows.limit_fields(limits)
        await toast(self, "Saved. The next cycle keeps to it.")

    @action(MANAGE)
    async def declare(self, form: dict[str, Any]) -> None:
        """In the operator's own words, with the name beside it in the log."""
        who = await signed_in(self)
        wanted = pitcher.Declarations(
            str(form.get("balancing_test", "")), str(form.get("outreach_allowed", ""))
        )
        async with transaction() as session:
            await pitcher.declare(session, get_settings().mail_provider, wanted)
            words = "The declarations about mail were changed"
            await accounts.record(session, "settings.declared", words, actor=who.email)
        await self._read()
        await toast(self, "Noted, with your name. Held offers are looked at again within the hour.")

    @action(READ)
    async def change_password(self, form: dict[str, Any]) -> Any:
        who = await signed_in(self)
        current, new, again = (str(form.get(name, "")) for name in ("current", "new", "again"))
        if new != again:
            raise Invalid("The new password is not the same twice.")
        async with transaction() as session:
            user = await accounts.find_admin_by_id(session, who.id)
            try:
                await accounts.change_password(session, user, current, new)  # type: ignore[arg-type]
            except Unauthorized as error:  # the password is wrong, the session is not over
                raise Invalid(str(error)) from None
            await accounts.record(
                session, "user.password", f"{who.email} changed the password", actor=who.email
            )
        return rx.redirect("/login?error=ended")

    async def _read(self) -> None:
        who = await signed_in(self)
        async with reading() as session:
            user = await accounts.find_admin_by_id(session, who.id)
            mode = await conductor.autopilot_mode(session)
            limits = await conductor.cycle_limits(session)
            people = await accounts.list_admins(session)
            declared = await pitcher.read_declarations(session, get_settings().mail_provider)
        self.me, self.may_manage = who.email, accounts.may(user, MANAGE)
        self.mode = str(mode)
        self.limits = rows.limit_fields(limits)
        self.people = [rows.person_of(person, who.id) for person in people[:50]]
        self.balancing_test, self.outreach_allowed = declared.balancing_test, declared.outreach_allowed
        settings = get_settings()
        self.mailer = settings.mail_provider
        self.sender = [settings.sender_name, settings.sender_email, settings.sender_postal_address]
        self.providers = rows.providers_of(settings)
