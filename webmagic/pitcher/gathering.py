"""What the rules need to know about many mails at once, in a handful of questions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago
from webmagic.core.settings import get_settings
from webmagic.models import (
    Business,
    Campaign,
    CampaignState,
    MailPermission,
    Message,
    MessageState,
    Setting,
)
from webmagic.pitcher.declared import BALANCING_TEST, OUTREACH_CONFIRMED
from webmagic.pitcher.identities import OUTREACH, Sender, list_senders, transactional_domains
from webmagic.pitcher.policy import Case, Hold, judge, judge_receipt
from webmagic.pitcher.suppression import find_suppressions, normalise
from webmagic.pitcher.transports import Mailer

LEAVING = (MessageState.QUEUED, MessageState.SENDING, MessageState.SENT)


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

    def case(self, business: Business, mailer: Mailer, sender: Sender) -> Case:
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


async def gather(session: AsyncSession, addresses: Iterable[str]) -> Known:
    wanted = sorted({normalise(address) for address in addresses} - {""})
    declared = await session.exec(
        select(Setting).where(col(Setting.key).in_((BALANCING_TEST, OUTREACH_CONFIRMED)))
    )
    values = {row.key: row.value for row in declared.all()}
    confirmed = values.get(OUTREACH_CONFIRMED)
    return Known(
        suppressed=await find_suppressions(session, wanted),
        permissions=await _permissions(session, wanted),
        writing=await _writing(session, wanted),
        letters=await _letters(session, wanted),
        receipts_come_from=frozenset(await transactional_domains(session)),
        has_balancing_test=bool(values.get(BALANCING_TEST)),
        confirmed=frozenset(n for n, words in confirmed.items() if words)
        if isinstance(confirmed, dict)
        else frozenset(),
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
    found = await session.exec(
        select(MailPermission.address, MailPermission.kind).where(col(MailPermission.address).in_(addresses))
    )
    by_address: dict[str, set[str]] = {}
    for address, kind in found.all():
        by_address.setdefault(address, set()).add(kind)
    return {address: frozenset(kinds) for address, kinds in by_address.items()}


async def _writing(session: AsyncSession, addresses: Sequence[str]) -> dict[str, frozenset[int]]:
    """Two listings of one owner share an address: one of them gets the offer."""
    found = await session.exec(
        select(Message.to_email, Message.business_id)
        .join(Campaign, col(Campaign.id) == Message.campaign_id)
        .where(
            col(Message.to_email).in_(addresses),
            Campaign.state == CampaignState.ACTIVE,
            col(Message.state).in_(LEAVING),
        )
        .distinct()
    )
    by_address: dict[str, set[int]] = {}
    for address, business_id in found.all():
        by_address.setdefault(address, set()).add(business_id or 0)
    return {address: frozenset(ids) for address, ids in by_address.items()}


async def _letters(
    session: AsyncSession, addresses: Sequence[str]
) -> dict[str, tuple[int, dt.datetime | None]]:
    """Letters that left within a year, and the last of them."""
    found = await session.exec(
        select(Message.to_email, func.count(), func.max(Message.sent_at))
        .where(
            col(Message.to_email).in_(addresses),
            Message.purpose == OUTREACH,
            Message.state == MessageState.SENT,
            col(Message.sent_at) > ago(days=365),
        )
        .group_by(col(Message.to_email))
    )
    return {address: (count, last) for address, count, last in found.all()}
