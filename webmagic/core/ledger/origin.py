"""On whose behalf work is asked for: a person's, or the autopilot's, which can be told to hold."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

AUTOPILOT = "autopilot"
_origin: ContextVar[str] = ContextVar("ledger_origin", default="")


def current_origin() -> str:
    return _origin.get()


@contextlib.contextmanager
def on_behalf_of(origin: str) -> Iterator[None]:
    """What is enqueued inside, and by the jobs enqueued inside, carries this origin."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)
