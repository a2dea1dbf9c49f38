"""Outside services are asked one free question each; only a second silence is trouble."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from webmagic import conductor
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings

ANSWERS: dict[str, tuple[int, dict]] = {}
ASKED: list[tuple[str, str]] = []


class Vendor(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        key = self.headers.get("x-api-key") or self.headers.get("authorization", "").removeprefix("Bearer ")
        ASKED.append((self.path, key))
        status, body = ANSWERS.get(self.path, (200, {}))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_words) -> None:
        pass


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch, sqlite_db) -> Iterator[str]:
    ANSWERS.clear()
    ASKED.clear()
    server = HTTPServer(("127.0.0.1", 0), Vendor)
    Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    for name in ("OUTSCRAPER", "ANTHROPIC"):
        monkeypatch.setenv(f"{name}_API_KEY", f"key-of-{name.lower()}")
        monkeypatch.setenv(f"{name}_BASE_URL", base)
    get_settings.cache_clear()
    yield base
    server.shutdown()
    server.server_close()


async def alerts() -> dict[str, str]:
    async with reading() as session:
        return {alert.key: alert.text + alert.to_do for alert in await conductor.list_alerts(session)}


async def test_nobody_is_asked_without_a_key(sqlite_db):
    assert await conductor.ask_providers(transaction) == []


async def test_each_is_asked_once_with_its_own_key_and_a_balance_is_kept(vendor):
    ANSWERS["/profile/balance"] = (200, {"balance": 19.05, "account_status": "valid"})
    states = {state.name: state for state in await conductor.ask_providers(transaction)}
    assert states["Outscraper"].figure == 19.05 and "$19.05" in states["Outscraper"].words
    assert states["Anthropic"].is_well
    assert sorted(key for _, key in ASKED) == ["key-of-anthropic", "key-of-outscraper"]
    assert "providers" not in await alerts() and "balance" not in await alerts()


async def test_a_refused_key_is_trouble_the_second_time_and_over_with_the_first_answer(vendor):
    ANSWERS["/v1/models?limit=1"] = (401, {"error": "no"})
    await conductor.ask_providers(transaction)
    assert "providers" not in await alerts()
    await conductor.ask_providers(transaction)
    assert "Anthropic" in (await alerts())["providers"]
    ANSWERS.clear()
    await conductor.ask_providers(transaction)
    assert "providers" not in await alerts()


async def test_a_purse_that_is_nearly_empty_is_told_in_dollars(vendor):
    ANSWERS["/profile/balance"] = (200, {"balance": 1.5})
    await conductor.ask_providers(transaction)
    assert "Outscraper has $1.50 left." in (await alerts())["balance"]
