"""Which world a request belongs to, decided by its Host header before anything else looks at it.

    <subdomain>.<SITES_DOMAIN>, or a verified custom domain   the published sites
    the host of PUBLIC_URL, localhost, 127.0.0.1, [::1]       the admin and its API
    anything else                                             421

Ports are not compared: a server behind a proxy does not know its public one. X-Forwarded-Host
and its kin are never read, for anybody can write them; a proxy must pass Host on unchanged.
"""

import ipaddress
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from webmagic import hosting
from webmagic.core.database import reading
from webmagic.core.settings import Settings

LOOPBACK = ("localhost", "127.0.0.1", "::1")
NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*")
REFUSED = "This server does not answer for the host you asked for.\n"
CACHE_SECONDS = 30
CACHE_LIMIT = 4000


def host_name(raw: bytes) -> str | None:
    """The name in a Host header: lower case, without port and final dot. None when it is not
    a plain DNS name or an address (percent-codes, "..", Unicode, user names, spaces)."""
    try:
        text = raw.decode("ascii").lower()
    except UnicodeDecodeError:
        return None
    if text.startswith("["):
        return _bracketed(text)
    name, colon, port = text.partition(":")
    if colon and not _is_port(port):
        return None
    name = name.removesuffix(".")
    return name if NAME.fullmatch(name) else None


def _bracketed(text: str) -> str | None:
    address, closing, rest = text[1:].partition("]")
    if not closing or (rest and not (rest.startswith(":") and _is_port(rest[1:]))):
        return None
    try:
        return str(ipaddress.IPv6Address(address))
    except ValueError:
        return None


def _is_port(text: str) -> bool:
    return text.isdigit() and len(text) <= 5 and int(text) <= 65535


def admin_hosts(settings: Settings) -> frozenset[str]:
    public = urlsplit(settings.public_url).hostname or ""
    return frozenset({public.lower(), *LOOPBACK})


def sites_suffix(settings: Settings) -> str:
    """What a site's host ends with: SITES_DOMAIN without its port."""
    return "." + settings.sites_domain.partition(":")[0].lower().strip(".")


@dataclass
class _Remembered:
    subdomain: str | None
    until: float


class HostRouter:
    """Outermost: `app` is the admin with its API, `sites_app` serves published sites and finds
    the one asked for in `scope["state"]["subdomain"]`."""

    def __init__(
        self,
        app: ASGIApp,
        admin_hosts: Iterable[str],
        sites_app: ASGIApp,
        sites_suffix: str,
        public_url: str = "",
    ):
        self.app, self.sites_app = app, sites_app
        self.admin_hosts, self.sites_suffix = frozenset(admin_hosts), sites_suffix
        self.public_origin = public_url.lower().encode()
        self._domains: dict[str, _Remembered] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            return await self.app(scope, receive, send)
        given = [value for name, value in scope["headers"] if name == b"host"]
        host = host_name(given[0]) if len(given) == 1 else None
        if host in self.admin_hosts:
            if scope["type"] == "websocket" and not self._is_own_origin(scope, given[0]):
                return await _refuse(scope, receive, send)
            return await self.app(scope, receive, send)
        subdomain = await self._find_subdomain(host) if host and scope["type"] == "http" else None
        if subdomain is None:
            return await _refuse(scope, receive, send)
        scope.setdefault("state", {})["subdomain"] = subdomain
        await self.sites_app(scope, receive, send)

    def _is_own_origin(self, scope: Scope, host: bytes) -> bool:
        """A browser's websocket must come from a page of the host it talks to. A program sends no
        Origin, and has no cookie of anybody's either."""
        origins = [value.lower() for name, value in scope["headers"] if name == b"origin"]
        own = {b"http://" + host.lower(), b"https://" + host.lower(), self.public_origin}
        return not origins or (len(origins) == 1 and origins[0] in own - {b""})

    async def _find_subdomain(self, host: str) -> str | None:
        if host.endswith(self.sites_suffix):
            label = host.removesuffix(self.sites_suffix)
            return label if hosting.is_label(label) else None
        return await self._find_domain(host)

    async def _find_domain(self, host: str) -> str | None:
        """Custom domains, remembered for half a minute whether they are ours or not."""
        known = self._domains.get(host)
        if known and known.until > time.monotonic():
            return known.subdomain
        if "." not in host:
            return None
        async with reading() as session:
            site = await hosting.find_site_by_host(session, host)
        if len(self._domains) >= CACHE_LIMIT:
            self._domains.clear()
        subdomain = site.subdomain if site else None
        self._domains[host] = _Remembered(subdomain, time.monotonic() + CACHE_SECONDS)
        return subdomain


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(REFUSED, 421)(scope, receive, send)
