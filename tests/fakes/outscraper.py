"""A server that speaks Outscraper's wire format over HTTP, keeps a bill, and fails on demand."""

import asyncio
import contextlib
import json
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

CENTRE = "panaderia, Antigua Guatemala, GT"
LIMIT = 500


def place(number: int, generation: str = "2026") -> dict[str, Any]:
    """A place as the vendor shows it, in one of its two spellings."""
    row = {
        "query": CENTRE, "name": f"Panadería Jacal {number}", "place_id": f"ChIJfake{number:06d}",
        "google_id": f"0x8589000000000001:{number + 0x10000:#x}", "cid": str(number + 0x10000),
        "phone": f"+502 7832 {number:04d}", "street": f"{number + 1}a Calle Oriente 10",
        "city": "Antigua Guatemala", "postal_code": "03001", "state": "Sacatepéquez", "country": "Guatemala",
        "country_code": "GT", "type": "Bakery",
        "category": "Bakery", "subtypes": "Bakery, Coffee shop", "rating": 4.7, "reviews": 132,
        "working_hours": {"Monday": "7\u202fAM-7\u202fPM", "Sunday": "Closed"},
        "business_status": "OPERATIONAL", "verified": True, "area_service": False,
    }  # fmt: skip
    new = {
        "website": None,
        "address": f"{number + 1}a Calle Oriente 10, Antigua Guatemala",
        "state_code": None,
    }
    old = {"site": None, "full_address": new["address"], "us_state": None}
    return row | (new if generation == "2026" else old)


