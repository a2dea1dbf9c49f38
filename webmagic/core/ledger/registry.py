"""Kinds of work: the function, and how often and how long it may try."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from webmagic.core.ledger.table import Queue

Handler = Callable[..., Awaitable[object]]


@dataclass(frozen=True)
class Kind:
    """`tries` in all; `delay` seconds before the second, doubled for each further one."""

    name: str
    queue: Queue
    handler: Handler
    tries: int
    delay: float
    time_limit: float


_kinds: dict[str, Kind] = {}


def queue_of(name: str) -> Queue:
    """ "generation.build" runs on the queue "generation"."""
    return Queue(name.partition(".")[0])


def job(name: str, *, tries: int, delay: float, time_limit: float) -> Callable[[Handler], Handler]:
    """Declare a job function: `async def build(job: Job, business_id: int)`."""

    def register(handler: Handler) -> Handler:
        _kinds[name] = Kind(name, queue_of(name), handler, tries, delay, time_limit)
        return handler

    return register


def registered() -> dict[str, Kind]:
    return dict(_kinds)
