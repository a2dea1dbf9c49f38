"""One day's report, computed from the rows, so it is right for any day that is still kept."""

import datetime as dt

import reflex as rx

from webmagic import conductor
from webmagic.core.clock import now
from webmagic.core.database import reading
from webmagic.ui.action import action
from webmagic.ui.components.tabs import address
from webmagic.ui.pages.reports import rows
from webmagic.ui.state import PageVars
from webmagic.ui.trouble import Trouble, trouble_of

DAYS = 14


class ReportsState(PageVars, rx.State):
    summary: str = ""
    title: str = ""
    days: list[rows.Day] = []
    groups: list[rows.Group] = []
    failures: list[rows.Failure] = []
    wrong: list[Trouble] = []
    newer: str = ""
    older: str = ""

    @action()
    async def load(self) -> None:
        day = rows.day_asked(self._query("day"))
        today = now().date()
        until = rows.day_asked(self._query("until")) if self._query("until") else today
        until = max(until, day)
        async with reading() as session:
            days = await conductor.list_days(session, until=until, days=DAYS)
            report = await conductor.get_report(session, day)
            wrong = await conductor.list_open_alerts(session)
        self.days = [rows.day_of(row, day) for row in days]
        self.groups, self.failures = rows.groups_of(report), rows.failures_of(report)
        self.wrong = [trouble_of(row) for row in wrong]
        self.title = rows.name_of(day)
        self.summary = f"{day:%A}, {day.day} {day:%B %Y}, midnight to midnight UTC"
        self._show_way(until, today, len(days))
        self._loaded()

    def _show_way(self, until: dt.date, today: dt.date, count: int) -> None:
        day, back = self._query("day"), until - dt.timedelta(days=DAYS)
        self.older = (
            address("/reports", day=back.isoformat(), until=back.isoformat()) if count == DAYS else ""
        )
        self.newer = address("/reports", day=day) if until < today else ""
