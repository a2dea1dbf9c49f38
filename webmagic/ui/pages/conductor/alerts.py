"""Alerts: what is wrong now, what was, and who is told."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from webmagic import accounts, conductor
from webmagic.core.database import reading, transaction
from webmagic.models import AlertRow
from webmagic.ui.action import MANAGE, action
from webmagic.ui.components import empty, field, framed, icon, link, section, tag
from webmagic.ui.figures import moment
from webmagic.ui.identity import signed_in
from webmagic.ui.page import page
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast
from webmagic.ui.trouble import MARKS, Trouble, trouble_of

KEPT = 60
CHANGED = "Who is told of alerts was changed"
WELL = "Nothing needs you. Trouble is found within 15 seconds and stands here first."


@dataclass(frozen=True)
class Past:
    id: int
    tone: str
    mark: str
    text: str
    when: str
    told: str
    is_open: bool


def past_of(row: AlertRow) -> Past:
    lasted = _span((row.cleared_at - row.raised_at).total_seconds()) if row.cleared_at else "still there"
    return Past(
        id=row.id or 0,
        tone=row.tone,
        mark=MARKS.get(row.tone, "info"),
        text=row.text,
        when=f"{moment(row.raised_at)}, {lasted}",
        told="told" if row.told_at else "",
        is_open=row.cleared_at is None,
    )


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"over in {seconds:.0f} s"
    if seconds < 5400:
        return f"over in {seconds / 60:.0f} min"
    return f"over in {seconds / 3600:.0f} h" if seconds < 172_800 else f"over in {seconds / 86_400:.0f} d"


class AlertsState(PageVars, rx.State):
    summary: str = ""
    may_manage: bool = False
    now: list[Trouble] = []
    past: list[Past] = []
    mails: str = ""
    hook: str = ""
    hook_words: str = ""

    @action()
    async def load(self) -> None:
        await self._read()
        self._loaded()

    @action(MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        """An empty webhook field leaves what there is: what is kept is never shown again."""
        who = await signed_in(self)
        mails = str(form.get("mails", ""))[:2000].replace("\n", ",").split(",")
        async with transaction() as session:
            await conductor.set_listeners(session, mails, str(form.get("webhook", "")).strip()[:1000] or None)
            await accounts.record(
                session, "settings.alerts", "Who is told of alerts was changed", actor=who.email
            )
        await self._read()
        await toast(self, "Saved. Send a test to be sure.")

    @action(MANAGE)
    async def drop_webhook(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            told = await conductor.read_listeners(session)
            await conductor.set_listeners(session, told.mails, "")
            await accounts.record(
                session, "settings.alerts", "The alerts' webhook was taken away", actor=who.email
            )
        await self._read()
        await toast(self, "The webhook is gone.")

    @action(MANAGE)
    async def send_test(self) -> None:
        who = await signed_in(self)
        async with transaction() as session:
            await conductor.request_test(session, who.email)
        await toast(self, "On its way. If the webhook fails, it stands under Jobs with the reason.")

    async def _read(self) -> None:
        who = await signed_in(self)
        async with reading() as session:
            user = await accounts.find_admin_by_id(session, who.id)
            now = await conductor.list_open_alerts(session)
            past = await conductor.page_alerts(session, limit=KEPT)
            told = await conductor.read_listeners(session)
        self.may_manage = accounts.may(user, MANAGE)
        self.now = [trouble_of(row) for row in now]
        self.past = [past_of(row) for row in past]
        self.summary = f"{len(now)} now" if now else "all is well"
        self.mails = "\n".join(told.mails)
        self.hook = told.hook_host if told.is_typed else ""
        self.hook_words = _hook_words(told)


def _hook_words(told: conductor.Listeners) -> str:
    if told.is_typed:
        return f"Now: {told.hook_host}, typed in here. Type another to replace it."
    return f"Now: {told.hook_host}, from ALERT_WEBHOOK_URL." if told.hook_host else "Now: none."


state: Any = AlertsState


def _now(one: Any) -> rx.Component:
    return rx.el.div(
        icon(one.mark),
        rx.el.p(rx.el.b(one.text), " ", one.to_do, " ", rx.el.span(one.since, class_name="q xs")),
        rx.cond(one.href != "", link("Look at it", href=one.href)),
        class_name="alert " + one.tone,
        key=one.id.to(str),
    )


def _past(one: Any) -> rx.Component:
    return rx.el.li(
        icon(one.mark, "s"),
        rx.el.div(one.text, rx.el.small(one.when)),
        rx.cond(one.is_open, tag("open", tone=one.tone), rx.el.span(one.told, class_name="q xs")),
        class_name="vital " + one.tone,
        key=one.id.to(str),
    )


def _told() -> rx.Component:
    mails = rx.el.textarea(
        id="told-mails", name="mails", default_value=state.mails, key=state.mails, rows="3",
        class_name="input", max_length=2000, placeholder="night@example.com",
    )  # fmt: skip
    hook = rx.el.input(
        id="told-hook", name="webhook", type="url", class_name="input", max_length=1000,
        placeholder="https://…", auto_complete="off",
    )  # fmt: skip
    form = rx.el.form(
        field("By mail", mails, control_id="told-mails", hint="One a line. Empty: every administrator."),
        field("By webhook", hook, control_id="told-hook", hint=state.hook_words),
        rx.el.div(
            rx.el.button("Save", type="submit", class_name="btn primary"),
            rx.el.button("Send a test", type="button", class_name="btn", on_click=state.send_test),
            rx.cond(
                state.hook != "",
                rx.el.button(
                    "Take the webhook away",
                    type="button",
                    class_name="btn quiet",
                    on_click=state.drop_webhook,
                ),
            ),
            class_name="row",
        ),
        on_submit=state.save,
        class_name="stackform",
    )
    looked = rx.el.p("Changing who is told takes an owner.", class_name="sm q2")
    return section(
        "Who is told",
        rx.cond(state.may_manage, form, looked),
        note="once when it begins, once when it is over",
    )


@page("/conductor/alerts", nav="/conductor", title="Alerts", load=AlertsState.load, sub=AlertsState.summary)
def alerts() -> rx.Component:
    well = empty(
        "All is well",
        "Nothing needs you. Trouble is found within 15 seconds and stands here first.",
        lit=True,
    )
    now = section(
        "Now", rx.cond(state.now.length() > 0, rx.fragment(rx.foreach(state.now, _now)), well), id="now"
    )
    none = rx.el.p("No alert was ever raised.", class_name="sm q2")
    past = section(
        "What was",
        rx.cond(state.past.length() > 0, rx.el.ul(rx.foreach(state.past, _past), class_name="vitals"), none),
        note="kept for 180 days",
    )
    back = link(
        icon("chevron-left", "s"), "Conductor", href="/conductor", class_name="btn quiet small backlink"
    )
    side = rx.el.aside(_told(), class_name="cols side", aria_label="Who is told")
    return framed(
        state, rx.el.div(rx.el.div(back, now, past, class_name="stack"), side, class_name="dash alertsgrid")
    )
