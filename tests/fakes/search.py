"""A web search that speaks Brave's wire format over HTTP: it knows the pages of a local internet."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit


@dataclass
class FakeSearch:
    """`find` gives the addresses for a question; `status` other than 200 is an error's."""

    find: Callable[[str], list[str]]
    status: int = 200
    base_url: str = ""
    keys: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            parts = urlsplit(head[0].split(" ")[1])
            assert parts.path == "/res/v1/web/search"
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self.asked.append(query)
            self.keys += [line[22:] for line in head if line.lower().startswith("x-subscription-token: ")]
            hits = [{"title": "A page", "url": url, "description": ""} for url in self.find(query["q"])]
            body = json.dumps({"type": "search", "web": {"type": "search", "results": hits}}).encode()
            lines = f"HTTP/1.1 {self.status} X\r\nContent-Type: application/json\r\nConnection: close\r\n"
            writer.write(f"{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def searching(find: Callable[[str], list[str]], status: int = 200) -> AsyncIterator[FakeSearch]:
    fake = FakeSearch(find, status)
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    fake.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.close()
