"""Which workers are alive, as they say themselves in Redis every second. A hint for people."""

import json
import time
from typing import Any

from redis.exceptions import RedisError

from webmagic.core.redis import get_redis

PREFIX = "webmagic:worker:"
LASTS_SECONDS = 5


async def announce(worker: str, queues: list[str], slots: int, busy: int) -> None:
    said = json.dumps({"worker": worker, "queues": queues, "slots": slots, "busy": busy, "at": time.time()})
    try:
        await get_redis().set(PREFIX + worker, said, ex=LASTS_SECONDS)
    except (RedisError, OSError):
        return


async def list_workers() -> list[dict[str, Any]]:
    """Workers heard of in the last five seconds; none when Redis does not answer."""
    try:
        redis = get_redis()
        keys = [key async for key in redis.scan_iter(PREFIX + "*")]
        values = await redis.mget(keys) if keys else []
    except (RedisError, OSError):
        return []
    return sorted((json.loads(value) for value in values if value), key=lambda worker: worker["worker"])
