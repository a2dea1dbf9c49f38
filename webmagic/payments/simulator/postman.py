"""Webhooks on their way: written down first, sent over real HTTP, tried again while nobody answers."""

import asyncio
import logging

import httpx

from webmagic.core import svix
from webmagic.core.clock import now
from webmagic.core.settings import get_settings
from webmagic.payments.gateways import webhook_secrets
from webmagic.payments.simulator.store import Delivery, Store

log = logging.getLogger(__name__)
WAITS = (1, 2, 5, 15, 60, 300, 1800, 7200)  # seconds before each further try; then it is given up
_at_work: set[asyncio.Task[None]] = set()


async def deliver_due(store: Store, client: httpx.AsyncClient) -> int:
    """Send what is due now. Returns how many were taken."""
    due = await asyncio.to_thread(store.list_due, now().timestamp())
    return sum([await _deliver(store, client, delivery) for delivery in due])


def post_soon() -> None:
    """See to the webhooks in the background, until none waits. One round at a time."""
    if not any(not task.done() for task in _at_work):
        task = asyncio.create_task(_keep_posting(), name="simulator-webhooks")
        _at_work.add(task)
        task.add_done_callback(_at_work.discard)


async def _keep_posting() -> None:
    store = await asyncio.to_thread(Store)
    async with httpx.AsyncClient(timeout=15) as client:
        while True:
            await deliver_due(store, client)
            due = await asyncio.to_thread(store.next_due)
            if due is None:
                return
            # Never longer than a moment: a payment made meanwhile wants to be told at once.
            await asyncio.sleep(min(max(due - now().timestamp(), 0.05), 1.0))


async def _deliver(store: Store, client: httpx.AsyncClient, delivery: Delivery) -> bool:
    settings = get_settings()
    secret = webhook_secrets(settings)[0]
    headers = svix.signed_headers(secret, delivery.id, delivery.body) | {"content-type": "application/json"}
    url = f"{settings.public_url}/webhooks/recurrente"
    try:
        answer = await client.post(url, content=delivery.body, headers=headers)
        if answer.is_success:
            await asyncio.to_thread(store.close_delivery, delivery.id, "taken")
            return True
        reason = str(answer.status_code)
    except httpx.HTTPError as error:
        reason = type(error).__name__
    if delivery.tries >= len(WAITS):
        log.warning("webhook %s of the simulator is given up (%s)", delivery.id, reason)
        await asyncio.to_thread(store.close_delivery, delivery.id, "given up")
    else:
        due = now().timestamp() + WAITS[delivery.tries]
        await asyncio.to_thread(store.postpone, delivery.id, due)
    return False
