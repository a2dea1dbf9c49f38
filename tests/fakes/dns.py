"""A name server on the loopback that knows one zone: answers over UDP in DNS's own wire format."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

Zone = Mapping[tuple[str, str], Sequence[str]]  # (name, kind) -> records as a zone file writes them


class _Server(asyncio.DatagramProtocol):
    def __init__(self, zone: Zone, silent: set[str]):
        self.zone, self.silent = zone, silent

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr) -> None:
        question = dns.message.from_wire(data)
        name = question.question[0].name.to_text().rstrip(".").lower()
        kind = dns.rdatatype.to_text(question.question[0].rdtype)
        if name in self.silent:
            return
        answer = dns.message.make_response(question)
        records = self.zone.get((name, kind), ())
        if records:
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *records))
        elif not any(known == name for known, _ in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(), addr)


@asynccontextmanager
async def naming(zone: Zone, silent: set[str] | None = None) -> AsyncIterator[int]:
    """The port it listens at."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Server(zone, silent or set()), local_addr=("127.0.0.1", 0)
    )
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()
