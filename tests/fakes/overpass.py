"""A server that speaks Overpass's wire format over HTTP: form in, JSON out, errors as web pages."""

import asyncio
import contextlib
import json
import math
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

STOCK = re.compile(r"python-httpx|python-requests|curl|^$", re.I)
PAGE = "<html><body><p>The data included is ODbL.</p><p><strong>Error</strong>: {}</p></body></html>"


@dataclass
class FakeOverpass:
    """`elements` are what OpenStreetMap holds. `faults` are used up one by one: a status, "remark",
    "html", "truncated", "drop" or "" for none. `most` elements in a circle are too many to answer."""

    elements: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    most: int = 1000
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    url: str = ""

    def _answer(self, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes] | None:
        self.agents.append(headers.get("user-agent", ""))
        if STOCK.search(headers.get("user-agent", "")):
            return _page(406, "Not Acceptable")
        asked = parse_qs(body.decode()).get("data", [""])[0]
        self.asked.append(asked)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "drop":
            return None
        if fault.isdigit():
            return _page(int(fault), "rate_limited" if fault == "429" else f"line 3: parse error {fault}")
        if fault == "html":
            return 200, "text/html", PAGE.format("Dispatcher_Client::request_read_and_idx::timeout").encode()
        found = self._within(asked)
        remark = 'runtime error: Query timed out in "query" at line 3 after 60 seconds.'
        if fault == "remark" or len(found) > self.most:
            return _document([], remark)
        status, kind, whole = _document(found)
        return status, kind, whole[: len(whole) // 2] if fault == "truncated" else whole

    def _within(self, asked: str) -> list[dict[str, Any]]:
        around = re.search(r"\(around:(\d+),(-?[\d.]+),(-?[\d.]+)\)", asked)
        assert around, asked
        metres, lat, lon = (float(part) for part in around.groups())

        def distance(element: dict[str, Any]) -> float:
            at = element.get("center", element)
            return math.hypot((at["lat"] - lat) * 111_200, (at["lon"] - lon) * 107_500)

        return [element for element in self.elements if distance(element) <= metres]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            if answer := self._answer(headers, body):
                status, kind, data = answer
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nConnection: close\r\n"
                    f"Content-Length: {len(data)}\r\n\r\n".encode()
                    + data
                )
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.under_way -= 1
            writer.close()


def _page(status: int, words: str) -> tuple[int, str, bytes]:
    return status, "text/html; charset=utf-8", PAGE.format(words).encode()


def _document(elements: list[dict[str, Any]], remark: str = "") -> tuple[int, str, bytes]:
    base = {
        "timestamp_osm_base": "2026-11-22T08:00:00Z",
        "copyright": "The data included in this document is from www.openstreetmap.org.",
    }
    document = {"version": 0.6, "generator": "Overpass API fake", "osm3s": base, "elements": elements}
    return 200, "application/json", json.dumps(document | ({"remark": remark} if remark else {})).encode()


@asynccontextmanager
async def serving(fake: FakeOverpass) -> AsyncIterator[FakeOverpass]:
    server = await asyncio.start_server(fake._serve, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/interpreter"
    try:
        yield fake
    finally:
        server.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 1)
