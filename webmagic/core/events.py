"""Live events over Redis pub/sub: hints for open screens, never the truth.

Whoever listens must be able to rebuild everything from the database; an event lost costs
a moment's delay and nothing else. So publishing never raises.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from webmagic.core.redis import get_redis

log = logging.getLogger(__name__)
LIVE = "webmagic:live"  # progress of generation and of everything else the console shows


async def publish(channel: str, payload: dict[str, Any]) -> None:
    try:
        await get_redis().publish(channel, json.dumps(payload))
    except (RedisError, OSError) as error:
        log.debug("event not published: %s", error)


async def listen(*channels: str, idle: float = 1.0) -> AsyncIterator[tuple[str, dict[str, Any]] | None]:
    """Events as (channel, payload). Yields None after `idle` quiet seconds, so that a listener
    can look at its own business (has the page gone? is it time to poll?)."""
    while True:
        try:
            redis: Redis = get_redis()
            async with redis.pubsub() as pubsub:
                await pubsub.subscribe(*channels)
                while True:
                    message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=idle)
                    yield (message["channel"].decode(), json.loads(message["data"])) if message else None
        except (RedisError, OSError) as error:
            log.debug("events unavailable: %s", error)
            yield None
            await asyncio.sleep(idle)
