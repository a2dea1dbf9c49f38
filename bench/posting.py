"""Deliveries over plain HTTP/1.1 connections that stay open: as little as a sender can cost.

    python -m bench.posting URL PATH COUNT CONNECTIONS RATE

`RATE` 0: each connection sends as soon as it was answered. Else so many a second in all, each at
its own time, so that a slow answer makes the next ones late and counts. The last line is figures.
"""

import asyncio
import json
import secrets
import sys
import time
from urllib.parse import urlsplit

from webmagic.core import svix
from webmagic.core.settings import get_settings
from webmagic.payments import webhook_secrets


def body(number: int) -> bytes:
    """A payment, as the gateway tells it."""
    return json.dumps(
        {
            "id": f"pa_{number}",
            "event_type": "payment_intent.succeeded",
            "api_version": "2024-04-24",
            "created_at": "2026-07-01T15:31:02.260Z",
            "failure_reason": None,
            "amount_in_cents": 19900,
            "currency": "USD",
            "fee": 1096,
            "vat_withheld": 0,
            "customer": {"id": f"us_{number}", "email": "luz@example.com", "full_name": "Luz Prueba"},
            "checkout": {
                "id": f"ch_{number}",
                "status": "paid",
                "payment": {"id": f"pa_{number}", "paymentable": {"type": "OneTimePayment", "id": "on_1"}},
                "payment_method": {"id": "pay_m_1", "type": "card", "card": {"last4": "4242"}},
                "metadata": {"checkout": str(number)},
            },
            "payment": {"id": f"pa_{number}", "paymentable": {"type": "OneTimePayment", "id": "on_1"}},
            "product": {"id": "prod_1"},
        }
    ).encode()


def request(host: str, path: str, headers: dict[str, str], raw: bytes) -> bytes:
    lines = [f"POST {path} HTTP/1.1", f"host: {host}", "content-type: application/json"]
    lines += [f"content-length: {len(raw)}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


async def answer(reader: asyncio.StreamReader) -> int:
    """The status of the next answer; its body is read and dropped."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def post(url: str, path: str, count: int, connections: int, rate: float) -> dict[str, float]:
    place = urlsplit(url)
    secret, run = webhook_secrets(get_settings())[0], secrets.token_hex(4)
    raws = [body(number) for number in range(count)]
    requests = [
        request(place.netloc, path, svix.signed_headers(secret, f"msg_{run}_{number}", raw), raw)
        for number, raw in enumerate(raws)
    ]
    queue, took, statuses = iter(enumerate(requests)), [], []
    began = time.perf_counter()

    async def send() -> None:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        for number, one in queue:
            due = began + number / rate if rate else time.perf_counter()
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            writer.write(one)
            statuses.append(await answer(reader))
            took.append(time.perf_counter() - due)
        writer.close()

    await asyncio.gather(*(send() for _ in range(connections)))
    spent, took = time.perf_counter() - began, sorted(took)
    return {
        "per_second": round(count / spent),
        "taken": sum(status == 204 for status in statuses),
        "p50_ms": round(took[len(took) // 2] * 1000, 2),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 2),
    }


def main() -> None:
    url, path, count, connections, rate = sys.argv[1:6]
    print(json.dumps(asyncio.run(post(url, path, int(count), int(connections), float(rate)))))


if __name__ == "__main__":
    main()
