"""The Redis of this process: REDIS_URL, or the bundled server that `webmagic up` started."""

import asyncio

from redis.asyncio import Redis

from webmagic.core.settings import get_settings

_clients: dict[tuple[int, str], Redis] = {}


def redis_url() -> str:
    """REDIS_URL, else the private socket below the state folder."""
    settings = get_settings()
    return settings.redis_url or f"unix://{settings.webmagic_home / 'redis' / 'redis.sock'}"


def get_redis() -> Redis:
    key = (id(asyncio.get_running_loop()), redis_url())
    if key not in _clients:
        _clients[key] = Redis.from_url(redis_url())
    return _clients[key]


async def dispose() -> None:
    loop = id(asyncio.get_running_loop())
    for key in [key for key in _clients if key[0] == loop]:
        await _clients.pop(key).aclose()
