"""Taking in 100,000 listings, beside the bare drivers writing the same rows.

The peers get the finished rows of the import, ready to bind, into the same tables: `executemany` of
an upsert with the standard library's sqlite3; COPY into a temporary table and a merge with asyncpg
(psycopg is not installed here; its COPY speaks the same protocol).
"""

import asyncio
import os
import shutil
import sqlite3
import statistics
import time
from pathlib import Path
from typing import Any

import asyncpg
from sqlmodel import SQLModel

from bench.invented import write_files
from bench.scene import Scene, load, scene
from webmagic import hunter
from webmagic.core.database import dispose, transaction

ROWS = int(os.environ.get("BENCH_LISTINGS", "100000"))
ROUNDS = 3
TABLES = ("businesses", "business_keys", "listings")
UNIQUE = {"businesses": "dedupe_key", "business_keys": "key", "listings": "source, fingerprint"}
AIM_WHOLE, AIM_STORING = 2.5, 0.9


def measure() -> dict[str, Any]:
    figures: dict[str, Any] = {"load": load(), "processors": os.cpu_count(), "rows": ROWS}
    for kind in ("sqlite", "postgresql"):
        with scene(kind) as place, place.as_ours():
            bare = place.home / "bare.db"
            if kind == "sqlite":
                shutil.copy(place.home / "webmagic.db", bare)
            paths = write_files(place.home, ROWS)
            ours = asyncio.run(_import(paths))
            peers = [_bare(kind, place, bare) for _ in range(ROUNDS)]
            figures[kind] = ours | _beside(ours, statistics.median(peers)) | {"load": load()}
    return figures


async def _import(paths: list[Path]) -> dict[str, Any]:
    """Seconds for all, and by kind of work. Understanding the rows runs beside the rest."""
    started, spent = time.perf_counter(), dict.fromkeys(("look up", "merge", "write", "chains"), 0.0)
    counts = {"read": 0, "created": 0, "duplicates": 0, "updated": 0, "rejected": 0, "qualified": 0}
    for path in paths:
        report = await hunter.import_file(path, transaction=transaction)
        for name in counts:
            counts[name] += getattr(report, name)
        for name, seconds in report.spent.items():
            spent[name] = spent.get(name, 0.0) + seconds
    whole = time.perf_counter() - started
    await dispose()
    return {"whole_s": round(whole, 2), "spent_s": {k: round(v, 2) for k, v in spent.items()}, **counts}


def _beside(ours: dict[str, Any], bare_s: float) -> dict[str, float]:
    return {
        "bare_s": round(bare_s, 2),
        "whole_ratio": round(ours["whole_s"] / bare_s, 2),
        "storing_rate_ratio": round(bare_s / ours["spent_s"]["write"], 2),
        "rows_per_second": round(ours["read"] / ours["whole_s"]),
    }


def _bare(kind: str, place: Scene, bare: Path) -> float:
    if kind == "sqlite":
        return _bare_sqlite(place.home / "webmagic.db", bare)
    return asyncio.run(_bare_postgres(place.postgres.get_uri()))


def _names(table: str) -> list[str]:
    return [f'"{column.name}"' for column in SQLModel.metadata.tables[table].columns]


def _merge(table: str) -> str:
    names = _names(table)
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    return f"ON CONFLICT ({UNIQUE[table]}) DO UPDATE SET {changes}"


def _bare_sqlite(full: Path, bare: Path) -> float:
    with sqlite3.connect(full) as source:
        rows = {t: source.execute(f"SELECT {', '.join(_names(t))} FROM {t}").fetchall() for t in TABLES}
    work = bare.with_name("work.db")
    for leftover in bare.parent.glob("work.db*"):
        leftover.unlink()
    shutil.copy(bare, work)
    target = sqlite3.connect(work, isolation_level=None)
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        target.execute(f"PRAGMA {pragma}")
    started = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        marks = ", ".join("?" * len(_names(table)))
        words = f"INSERT INTO {table} ({', '.join(_names(table))}) VALUES ({marks}) {_merge(table)}"
        target.executemany(words, rows[table])
    target.execute("COMMIT")
    seconds = time.perf_counter() - started
    target.close()
    return seconds


async def _bare_postgres(url: str) -> float:
    driver = await asyncpg.connect(url)
    rows = {t: await driver.fetch(f"SELECT {', '.join(_names(t))} FROM {t}") for t in TABLES}
    ready = {table: [tuple(row) for row in found] for table, found in rows.items()}
    kept = [f"CREATE TABLE IF NOT EXISTS kept_{t} AS SELECT * FROM {t}" for t in TABLES]
    for statement in (*kept, f"TRUNCATE {', '.join(TABLES)} CASCADE"):
        await driver.execute(statement)
    started = time.perf_counter()
    async with driver.transaction():
        for table in TABLES:
            plain = [name.strip('"') for name in _names(table)]
            await driver.execute(f"CREATE TEMP TABLE in_{table} (LIKE {table}) ON COMMIT DROP")
            await driver.copy_records_to_table(f"in_{table}", records=ready[table], columns=plain)
            await driver.execute(f"INSERT INTO {table} SELECT * FROM in_{table} {_merge(table)}")
    seconds = time.perf_counter() - started
    await driver.close()
    return seconds


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    told = []
    for kind in ("sqlite", "postgresql"):
        found = figures[kind]
        spent = ", ".join(f"{name} {seconds} s" for name, seconds in found["spent_s"].items())
        told += [
            (
                f"{kind}: {found['read']:,} listings taken in",
                f"{found['whole_s']} s, {found['rows_per_second']:,} a second",
                f"{found['whole_ratio']} × bare ({found['bare_s']} s), aim ≤ {AIM_WHOLE}",
            ),
            (
                f"{kind}: storing alone",
                f"{found['storing_rate_ratio']} of the bare rate",
                f"aim ≥ {AIM_STORING}; {spent}",
            ),
        ]
    return told
