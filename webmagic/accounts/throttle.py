"""Growing delays and plain limits, by key: who has tried how often, in Redis for all processes.

A try is counted *before* the work it asks for, so a thousand parallel tries count like a thousand
in a row. Without Redis the counts live in this process: weaker, never open.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from webmagic.core.errors import WebMagicError
from webmagic.core.redis import get_redis

PREFIX = "webmagic:throttle:"
MEMORY_LIMIT = 20_000


class TooManyTries(WebMagicError):
    """`retry_after`: whole seconds until another try is heard."""

    status = 429

    def __init__(self, retry_after: int):
        unit = "second" if retry_after == 1 else "seconds"
        super().__init__(f"Too many tries. Wait {retry_after} {unit}, then try again.")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Slowdown:
    """`free` tries cost nothing; each further one doubles the wait, up to `longest` seconds.
    A key is forgotten `memory` seconds after its last counted try."""

    key: str
    free: int
    longest: int
    first: int = 1
    memory: int = 3600

    def delay(self, tries: int) -> int:
        return 0 if tries < self.free else min(self.longest, self.first << min(tries - self.free, 20))


# Either every key lets the try through and counts it, or none counts it. Two values a key:
# tries so far, and the time (ms) before which nothing is heard.
_RESERVE = """
local wait = 0
for i, key in ipairs(KEYS) do
  local heard_from = tonumber(redis.call('HGET', key, 'from') or '0')
  wait = math.max(wait, heard_from - tonumber(ARGV[1]))
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
  local free, first, longest, memory = unpack(ARGV, i * 4 - 2, i * 4 + 1)
  local tries = redis.call('HINCRBY', key, 'tries', 1)
  local delay = 0
  if tries >= tonumber(free) then
    delay = math.min(tonumber(longest), tonumber(first) * 2 ^ math.min(tries - tonumber(free), 20))
  end
  redis.call('HSET', key, 'from', string.format('%d', tonumber(ARGV[1]) + delay * 1000))
  redis.call('EXPIRE', key, tonumber(memory) + math.ceil(delay))
end
return 0
"""

_memory: dict[str, tuple[int, float, float]] = {}  # key -> tries, heard from, forgotten at


def _reserve_here(slowdowns: Sequence[Slowdown], at: float) -> float:
    known = {s.key: _memory.get(s.key, (0, 0.0, 0.0)) for s in slowdowns}
    alive = {key: value if value[2] > at else (0, 0.0, 0.0) for key, value in known.items()}
    wait = max(heard_from - at for _, heard_from, _ in alive.values())
    if wait > 0:
        return wait
    if len(_memory) > MEMORY_LIMIT:
        _memory.clear()
    for s in slowdowns:
        tries = alive[s.key][0] + 1
        delay = s.delay(tries)
        _memory[s.key] = (tries, at + delay, at + delay + s.memory)
    return 0


async def reserve(*slowdowns: Slowdown) -> None:
    """Count one try against every key, or raise TooManyTries and count none."""
    at = time.time()
    keys = [PREFIX + s.key for s in slowdowns]
    numbers = [n for s in slowdowns for n in (s.free, s.first, s.longest, s.memory)]
    try:
        redis: Any = get_redis()  # its types do not know that an awaited script may answer a number
        wait = await redis.eval(_RESERVE, len(keys), *keys, int(at * 1000), *numbers) / 1000
    except (RedisError, OSError):
        wait = _reserve_here(slowdowns, at)
    if wait > 0:
        raise TooManyTries(max(1, round(wait + 0.499)))


async def forgive(*slowdowns: Slowdown) -> None:
    """Forget the tries of these keys: the last one was right."""
    for s in slowdowns:
        _memory.pop(s.key, None)
    try:
        await get_redis().delete(*[PREFIX + s.key for s in slowdowns])
    except (RedisError, OSError):
        return


def forget_all() -> None:
    """Forget what this process counted by itself, between tests."""
    _memory.clear()
