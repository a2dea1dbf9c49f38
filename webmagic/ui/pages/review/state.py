"""The queue's state. Whoever may decide takes the next one for ten minutes; others only look."""

from typing import Any, Literal

import reflex as rx

from webmagic import accounts
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.hunter import review
from webmagic.models import WebsiteState
from webmagic.ui.action import OPERATE, action
from webmagic.ui.identity import Identity, signed_in
from webmagic.ui.pages.review import rows
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast

MOST_SHOWN = 12


class ReviewState(PageVars, rx.State):
    may_decide: bool = False
    summary: str = ""
    left: int = 0
    queue: list[rows.Next] = []
    shown: rows.Shown = rows.Shown()
    last: str = ""
    address: str = ""
    gauges: list[rows.Gauge] = []
    verdicts: list[rows.Gauge] = []
    doubts: str = ""
    notes: list[str] = []
    is_measured: bool = False

    @action()
    async def load(self) -> None:
        wanted = self._query("id")
        await self._next(int(wanted) if wanted.isdigit() and len(wanted) < 15 else 0)
        self._loaded()

    @action(background=True)
    async def weigh(self) -> None:
        """The figures below: they count everything, so nobody waits for them."""
        async with self:
            await signed_in(self)
        async with reading() as session:
            found = await review.measure(session)
        async with self:
            self.gauges, self.verdicts = rows.gauges_of(found), rows.verdicts_of(found)
            self.doubts, self.notes = rows.doubts_of(found), found.notes()
            self.is_measured = True

    @action(OPERATE)
    async def decide(
        self, business_id: int, decision: Literal["confirmed_none", "has_website", "social_only"]
    ) -> Any:
        """A second press of a key that was meant for the one before does nothing."""
        if business_id != self.shown.id or not business_id:
            return None
        who = await signed_in(self, OPERATE)
        async with transaction() as session:
            label = await review.decide(session, business_id, decision, by=who.email, url=self._url(decision))
        await toast(self, f"{self.shown.name}: {_words(decision)}.{rows.agreement(label)} U takes it back.")
        await self._next()
        return [rx.redirect("/review"), ReviewState.weigh] if self._query("id") else ReviewState.weigh

    @action(OPERATE)
    async def put_off(self, business_id: int) -> Any:
        if business_id != self.shown.id or not business_id:
            return None
        who = await signed_in(self, OPERATE)
        async with transaction() as session:
            await review.put_off(session, business_id, who.email)
        await self._next(besides=business_id)
        return rx.redirect("/review") if self._query("id") else None

    @action(OPERATE)
    async def undo(self) -> Any:
        who = await signed_in(self, OPERATE)
        async with transaction() as session:
            label = await review.undo(session, by=who.email)
        await self._next(label.business_id)
        await toast(self, f"{self.shown.name} is open again.")
        return ReviewState.weigh

    @action()
    async def choose(self, n: int) -> None:
        """Put another candidate beside the listing."""
        if self.shown.id and 1 <= n <= len(self.shown.candidates):
            await self._show(self.shown.id, n)

    @action()
    async def type_address(self, text: str) -> None:
        self.address = text.strip()[:300]

    @action(OPERATE)
    async def audit(self, form: dict[str, Any]) -> Any:
        """So many drawn by chance from those the machine is sure of."""
        who, count = await signed_in(self, OPERATE), str(form.get("count", ""))
        if not (count.isascii() and count.isdigit() and len(count) < 5):
            raise Invalid("How many? Give a whole number.")
        state = str(form.get("state") or WebsiteState.NONE)
        async with transaction() as session:
            drawn = await review.draw_audit(session, int(count), state)
            words = f"An audit drew {drawn} businesses"
            await accounts.record(session, "review.audit", words, actor=who.email)
        await self._next(self.shown.id)
        await toast(self, f"{drawn} drawn. They come first." if drawn else "There is nothing left to draw.")
        return ReviewState.weigh

    def _url(self, decision: str) -> str:
        """What was typed, else the candidate on the table."""
        chosen = next((one.url for one in self.shown.candidates if one.is_chosen), "")
        return (self.address or chosen or self.shown.website) if decision == WebsiteState.HAS else ""

    async def _next(self, wanted: int = 0, besides: int = 0) -> None:
        who = await signed_in(self)
        async with reading() as session:
            user = await accounts.find_admin_by_id(session, who.id)
        self.address, self.may_decide = "", accounts.may(user, OPERATE)
        current = await self._take(who, wanted, besides) if self.may_decide else wanted
        async with reading() as session:
            waiting = await review.list_waiting(session, who.email, MOST_SHOWN)
            self.left = await review.count_waiting(session)
            done = await review.list_decisions(session, who.email, 25)
        current = current or (waiting[0].id if waiting else 0)
        self.queue = [rows.next_of(row, current) for row in waiting]
        plural = "waits" if self.left == 1 else "wait"
        self.summary = f"{self.left:,} {plural}.{rows.pace([label for label, _ in done])}"
        self.last = done[0][1] if done else ""
        if current:
            await self._show(current, 1)
        else:
            self.shown = rows.Shown()

    async def _take(self, who: Identity, wanted: int, besides: int) -> int:
        async with transaction() as session:
            if wanted and await review.claim(session, wanted, who.email):
                return wanted
            return await review.claim_next(session, who.email, besides=besides) or 0

    async def _show(self, business_id: int, chosen: int) -> None:
        async with reading() as session:
            case = await review.compare(session, business_id)
        self.shown = rows.shown_of(case, chosen)


def _words(decision: str) -> str:
    return review.DECISIONS[WebsiteState(decision)]
