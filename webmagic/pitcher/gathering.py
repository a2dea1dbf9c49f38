"""What the rules need to know about many mails at once, in a handful of questions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import case, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preferences
from webmagic.core.clock import ago
from webmagic.core.database import aside
from webmagic.core.settings import get_settings
from webmagic.models import (
    Business,
    Campaign,
    CampaignState,
    MailPermission,
    Message,
    MessageState,
)
from webmagic.pitcher.declared import BALANCING_TEST, OUTREACH_CONFIRMED
from webmagic.pitcher.identities import OUTREACH, Sender, Senders, list_senders, read_senders
from webmagic.pitcher.pacing import DEFAULT_PACE, PACE
from webmagic.pitcher.policy import Case, Hold, Recipient, judge, judge_receipt
from webmagic.pitcher.suppression import find_suppressions, normalise
from webmagic.pitcher.transports import Mailer

LEAVING = (MessageState.QUEUED, MessageState.SENDING, MessageState.SENT)

# Put together once: asked for each hundred mails, that takes longer than the answer.
_addresses: Any = sa.bindparam("addresses", expanding=True)
_offered_at: Any = case((col(Message.purpose) == OUTREACH, col(Message.sent_at)))
_HISTORY = (
    select(Message.to_email, Message.business_id, _offered_at, Campaign.state)
    .outerjoin(Campaign, col(Campaign.id) == Message.campaign_id)
    .where(col(Message.to_email).in_(_addresses), aside(Message.state).in_(LEAVING))
)
_PERMISSIONS = select(MailPermission.address, MailPermission.kind).where(
    col(MailPermission.address).in_(_addresses)
)


@dataclass(frozen=True)
class Known:
    """Facts by address, and the operator's declarations."""

    suppressed: Mapping[str, str] = field(default_factory=dict)
    permissions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    writing: Mapping[str, frozenset[int]] = field(default_factory=dict)  # businesses with an open sequence
    letters: Mapping[str, tuple[int, dt.datetime | None]] = field(default_factory=dict)
    receipts_come_from: frozenset[str] = frozenset()
    has_balancing_test: bool = False
    confirmed: frozenset[str] = frozenset()
    pace: Mapping[str, Any] = field(default_factory=lambda: DEFAULT_PACE)

    def case(self, business: Recipient, mailer: Mailer, sender: Sender) -> Case:
        address = normalise(business.email)
        count, last = self.letters.get(address, (0, None))
        return Case(
            business=business,
            mailer=mailer,
            settings=get_settings(),
            sender=sender,
            receipts_come_from=self.receipts_come_from,
            suppressed_because=self.suppressed.get(address, ""),
            already_writing=bool(self.writing.get(address, frozenset()) - {business.id}),
            has_balancing_test=self.has_balancing_test,
            outreach_confirmed=mailer.name in self.confirmed,
            permissions=self.permissions.get(address, frozenset()),
            letters_this_year=count,
            last_letter_at=last,
        )


async def gather(session: AsyncSession, addresses: Iterable[str], senders: Senders | None = None) -> Known:
    wanted = sorted({normalise(address) for address in addresses} - {""})
    said = await read_preferences(session, {BALANCING_TEST: None, OUTREACH_CONFIRMED: {}, PACE: DEFAULT_PACE})
    confirmed = said[OUTREACH_CONFIRMED]
    writing, letters = await _history(session, wanted)
    return Known(
        suppressed=await find_suppressions(session, wanted),
        permissions=await _permissions(session, wanted),
        writing=writing,
        letters=letters,
        receipts_come_from=(senders or await read_senders(session)).receipts_come_from,
        has_balancing_test=bool(said[BALANCING_TEST]),
        confirmed=frozenset(name for name, words in confirmed.items() if words)
        if isinstance(confirmed, dict)
        else frozenset(),
        pace=said[PACE],
    )


async def check(
    session: AsyncSession, business: Business, mailer: Mailer, sender: Sender | None = None
) -> list[Hold]:
    """Every rule an offer to this business would break now."""
    known = await gather(session, [business.email])
    return judge(known.case(business, mailer, sender or (await list_senders(session, OUTREACH))[0]))


async def check_receipt(session: AsyncSession, address: str, mailer: Mailer) -> list[Hold]:
    found = await find_suppressions(session, [normalise(address)])
    return judge_receipt(address, mailer, found.get(normalise(address), ""))


async def _permissions(session: AsyncSession, addresses: Sequence[str]) -> dict[str, frozenset[str]]:
    found = await session.exec(_PERMISSIONS, params={"addresses": list(addresses)})
    by_address: dict[str, set[str]] = {}
    for address, kind in found.all():
        by_address.setdefault(address, set()).add(kind)
    return {address: frozenset(kinds) for address, kinds in by_address.items()}


Writing = dict[str, frozenset[int]]
Letters = dict[str, tuple[int, dt.datetime | None]]


async def _history(session: AsyncSession, addresses: Sequence[str]) -> tuple[Writing, Letters]:
    """Of each address the businesses with an open sequence (of two listings of one owner only one gets the
    offer), and the letters that left within a year with the last of them."""
    found = await session.exec(_HISTORY, params={"addresses": list(addresses)})
    writing: dict[str, set[int]] = {}
    letters: Letters = {}
    since = ago(days=365)
    for address, business_id, sent_at, campaign in found.all():
        if campaign == CampaignState.ACTIVE:
            writing.setdefault(address, set()).add(business_id or 0)
        if sent_at and sent_at > since:
            count, last = letters.get(address, (0, None))
            letters[address] = count + 1, max(last or sent_at, sent_at)
    return {address: frozenset(ids) for address, ids in writing.items()}, letters
