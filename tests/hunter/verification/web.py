"""A small internet on 127.0.0.1: a name server that speaks DNS over UDP, and web servers, plain and
with TLS, that tell sites apart by Host. Addresses in answers are public ones, so that every guard
stays on; the dialler leads them to the servers here."""

import asyncio
import contextlib
import gzip
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import dns.asyncresolver
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.fakes.certificates import make_certificate
from webmagic.core.http import Fetcher
from webmagic.hunter.verification import Web
from webmagic.hunter.verification.lookup import Names

# Where a name's address leads: plain and TLS, plain only, nowhere, or into silence.
BOTH, PLAIN, CLOSED, SILENT = "93.184.10.1", "93.184.20.1", "93.184.30.1", "93.184.40.1"


@dataclass
class Site:
    """`pages` by path; "*" answers for the rest, else 404."""

    pages: dict[str, str | bytes] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    address: str = PLAIN
    location: str = ""
    is_packed: bool = False
    charset: str = "utf-8"

    def answer(self, path: str) -> bytes:
        body = self.pages.get(path, self.pages.get("*"))
        status = self.status if body is not None or self.location else 404
        data = (
            body
            if isinstance(body, bytes)
            else (body or "<h1>Not found</h1>").encode(self.charset, "replace")
        )
        headers = {
            "Content-Type": f"text/html; charset={self.charset}",
            "Connection": "close",
            **self.headers,
        }
        if self.location:
            headers["Location"], status = self.location, 301
        if self.is_packed:
            data, headers["Content-Encoding"] = gzip.compress(data), "gzip"
        headers["Content-Length"] = str(len(data))
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


@dataclass
class Internet:
    """`sites` by host; `broken` names make the name server fail, `mute` ones make it silent."""

    sites: dict[str, Site] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    mute: set[str] = field(default_factory=set)
    is_up: bool = True
    asked: list[str] = field(default_factory=list)  # pages
    looked_up: list[str] = field(default_factory=list)
    ports: dict[str, int] = field(default_factory=dict)

    def put(self, host: str, site: Site) -> None:
        self.sites[host] = site

    def page(self, host: str, html: str, **options) -> None:
        self.put(host, Site({"/": html}, **options))

    def dial(self, address: str, port: int) -> tuple[str, int]:
        if address in (BOTH, PLAIN) and port == 80:
            return "127.0.0.1", self.ports["plain"]
        if address == BOTH:
            return "127.0.0.1", self.ports["tls"]
        return "127.0.0.1", self.ports["silent" if address == SILENT else "closed"]

    async def serve_page(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            host = next(line[6:] for line in head if line.lower().startswith("host: "))
            path = head[0].split(" ")[1]
            self.asked.append(f"{host}{path}")
            writer.write(self.sites[host].answer(path))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def reply(self, data: bytes) -> bytes | None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text().rstrip(".").lower()
        self.looked_up.append(name)
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if not self.is_up:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif name == "com":
            answer.answer.append(dns.rrset.from_text("com.", 60, "IN", "NS", "a.gtld-servers.net."))
        elif name in self.mute:
            return None
        elif name in self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self.sites:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == dns.rdatatype.A:
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "A", self.sites[name].address))
        return answer.to_wire()


class _NameServer(asyncio.DatagramProtocol):
    def __init__(self, internet: Internet):
        self.internet = internet

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data, addr) -> None:
        if (reply := self.internet.reply(data)) is not None:
            self.transport.sendto(reply, addr)


async def _silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await reader.read()  # until the caller gives up
    writer.close()


@asynccontextmanager
async def running(
    internet: Internet, folder: Path, certified: list[str] | None = None, seconds: float = 4.0
) -> AsyncIterator[Web]:
    """The servers, and a Web that reaches them. Only `certified` hosts have a valid certificate.
    `seconds`: before a silent one is given up, long enough that a busy machine changes no verdict."""
    make_certificate(folder, certified or [])
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    plain = await asyncio.start_server(internet.serve_page, "127.0.0.1", 0)
    tls = await asyncio.start_server(internet.serve_page, "127.0.0.1", 0, ssl=serving)
    silent = await asyncio.start_server(_silence, "127.0.0.1", 0)
    closed = await asyncio.start_server(_silence, "127.0.0.1", 0)
    servers = {"plain": plain, "tls": tls, "silent": silent, "closed": closed}
    internet.ports = {name: server.sockets[0].getsockname()[1] for name, server in servers.items()}
    closed.close()
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _NameServer(internet), local_addr=("127.0.0.1", 0)
    )
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], transport.get_extra_info("sockname")[1]
    names = Names(resolver, lifetime=seconds)
    trusting = ssl.create_default_context(cafile=str(folder / "cert.pem"))
    web = Web(names, Fetcher(resolve=names.resolve, dial=internet.dial, tls=trusting, seconds=seconds))
    try:
        yield web
    finally:
        await web.aclose()
        transport.close()
        for server in (plain, tls, silent):
            server.close()
