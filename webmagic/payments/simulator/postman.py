"""Webhooks on their way: written down first, sent over real HTTP, tried again while nobody answers."""

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from webmagic.core import svix
from webmagic.core.clock import now
from webmagic.core.settings import get_settings
from webmagic.payments.gateways import webhook_secrets
from webmagic.payments.simulator.faults import Faults, read_faults
from webmagic.payments.simulator.store import Delivery, Store

T = TypeVar("T")
log = logging.getLogger(__name__)
WAITS = (1, 2, 5, 15, 60, 300, 1800, 7200)  # seconds before each further try; then it is given up
FORGED = "whsec_bm90IHRoZSBzZWNyZXQgb2YgYW55Ym9keQ=="
_at_work: set[asyncio.Task[None]] = set()


async def deliver_due(store: Store, client: httpx.AsyncClient) -> int:
    """Send what is due now. Returns how many were taken."""
    due = await asyncio.to_thread(store.list_due, now().timestamp())
    wrong = await asyncio.to_thread(read_faults, store)
    if wrong.reorders:
        random.shuffle(due)
    return sum([await _deliver(store, client, delivery, wrong) for delivery in due])


def post_soon() -> None:
    """See to the webhooks in the background, until none waits. One round at a time."""
    if not any(not task.done() for task in _at_work):
        task = asyncio.create_task(_keep_posting(), name="simulator-webhooks")
        _at_work.add(task)
        task.add_done_callback(_at_work.discard)


async def act(verb: Callable[..., T], *arguments: Any) -> T:
    """Do something on the other side, and send what it has to tell. Its memory is plain SQLite, so it
    works in a thread."""
    store = await asyncio.to_thread(Store)
    try:
        return await asyncio.to_thread(verb, store, *arguments)
    finally:
        post_soon()


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


async def _deliver(store: Store, client: httpx.AsyncClient, delivery: Delivery, wrong: Faults) -> bool:
    secret = webhook_secrets(get_settings())[0]
    try:
        if wrong.forges:
            await _send(client, FORGED, f"{delivery.id}_forged", delivery.body)
        answer = await _send(client, secret, delivery.id, delivery.body)
        if answer.is_success:
            for _ in range(wrong.duplicates):
                await _send(client, secret, delivery.id, delivery.body)
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


async def _send(client: httpx.AsyncClient, secret: str, message_id: str, body: bytes) -> httpx.Response:
    headers = svix.signed_headers(secret, message_id, body) | {"content-type": "application/json"}
    url = f"{get_settings().public_url}/webhooks/recurrente"
    return await client.post(url, content=body, headers=headers)
