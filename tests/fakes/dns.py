"""Name servers on the loopback that know one zone and answer over UDP in DNS's own wire format.

`naming` answers from fixed records; `serve_zone` gives a zone that a test changes while it runs.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

Records = Mapping[tuple[str, str], Sequence[str]]  # (name, kind) -> records as a zone file writes them


class _Server(asyncio.DatagramProtocol):
    def __init__(self, zone: Records, silent: set[str]):
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
async def naming(zone: Records, silent: set[str] | None = None) -> AsyncIterator[int]:
    """The port it listens at."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Server(zone, silent or set()), local_addr=("127.0.0.1", 0)
    )
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


class Zone(asyncio.DatagramProtocol):
    """`records`: (name, kind) to values. `mode`: "" answers, "silent" drops, "servfail" refuses."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}
        self.mode = ""
        self.port = 0
        self.asked: list[tuple[str, str]] = []

    def set(self, name: str, kind: str, *values: str) -> None:
        self.records[name, kind] = list(values)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        if self.mode == "silent":
            return
        query = dns.message.from_wire(data)
        answer = dns.message.make_response(query, recursion_available=True)
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        if self.mode == "servfail":
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif not self._follow(answer, name, kind) and not any(known == name for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(), address)  # type: ignore[attr-defined]

    def _follow(self, answer: dns.message.Message, name: str, kind: str) -> bool:
        """As a resolver does: the aliases on the way, then the values."""
        for _ in range(9):
            if values := self.records.get((name, kind)):
                ending = {"TXT": '"{}"', "CNAME": "{}."}.get(kind, "{}")
                shown = [ending.format(value) for value in values]
                answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *shown))
                return True
            alias = self.records.get((name, "CNAME"))
            if not alias or kind == "CNAME":
                return bool(answer.answer)
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", f"{alias[0]}."))
            name = alias[0]
        return True


@asynccontextmanager
async def serve_zone() -> AsyncIterator[Zone]:
    loop = asyncio.get_running_loop()
    transport, zone = await loop.create_datagram_endpoint(Zone, local_addr=("127.0.0.1", 0))
    zone.port = transport.get_extra_info("sockname")[1]
    try:
        yield zone
    finally:
        transport.close()
