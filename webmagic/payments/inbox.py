"""The inbox of webhooks: verified, stored once, answered; a job works them off."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core import svix
from webmagic.core.clock import now
from webmagic.core.errors import Forbidden, Invalid
from webmagic.core.ledger import enqueue, enqueue_many
from webmagic.core.settings import get_settings
from webmagic.models import WebhookEvent
from webmagic.payments.gateways import webhook_secrets
from webmagic.payments.notices import event_type_of

LARGEST_BODY = 256 * 1024
RECURRENTE, RESEND = "recurrente", "resend"


@dataclass(frozen=True)
class Delivery:
    """A genuine one, read and not yet kept."""

    provider: str
    message_id: str
    event_type: str
    payload: dict[str, Any]


def believe(provider: str, headers: Mapping[str, str], body: bytes) -> Delivery:
    """A delivery that is proved to be genuine. Raises Forbidden without a secret in the settings,
    Unauthorized for a bad signature, Invalid for a body that is not an object."""
    secrets = _secrets(provider)
    if not secrets:
        raise Forbidden(f"No webhook secret is set for {provider}, so nothing is believed.")
    message_id = svix.verify(secrets, headers, body)
    payload = parse(body)
    return Delivery(provider, message_id, event_type_of(payload), payload)


async def receive(session: AsyncSession, provider: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Keep one delivery. False when it was here before."""
    (is_new,) = await keep(session, [believe(provider, headers, body)])
    return is_new


async def keep(session: AsyncSession, deliveries: Sequence[Delivery]) -> list[bool]:
    """Each one once, and a job for each that is new. Which of them were."""
    at = now()
    rows = [{**asdict(one), "error": "", "received_at": at} for one in deliveries]
    connection = await session.connection()
    found = await connection.execute(_insert(connection.dialect.name), rows)
    ids = {(provider, message_id): event_id for event_id, provider, message_id in found.all()}
    await enqueue_many(
        session, "monitoring.webhook", [(f"webhook:{one}", {"event_id": one}) for one in ids.values()]
    )
    # Of two of the same in one batch, the first is the new one.
    return [ids.pop((one.provider, one.message_id), None) is not None for one in deliveries]


@cache
def _insert(dialect: str) -> sa.Insert:
    """Built once, for as many rows as come."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table: sa.Table = WebhookEvent.__table__  # type: ignore[attr-defined]
    named = (table.c.id, table.c.provider, table.c.message_id)
    return insert(table).on_conflict_do_nothing().returning(*named)


async def ask_for_handling(session: AsyncSession, event_id: int | None) -> bool:
    return await enqueue(session, "monitoring.webhook", dedupe=f"webhook:{event_id}", event_id=event_id)


def parse(body: bytes) -> dict[str, Any]:
    try:
        text = body.decode()
        found = json.loads(text)
        if SUSPECT.search(text):
            found = _storable(found)
    except (ValueError, RecursionError):
        raise Invalid("The body of this webhook is not JSON.") from None
    if not isinstance(found, dict):
        raise Invalid("The body of this webhook is not a JSON object.")
    return found


# Only through these can a body hold what `_storable` takes out.
SUSPECT = re.compile(r"\\u|NaN|Infinity|[0-9][eE]")


def _storable(value: Any) -> Any:
    """Without what a database refuses: zero bytes, half surrogates, infinite numbers."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, float) and value - value != 0:
        return None
    return value


def _secrets(provider: str) -> list[str]:
    settings = get_settings()
    if provider == RESEND:
        return settings.resend_webhook_secret.get_secret_value().split()
    return webhook_secrets(settings)
