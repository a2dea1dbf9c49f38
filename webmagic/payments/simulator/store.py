"""The simulator's own memory: one SQLite file below the state folder, written by hand.

Requests work in threads. Who finds SQLite's lock taken tries again now and then, in no order, and gives
up after a while; on a slow disk fifty at once would. So those of a process wait in line here first.
"""

import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webmagic.core.settings import get_settings

_TABLES = """
CREATE TABLE IF NOT EXISTS things (id TEXT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL, state TEXT NOT NULL DEFAULT 'waiting'
);
"""

BUSY_SECONDS = 15.0  # for the lock of another process
_lines: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)


@dataclass(frozen=True)
class Delivery:
    id: str
    body: bytes
    tries: int


class Store:
    """Checkouts, subscriptions and webhooks still to be delivered."""

    def __init__(self, folder: Path | None = None):
        folder = folder or get_settings().webmagic_home / "simulator"
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "simulator.db"
        with self.open() as connection:
            connection.executescript(_TABLES)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: whoever pays the same checkout twice at once waits here."""
        with _lines[self.path], closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            if connection.in_transaction:
                connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")  # survives a killed process
        return connection

    @staticmethod
    def find(connection: sqlite3.Connection, kind: str, identifier: str) -> dict[str, Any] | None:
        row = connection.execute(
            "SELECT body FROM things WHERE id = ? AND kind = ?", (identifier, kind)
        ).fetchone()
        return json.loads(row[0]) if row else None

    @staticmethod
    def all(connection: sqlite3.Connection, kind: str) -> list[dict[str, Any]]:
        """Newest first."""
        rows = connection.execute("SELECT body FROM things WHERE kind = ? ORDER BY rowid DESC", (kind,))
        return [json.loads(row[0]) for row in rows]

    @staticmethod
    def drop(connection: sqlite3.Connection, kind: str, identifier: str) -> None:
        connection.execute("DELETE FROM things WHERE id = ? AND kind = ?", (identifier, kind))

    @staticmethod
    def save(connection: sqlite3.Connection, kind: str, thing: dict[str, Any]) -> None:
        connection.execute(
            "INSERT INTO things VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (thing["id"], kind, json.dumps(thing)),
        )

    @staticmethod
    def add_delivery(
        connection: sqlite3.Connection, identifier: str, body: dict[str, Any], due: float
    ) -> None:
        connection.execute(
            "INSERT INTO deliveries (id, body, due) VALUES (?, ?, ?)",
            (identifier, json.dumps(body, ensure_ascii=False), due),
        )

    def list_due(self, at: float) -> list[Delivery]:
        with self.open() as connection:
            rows = connection.execute(
                "SELECT id, body, tries FROM deliveries WHERE state = 'waiting' AND due <= ? ORDER BY rowid",
                (at,),
            ).fetchall()
        return [Delivery(row[0], row[1].encode(), row[2]) for row in rows]

    def next_due(self) -> float | None:
        with self.open() as connection:
            return connection.execute("SELECT min(due) FROM deliveries WHERE state = 'waiting'").fetchone()[0]

    def close_delivery(self, identifier: str, state: str) -> None:
        with self.open() as connection:
            connection.execute(
                "UPDATE deliveries SET state = ?, tries = tries + 1 WHERE id = ?", (state, identifier)
            )

    def postpone(self, identifier: str, due: float) -> None:
        with self.open() as connection:
            connection.execute(
                "UPDATE deliveries SET due = ?, tries = tries + 1 WHERE id = ?", (due, identifier)
            )
