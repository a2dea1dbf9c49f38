"""One commit for many: deliveries that arrive while one is being written share the next.

Nobody waits longer for it: the first delivery is written at once. Each is answered only after
the commit that holds it. When a batch cannot be written, its deliveries are tried one by one, so
that a single bad one costs the others nothing.
"""

import asyncio
from collections import deque
from weakref import WeakKeyDictionary

from webmagic import payments
from webmagic.core.database import transaction

MOST = 200  # to a commit
_inboxes: "WeakKeyDictionary[asyncio.AbstractEventLoop, Inbox]" = WeakKeyDictionary()


class Inbox:
    def __init__(self) -> None:
        self._waiting: deque[tuple[payments.Delivery, asyncio.Future[bool]]] = deque()
        self._writer: asyncio.Task[None] | None = None

    async def keep(self, delivery: payments.Delivery) -> bool:
        """False when it was here before."""
        kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, kept))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write(), name="webhook-inbox")
        return await kept

    async def _write(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            try:
                await _commit(batch)
            except Exception:
                for one in batch:
                    await _commit_alone(one)
            except BaseException:  # we are being stopped: nothing of this was answered
                for _, kept in batch:
                    kept.cancel()
                raise


Waiting = tuple[payments.Delivery, "asyncio.Future[bool]"]


async def _commit(batch: list[Waiting]) -> None:
    async with transaction() as session:
        news = await payments.keep(session, [delivery for delivery, _ in batch])
    for (_, kept), is_new in zip(batch, news, strict=True):
        if not kept.done():
            kept.set_result(is_new)


async def _commit_alone(one: Waiting) -> None:
    try:
        await _commit([one])
    except Exception as error:
        if not one[1].done():
            one[1].set_exception(error)


def inbox() -> Inbox:
    """This event loop's."""
    loop = asyncio.get_running_loop()
    if loop not in _inboxes:
        _inboxes[loop] = Inbox()
    return _inboxes[loop]
