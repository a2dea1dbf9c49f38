"""The HTTP side as it is mounted, without a server, and one administrator of each role."""

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import bcrypt
import httpx
import pytest
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from webmagic import accounts
from webmagic.accounts import sessions, throttle
from webmagic.core.database import transaction
from webmagic.core.security import issue_api_token
from webmagic.http.app import around, make_api
from webmagic.http.sites import visits
from webmagic.models import AdminUser, Role

PASSWORD = "a long enough password"


async def console(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands where Reflex is: answers every page of the admin."""
    await HTMLResponse("<p>the admin</p>")(scope, receive, send)


async def ask(
    app, *hosts: bytes, path: str = "/", kind: str = "http", extra: tuple = ()
) -> tuple[int, bytes]:
    """One request as the server hands it over, with the very Host bytes and path given, which a
    well-behaved client would tidy first. Status 0: a websocket that was refused."""
    sent = []

    async def receive():
        return {"type": "http.request" if kind == "http" else "websocket.connect"}

    async def send(message):
        sent.append(message)

    headers = [(b"host", host) for host in hosts] + list(extra)
    scope = {"type": kind, "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    scope |= {"headers": headers, "scheme": "http", "server": ("x", 80), "client": ("203.0.113.7", 1)}
    await app({**scope, "http_version": "1.1", "root_path": ""}, receive, send)
    body = b"".join(message.get("body", b"") for message in sent)
    return (sent[0].get("status", 0) if sent else -1), body


@cache
def mounted():
    """The API over a stand-in for Reflex: it keeps nothing between requests, so one is enough."""
    api = make_api()
    api.mount("", console)
    return api


def build_app(pages: Path | None = None):
    return around(pages)(mounted())


def browser(app, base_url: str = "http://localhost:3000", address: str = "203.0.113.7") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url=base_url)


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not test the price of a password does not pay it."""
    real = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda rounds=4: real(4))
    monkeypatch.setattr(sessions, "NOBODY", bcrypt.hashpw(b"nobody", real(4)).decode())


@pytest.fixture
def app(sqlite_db: Path):
    throttle.forget_all()
    visits.forget()
    return build_app()


@pytest.fixture
async def client(app) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as client:
        yield client


async def add_admin(email: str, role: str = Role.OWNER) -> AdminUser:
    async with transaction() as session:
        return await accounts.create_admin(session, email, email.split("@", maxsplit=1)[0], PASSWORD, role)


def bearer(user: AdminUser) -> dict[str, str]:
    token, _ = issue_api_token(user.id)
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def alice(app) -> AdminUser:
    """Owns the place."""
    return await add_admin("alice@example.com", Role.OWNER)


@pytest.fixture
async def bob(app) -> AdminUser:
    """Runs it."""
    return await add_admin("bob@example.com", Role.OPERATOR)


@pytest.fixture
async def vera(app) -> AdminUser:
    """Looks on."""
    return await add_admin("vera@example.com", Role.VIEWER)
