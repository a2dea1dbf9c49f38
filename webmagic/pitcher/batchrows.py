"""The rows of a batch with all that the rules look at, in one question: asked for each hundred, a question
costs more than its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import aside
from webmagic.core.settings import get_settings
from webmagic.models import Business, Campaign, Message, MessageState
from webmagic.pitcher.identities import Sender, Senders
from webmagic.pitcher.letterlaw import Written
from webmagic.pitcher.mailers import Mailers
from webmagic.pitcher.transports import Mailer

MESSAGES: sa.Table = Message.__table__  # type: ignore[attr-defined]
_SHOPS: sa.Table = Business.__table__  # type: ignore[attr-defined]
_CAMPAIGNS: sa.Table = Campaign.__table__  # type: ignore[attr-defined]
_SHOP = ("id", "email", "country", "timezone", "legal_form", "is_closed", "do_not_contact")
_QUEUED = (
    sa.select(
        MESSAGES,
        *(_SHOPS.c[name].label(f"shop_{name}") for name in _SHOP),
        _CAMPAIGNS.c.state.label("campaign_state"),
        _CAMPAIGNS.c.stopped_reason.label("stopped_reason"),
    )
    .select_from(
        MESSAGES.outerjoin(_SHOPS, _SHOPS.c.id == MESSAGES.c.business_id).outerjoin(
            _CAMPAIGNS, _CAMPAIGNS.c.id == MESSAGES.c.campaign_id
        )
    )
    .where(
        MESSAGES.c.id.in_(sa.bindparam("ids", expanding=True)),
        aside(MESSAGES.c.state) == MessageState.QUEUED,
        MESSAGES.c.send_after.is_(None) | (MESSAGES.c.send_after <= sa.bindparam("now")),
    )
    .order_by(MESSAGES.c.id)
    .with_for_update(skip_locked=True, of=MESSAGES)
)


@dataclass(frozen=True)
class Shop:
    """A `policy.Recipient`; the row of a business is a large one."""

    id: int
    email: str
    country: str
    timezone: str
    legal_form: str
    is_closed: bool
    do_not_contact: bool


@dataclass(frozen=True)
class BatchRow:
    """`campaign_state` is None where there is no campaign."""

    message: Message
    sender: Sender
    mailer: Mailer
    business: Shop | None
    campaign_state: str | None
    stopped_reason: str

    @cached_property
    def letter(self) -> Written:
        message = self.message
        return Written(
            subject=message.subject,
            text=message.text_body,
            html=message.html_body,
            from_name=message.from_name or get_settings().sender_name,
            from_email=message.from_email,
            headers=message.headers,
            is_first=message.step == 0,
            answers_to=bool(message.headers.get("In-Reply-To")),
        )


async def lock_rows(session: AsyncSession, ids: Sequence[int]) -> Sequence[sa.Row[Any]]:
    """Those that are queued and due, and that no other worker is at."""
    connection = await session.connection()
    return (await connection.execute(_QUEUED, {"ids": list(ids), "now": now()})).all()


def complete(found: Sequence[sa.Row[Any]], senders: Senders, mailers: Mailers) -> list[BatchRow]:
    rows = []
    for row in found:
        sender = senders.of(row.identity_id, row.purpose)
        rows.append(
            BatchRow(
                cast("Message", row),  # its columns under their own names
                sender,
                mailers.of(sender.provider),
                Shop(*(row._mapping[f"shop_{name}"] for name in _SHOP)) if row.shop_id else None,
                row.campaign_state,
                row.stopped_reason or "",
            )
        )
    return rows
