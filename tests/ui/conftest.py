"""Page states without a browser: a router with a cookie and an address, and people of each role."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
import reflex as rx
from reflex.istate.data import HeaderData, PageData, SessionData, URLData

from webmagic import accounts
from webmagic.core.database import transaction
from webmagic.core.settings import get_settings
from webmagic.models import AdminUser, Role

S = TypeVar("S", bound=rx.State)
Visit = Callable[..., Awaitable[Any]]


async def cookie_of(role: Role) -> str:
    """Someone of that role signs in; the Cookie header their browser then sends."""
    async with transaction() as session:
        user = AdminUser(
            email=f"{role}@studio.example.com", name=f"{role} person", password_hash="-", role=role
        )
        session.add(user)
        await session.flush()
        raw = await accounts.open_session(session, user.id or 0)
    return f"{accounts.session_cookie_name(get_settings())}={raw}"


async def open_page(state: type[S], address: str = "/", cookie: str = "", **params: str) -> S:
    """The state as it is when a browser with that cookie opens that address."""
    root = rx.State()  # type: ignore[call-arg]
    router = {
        "headers": {"cookie": cookie, "origin": "http://localhost:3000"},
        "asPath": address,
        "pathname": address.partition("?")[0],
        "query": params,
        "token": "tab",
    }
    root.rx_router_headers = HeaderData.from_router_data(router)
    root.rx_router_session = SessionData.from_router_data(router)
    root.rx_router_page = PageData.from_router_data(router)
    root.rx_router_url = URLData.from_router_data(router)
    page = await root.get_state(state)
    for name, value in params.items():
        object.__setattr__(page, name, value)
    return page


@pytest.fixture
async def owner(sqlite_db: Path) -> str:
    return await cookie_of(Role.OWNER)


@pytest.fixture
async def viewer(sqlite_db: Path) -> str:
    return await cookie_of(Role.VIEWER)