@dataclass
class Bill:
    """What the vendor would charge for, in places."""

    places: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class FakeOutscraper:
    """`faults` are used up one by one: a name for the next request, "" for none. A name with a path
    prefix ("requests:500") waits for a request of that path."""

    places: int = 130
    key: str = "test-key"
    generation: str = "2026"
    rows_per_place: int = 1
    slow_polls: int = 1  # "Pending" so often before a job is done
    faults: list[str] = field(default_factory=list)
    account: dict[str, Any] = field(default_factory=lambda: {"balance": 19.05, "account_status": "valid"})
    is_flat: bool = False
    town: list[dict[str, Any]] | None = None  # places with positions, the most prominent first
    heeds_positions: bool = True  # asked with coordinates, it begins with what is nearest
    cap: int = LIMIT  # hands out no more of a search
    bill: Bill = field(default_factory=Bill)
    seen: list[str] = field(default_factory=list)
    url: str = ""
    under_way: int = 0
    most_under_way: int = 0
    _jobs: dict[str, dict[str, Any]] = field(default_factory=dict)

    def _fault(self, path: str) -> str:
        if not self.faults:
            return ""
        prefix, _, name = self.faults[0].rpartition(":")
        if prefix and prefix not in path:
            return ""
        self.faults.pop(0)
        return name

    def _answer(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[str, bytes | None]:
        self.seen.append(f"{method} {path}")
        if headers.get("x-api-key") != self.key:
            return _json(401, {"error": True, "errorMessage": "Invalid API key"})
        fault = self._fault(path)
        if fault in _PLAIN:
            return _json(*_PLAIN[fault])
        if fault == "refused-html":
            return "503 X", b"<html>busy</html>"
        if fault == "drop":
            return "", None
        return self._route(method, path, body, fault)

    def _route(self, method: str, path: str, body: bytes, fault: str) -> tuple[str, bytes | None]:
        if path == "/profile/balance":
            return _json(200, self.account)
        if path.startswith("/requests/"):
            return self._poll(path.rpartition("/")[2], fault)
        if path == "/google-maps-search" and method == "POST":
            return self._search(json.loads(body), fault)
        return _json(404, {"error": True, "errorMessage": "Not found"})

    def _search(self, asked: dict[str, Any], fault: str) -> tuple[str, bytes | None]:
        if asked.get("skipPlaces", 0) % 20 or asked.get("limit", LIMIT) > LIMIT or not asked.get("query"):
            return _json(422, {"error": True, "errorMessage": "skipPlaces must be a multiple of 20"})
        self.bill.requests.append(asked)
        data = self._places(asked)
        if asked.get("async", True):
            number = f"job-{len(self._jobs)}"
            self._jobs[number] = {"data": data, "polls": self.slow_polls, "fails": fault == "failure"}
            if fault != "failure":
                self.bill.places += _billed(data)
            if fault == "lost":
                return "", None
            return _json(
                202, {"id": number, "status": "Pending", "results_location": f"{self.url}/requests/{number}"}
            )
        self.bill.places += _billed(data)
        if fault == "lost":
            return "", None
        status, whole = _json(200, {"id": "sync", "status": "Success", "data": data})
        return (status, whole[: len(whole) // 2]) if fault == "truncated" and whole else (status, whole)

    def _places(self, asked: dict[str, Any]) -> list[Any]:
        first = asked["skipPlaces"]
        last = first + asked.get("limit", asked.get("organizationsPerQueryLimit", LIMIT))
        if self.town is not None:
            return [self._nearest(asked.get("coordinates", ""))[: self.cap][first:last]]
        last = min(last, self.places, self.cap)
        rows = [self._row(n, copy) for n in range(first, last) for copy in range(self.rows_per_place)]
        return rows if asked.get("dropDuplicates") or self.is_flat else [rows]

    def _nearest(self, coordinates: str) -> list[dict[str, Any]]:
        town = self.town or []
        if not coordinates or not self.heeds_positions:
            return town
        lat, lon = map(float, coordinates.split(","))
        return sorted(town, key=lambda row: math.hypot(row["latitude"] - lat, row["longitude"] - lon))

    def _row(self, number: int, copy: int) -> dict[str, Any]:
        mail = {"email": f"p{number}-{copy}@jacal.example.com"} if self.rows_per_place > 1 else {}
        return place(number, self.generation) | mail

    def _poll(self, number: str, fault: str) -> tuple[str, bytes | None]:
        job = self._jobs.get(number)
        if job is None:
            return _json(404, {"error": True, "errorMessage": "Request not found"})
        if job["polls"] > 0:
            job["polls"] -= 1
            return _json(200, {"id": number, "status": "Pending"})
        if job["fails"]:
            return _json(200, {"id": number, "status": "Failure"})
        status, whole = _json(200, {"id": number, "status": "Success", "data": job["data"]})
        return (status, whole[: len(whole) // 2]) if fault == "truncated" and whole else (status, whole)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            method, target, _ = head[0].split(" ")
            if self.faults and self.faults[0] == "hang":
                self.faults.pop(0)
                await reader.read()
                return
            status, data = self._answer(method, urlsplit(target).path, headers, body)
            if data is not None:
                extra = "Retry-After: 1\r\n" if status.startswith("429") else ""
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\n{extra}"
                    f"Content-Length: {len(data)}\r\n\r\n".encode()
                    + data
                )
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.under_way -= 1
            writer.close()


_PLAIN: dict[str, tuple[int, Any]] = {
    "401": (401, {"error": True, "errorMessage": "Invalid API key"}),
    "402": (402, {"error": True, "errorMessage": "Past due invoice"}),
    "422": (422, {"error": True, "errorMessage": "Unknown enrichment"}),
    "429": (429, {"message": "Too many requests"}),
    "500": (500, {"message": "Internal"}),
    "503": (503, {}),
    "error200": (200, {"error": True, "errorMessage": "Something broke inside"}),
    "money200": (200, {"error": True, "errorMessage": "Not enough credits on your balance"}),
}


def _json(status: int, document: Any) -> tuple[str, bytes]:
    return f"{status} X", json.dumps(document, ensure_ascii=False).encode()


def _billed(data: list[Any]) -> int:
    """Places, a search without a result counting as one."""
    rows = data[0] if data and isinstance(data[0], list) else data
    return max(1, len({row["place_id"] for row in rows}))


@asynccontextmanager
async def serving(fake: FakeOutscraper) -> AsyncIterator[FakeOutscraper]:
    server = await asyncio.start_server(fake._serve, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 1)
