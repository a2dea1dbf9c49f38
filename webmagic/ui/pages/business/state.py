"""One business's state, and what an operator may decide about it."""

from typing import Literal

import reflex as rx

from webmagic import accounts, conductor, creative, hunter, payments, pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound
from webmagic.models import WebsiteState
from webmagic.ui.action import OPERATE, action
from webmagic.ui.components.glyph import Glyph
from webmagic.ui.components.score import Reason, reasons_of
from webmagic.ui.components.timeline import Happening
from webmagic.ui.following import follow
from webmagic.ui.happenings import timeline_of
from webmagic.ui.identity import signed_in
from webmagic.ui.pages.business.rows import (
    Known,
    Mail,
    Money,
    Raw,
    Said,
    Site,
    known_of,
    mails_of,
    money_of,
    raw_of,
    said_of,
    site_of,
)
from webmagic.ui.standing import standing
from webmagic.ui.state import PageVars
from webmagic.ui.toasts import toast


class BusinessState(PageVars, rx.State):
    business_id: int = 0
    name: str = ""
    place: str = ""
    score: str = ""
    reasons: list[Reason] = []
    verdict: str = ""
    stage: str = ""
    tone: str = ""
    icon: str = ""
    glyph: Glyph = Glyph()
    is_unsure: bool = False
    is_out: bool = False
    asks_exclude: bool = False
    phone_href: str = ""
    maps_href: str = ""
    known: list[Known] = []
    said: list[Said] = []
    raw: list[Raw] = []
    site: Site = Site()
    mails: list[Mail] = []
    money: list[Money] = []
    happened: list[Happening] = []

    @action()
    async def load(self) -> None:
        self.asks_exclude = False
        await self._read(self._asked())
        self._loaded()

    @action(background=True)
    async def watch(self) -> None:
        async with self:
            business_id = self._asked()
        is_stale = False
        async for event in follow(self, f"/businesses/{business_id}"):
            if event is None and is_stale:
                async with self:
                    await signed_in(self)
                    await self._read(business_id)
            is_stale = event is not None and event.get("business_id") == business_id

    def _asked(self) -> int:
        wanted = self._param("id")
        if not wanted.isdigit() or len(wanted) > 15:
            raise NotFound("There is no such business.")
        return int(wanted)

    async def _read(self, business_id: int) -> None:
        async with reading() as session:
            business = await hunter.get_business(session, business_id)
            listings = await hunter.listings_of(session, business_id)
            site = await creative.find_site_of(session, business_id)
            row = await creative.get_site_row(session, site.id or 0) if site else None
            mails = await pitcher.page_messages(session, business_id=business_id, limit=12)
            checkouts = await payments.list_checkouts(session, business_id)
            log = await conductor.timeline(session, business_id, limit=60)
        at = standing(business, business.failure)
        self.business_id, self.name = business_id, business.name
        self.place = ", ".join(part for part in (business.category, business.city, business.country) if part)
        self.score, self.reasons = f"{business.score}", reasons_of(business.score_reasons)
        self.verdict = business.disqualified_reason or (
            "It qualifies." if business.qualified else "It does not qualify yet."
        )
        self.stage, self.tone, self.icon, self.glyph = at.words, at.tone, at.icon, at.glyph
        self.is_unsure = business.website_state == WebsiteState.REVIEW
        self.is_out = business.stage == "rejected"
        self.phone_href = f"tel:{business.phone}" if business.phone else ""
        self.maps_href = business.maps_url if business.maps_url.startswith("https://") else ""
        self.known, self.said, self.raw = known_of(business), said_of(business), raw_of(listings)
        self.site = site_of(row) if row else Site()
        self.mails = mails_of(entry.message for entry in mails.items)
        self.money, self.happened = money_of(checkouts), timeline_of(log)

    @action(OPERATE)
    async def build(self) -> None:
        who = await signed_in(self, OPERATE)
        async with transaction() as session:
            await conductor.request_build(session, self.business_id, actor=who.email, by_hand=True)
        await self._read(self.business_id)
        await toast(self, f"{self.name}: a site was asked for.")

    @action(OPERATE)
    async def publish(self) -> None:
        who = await signed_in(self, OPERATE)
        async with transaction() as session:
            site = await creative.get_site(session, self.site.id)
            await conductor.request_publish(session, site)
            words = f"{self.name}: publishing was asked for"
            await accounts.record(session, "site.requested", words, self.business_id, actor=who.email)
        await toast(self, "It goes online in a moment.")

    @action(OPERATE)
    async def decide(self, website: Literal["confirmed_none", "has_website"]) -> None:
        """A person looked: it has a website of its own, or it has none."""
        who = await signed_in(self, OPERATE)
        words = {"confirmed_none": "no website", "has_website": "has a website"}[website]
        async with transaction() as session:
            await hunter.review.decide(session, self.business_id, website, by=who.email)
        await self._read(self.business_id)
        await toast(self, f"{self.name}: {words}.")

    @action(OPERATE)
    async def exclude(self) -> None:
        """Asks first; the second press does it."""
        if not self.asks_exclude:
            self.asks_exclude = True
            return
        who = await signed_in(self, OPERATE)
        async with transaction() as session:
            await hunter.exclude(session, [self.business_id])
            await accounts.record(
                session, "business.excluded", f"{who.name} took it out", self.business_id, actor=who.email
            )
        self.asks_exclude = False
        await self._read(self.business_id)
        await toast(self, f"{self.name} is left out.")

    @action()
    async def keep(self) -> None:
        self.asks_exclude = False

    @action(OPERATE)
    async def readmit(self) -> None:
        who = await signed_in(self, OPERATE)
        async with transaction() as session:
            await hunter.readmit(session, [self.business_id])
            await accounts.record(
                session, "business.readmitted", f"{who.name} took it back", self.business_id, actor=who.email
            )
        await self._read(self.business_id)
        await toast(self, f"{self.name} is judged anew.")
