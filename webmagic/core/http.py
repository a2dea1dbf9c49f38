"""The one client for foreign addresses: whatever a listing, a page or a person names.

It speaks http and https on the usual ports, resolves a name once, refuses every name that has an
address within a private network, and connects to the address that was checked, so that a name
cannot change its mind in between. Redirects are checked like first requests. Time and size are
bounded; the kind of a body is told by its first bytes, never by its label.

Calls to our own vendors (Outscraper, Resend ...) do not go through here: their address is a setting.
"""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import SplitResult, urlsplit

import httpx

from webmagic.core.errors import VendorError
from webmagic.core.filekinds import kind_of

Resolve = Callable[[str], Awaitable[list[str]]]
Dial = Callable[[str, int], tuple[str, int]]

SCHEMES = {"http": 80, "https": 443}
MAX_REDIRECTS = 5
SECONDS = 5.0
MAX_BYTES = 5_000_000
MAX_URL = 2000
TRIED_ADDRESSES = 2
AGENT = "Mozilla/5.0 (compatible; WebMagic/1.0)"
# Addresses of today's internet lie here; the rest of IPv6 is reserved, local, or wraps an IPv4.
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
# What Python's tables, which differ between its versions, may call global: tunnels and protocol blocks.
_REFUSED = tuple(
    ipaddress.ip_network(block)
    for block in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


class Cause(StrEnum):
    REFUSED = "refused"  # by our own rules
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    REDIRECTS = "redirects"
    BROKEN = "broken"  # it does not speak HTTP


class FetchError(VendorError):
    """An address could not be fetched. `cause` says why, `url` which one of the redirects failed."""

    def __init__(self, cause: Cause, message: str, url: str = ""):
        super().__init__(message, permanent=cause == Cause.REFUSED)
        self.cause, self.url = cause, url


@dataclass(frozen=True)
class Fetched:
    """An answer of any status. `url` is where the redirects ended; `kind` is told by the body."""

    url: str
    status: int
    body: bytes
    kind: str  # html, json, text, pdf, png, jpeg, gif, webp, binary, empty
    headers: httpx.Headers
    hops: tuple[str, ...] = ()  # the addresses before `url`
    is_cut: bool = False  # only with `cut`: the body went on beyond the limit

    def text(self) -> str:
        """The body by its declared encoding, else UTF-8; never fails."""
        label = httpx.Response(self.status, headers=self.headers).charset_encoding or "utf-8"
        try:
            return self.body.decode(label, "replace")
        except (LookupError, ValueError):
            return self.body.decode("utf-8", "replace")


def is_public(address: str) -> bool:
    """Whether an address may be connected to: global unicast, and not another one in disguise."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if any(ip in block for block in _REFUSED):
        return False
    return ip.version == 4 or ip in _GLOBAL_V6


def is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def check_url(url: str) -> SplitResult:
    """The parts of an address that may be asked for. Raises FetchError (refused)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError(Cause.REFUSED, "This is not a web address.", url) from None
    if len(url) > MAX_URL or any(ord(c) <= 32 or ord(c) == 127 for c in url) or "\\" in url:
        raise FetchError(Cause.REFUSED, "This is not a web address.", url[:MAX_URL])
    if parts.scheme.lower() not in SCHEMES:
        raise FetchError(Cause.REFUSED, "Only http and https are fetched.", url)
    if parts.username is not None or parts.password is not None or not parts.hostname:
        raise FetchError(Cause.REFUSED, "This address has no host, or names a user.", url)
    if port is not None and port != SCHEMES[parts.scheme.lower()]:
        raise FetchError(Cause.REFUSED, f"Port {port} is not fetched.", url)
    return parts


async def system_resolve(host: str) -> list[str]:
    """All addresses of a name by the machine's own resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


class _Pinned(httpx.AsyncBaseTransport):
    """Connects to the address that was checked; the name goes into SNI, certificate and Host."""

    def __init__(self, resolve: Resolve, dial: Dial | None, tls: ssl.SSLContext):
        self.resolve, self.dial = resolve, dial
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=0)
        self.inner = httpx.AsyncHTTPTransport(verify=tls, limits=limits, trust_env=False)

    async def addresses(self, host: str, url: str) -> list[str]:
        """Raises FetchError when there is none, or when any of them is not public."""
        try:
            found = [host] if is_literal(host) else await self.resolve(host)
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise FetchError(Cause.DNS, f"{host} has no address.", url)
        if not all(is_public(address) for address in found):
            raise FetchError(Cause.REFUSED, f"{host} leads into a private network.", url)
        return sorted(found, key=lambda address: ":" in address)[:TRIED_ADDRESSES]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        parts = check_url(url)
        host = (parts.hostname or "").rstrip(".")
        failure: httpx.ConnectError | None = None
        for address in await self.addresses(host, url):
            try:
                return await self._ask(request, host, address, SCHEMES[request.url.scheme])
            except httpx.ConnectError as error:
                failure = error
        raise failure or httpx.ConnectError("no address answered")

    async def _ask(self, request: httpx.Request, host: str, address: str, port: int) -> httpx.Response:
        name = f"[{host}]" if ":" in host else host
        if self.dial:
            address, port = self.dial(address, port)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address, port=port),
            headers=[(k, v) for k, v in request.headers.raw if k.lower() != b"host"]
            + [(b"Host", name.encode())],
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await self.inner.handle_async_request(pinned)

    async def aclose(self) -> None:
        await self.inner.aclose()


def guarded_client(
    *,
    resolve: Resolve = system_resolve,
    dial: Dial | None = None,
    tls: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> httpx.AsyncClient:
    """A plain client under the same guard, for the rare call that is not a GET: it follows nothing and
    keeps no cookies. Raises FetchError (refused, dns) and httpx's own errors."""
    return httpx.AsyncClient(
        transport=_Pinned(resolve, dial, tls or ssl.create_default_context()),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": AGENT},
        timeout=seconds,
        trust_env=False,
    )


class Fetcher:
    """Fetches foreign addresses.

    `resolve` gives the addresses of a name. `dial` may send a checked connection elsewhere: through
    an egress gateway, or, in tests, to a server on this machine; it sees checked addresses only.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = system_resolve,
        dial: Dial | None = None,
        tls: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
        max_bytes: int = MAX_BYTES,
    ):
        self.seconds, self.max_bytes = seconds, max_bytes
        self._client = httpx.AsyncClient(
            transport=_Pinned(resolve, dial, tls or ssl.create_default_context()),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate"},
            timeout=seconds,
            trust_env=False,
        )

    async def __aenter__(self) -> "Fetcher":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._client.aclose()

    async def get(self, url: str, *, language: str = "", cut: bool = False) -> Fetched:
        """`cut` keeps the first part of a body that is too long, instead of refusing it.
        Raises FetchError; an answer with an error status is an answer."""
        headers = {"Accept": "text/html,*/*;q=0.5"} | ({"Accept-Language": language} if language else {})
        hops: list[str] = []
        try:
            async with asyncio.timeout(self.seconds):
                while True:
                    check_url(url)
                    async with self._asking(url, headers) as response:
                        target = response.next_request.url if response.next_request else None
                        if target is None:
                            return await self._take(response, url, tuple(hops), cut)
                    hops.append(url)
                    if len(hops) > MAX_REDIRECTS:
                        raise FetchError(Cause.REDIRECTS, "There are too many redirects.", url)
                    url = str(target)
        except TimeoutError:
            raise FetchError(Cause.TIMEOUT, "It took too long to answer.", url) from None

    @contextlib.asynccontextmanager
    async def _asking(self, url: str, headers: dict[str, str]) -> AsyncIterator[httpx.Response]:
        try:
            response = await self._client.send(
                self._client.build_request("GET", url, headers=headers), stream=True
            )
            try:
                yield response
            finally:
                await response.aclose()
        except httpx.TimeoutException:
            raise FetchError(Cause.TIMEOUT, "It took too long to answer.", url) from None
        except httpx.ConnectError as error:
            is_tls = isinstance(_root(error), ssl.SSLError)
            words = "Its certificate is not valid." if is_tls else "Nothing answers there."
            raise FetchError(Cause.TLS if is_tls else Cause.CONNECT, words, url) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError):
            raise FetchError(Cause.BROKEN, "The answer is not a web page.", url) from None

    async def _take(self, response: httpx.Response, url: str, hops: tuple[str, ...], cut: bool) -> Fetched:
        body = bytearray()
        is_cut = False
        async for chunk in _decoded(response, self.max_bytes):
            body += chunk
            if len(body) > self.max_bytes:
                if not cut:
                    raise FetchError(Cause.TOO_LARGE, "The page is too large.", url)
                del body[self.max_bytes :]
                is_cut = True
                break
        data = bytes(body)
        return Fetched(url, response.status_code, data, kind_of(data), response.headers, hops, is_cut)


async def _decoded(response: httpx.Response, limit: int) -> AsyncIterator[bytes]:
    """The body unpacked piece by piece, so that a small one cannot unfold into a huge one."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        async for chunk in response.aiter_raw():
            yield chunk
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise httpx.DecodingError(f"unasked-for encoding {encoding}")
    unpack = zlib.decompressobj(47)  # gzip or zlib, told by the header
    async for chunk in response.aiter_raw():
        try:
            out = unpack.decompress(chunk, limit + 1)
        except zlib.error as error:
            raise httpx.DecodingError(str(error)) from None
        if out:
            yield out


def _root(error: BaseException) -> BaseException:
    while cause := (error.__cause__ or error.__context__):
        if isinstance(error, ssl.SSLError):
            return error
        error = cause
    return error
