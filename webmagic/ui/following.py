"""Following live events while a page is open.

    async for event in follow(self, "/live"):     # inside a background event
        ...                                       # event is a payload, or None after a quiet second

Ends when the browser has left the page or gone away. Events are hints: whoever follows rebuilds
from the database now and then, and loses nothing when Redis is silent.
"""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx
from reflex_base.registry import RegistrationContext

from webmagic.core.events import LIVE, listen


async def follow(state: rx.State, path: str, idle: float = 1.0) -> AsyncIterator[dict[str, Any] | None]:
    async for message in listen(LIVE, idle=idle):
        if not await is_open(state, path):
            return
        yield message[1] if message else None


async def is_open(state: Any, path: str) -> bool:
    """Whether this tab still shows that page."""
    async with state:
        token = state.router.session.client_token
        here = (state.router.url.path or "/").rstrip("/") or "/"
    return here == path and is_connected(token)


def is_connected(token: str) -> bool:
    namespace = RegistrationContext.get().app.event_namespace
    return namespace is None or token in namespace.token_to_sid
