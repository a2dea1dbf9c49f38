"""The inbox of webhooks: verified, stored once, answered; a job works them off."""

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core import svix
from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.errors import Forbidden, Invalid
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.models import WebhookEvent
from webmagic.payments.gateways import webhook_secrets
from webmagic.payments.notices import event_type_of

LARGEST_BODY = 256 * 1024
RECURRENTE, RESEND = "recurrente", "resend"


async def receive(session: AsyncSession, provider: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Keep a genuine delivery. False when it was here before. Raises Forbidden without a secret in
    the settings, Unauthorized for a bad signature, Invalid for a body that is not an object."""
    secrets = _secrets(provider)
    if not secrets:
        raise Forbidden(f"No webhook secret is set for {provider}, so nothing is believed.")
    message_id = svix.verify(secrets, headers, body)
    payload = parse(body)
    values = {
        "provider": provider,
        "message_id": message_id,
        "event_type": event_type_of(payload),
        "payload": payload,
        "error": "",
        "received_at": now(),
    }
    if not await insert_once(session, WebhookEvent, values):
        return False
    found = await session.exec(
        select(WebhookEvent.id).where(
            WebhookEvent.provider == provider, WebhookEvent.message_id == message_id
        )
    )
    await ask_for_handling(session, found.one())
    return True


async def ask_for_handling(session: AsyncSession, event_id: int | None) -> bool:
    return await enqueue(session, "monitoring.webhook", dedupe=f"webhook:{event_id}", event_id=event_id)


def parse(body: bytes) -> dict[str, Any]:
    try:
        found = _storable(json.loads(body))
    except (ValueError, RecursionError):
        raise Invalid("The body of this webhook is not JSON.") from None
    if not isinstance(found, dict):
        raise Invalid("The body of this webhook is not a JSON object.")
    return found


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
