"""Taking listings in: from a file or a source, through the same few steps, in batches."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.database import one_at_a_time
from webmagic.core.errors import Invalid
from webmagic.hunter import chains
from webmagic.hunter.drafts import draft
from webmagic.hunter.normal import places
from webmagic.hunter.normal.text import fold_name
from webmagic.hunter.normal.websites import host_of
from webmagic.hunter.reader import Context, Rejected
from webmagic.hunter.rules import Rules, load_rules
from webmagic.hunter.score import READS, WRITES, assess
from webmagic.hunter.sources.cleaning import fingerprint, storable
from webmagic.hunter.sources.files import RowFile, of_rows, open_file
from webmagic.hunter.storing import BUSINESSES, CHUNK, Item, store_batch, update_rows

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]
BATCH = 500
IMPORTING = "import"  # two batches that store the same rows in another order would wait for each other
MAX_REJECTS = 10_000


@dataclass
class ImportReport:
    """Rows: read == created + updated + duplicates + rejected. `qualified` counts businesses of this
    file that qualify now; `rejects` are {"row", "reason"}."""

    read: int = 0
    created: int = 0
    updated: int = 0
    duplicates: int = 0
    rejected: int = 0
    qualified: int = 0
    rejects: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    business_ids: set[int] = field(default_factory=set, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """What `webmagic import --json` prints."""
        shown = asdict(self)
        del shown["business_ids"]
        return shown

    def reject(self, number: int, reason: str) -> None:
        self.rejected += 1
        if len(self.rejects) < MAX_REJECTS:
            self.rejects.append({"row": number, "reason": reason})


Progress = Callable[[ImportReport], None]


async def import_file(
    path: Path | str,
    *,
    transaction: Transaction,
    source: str = "auto",
    country: str = "",
    industry: str = "",
    opener: Callable[[Path, str], RowFile] = open_file,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Take a file in. `transaction` opens one (core.database.transaction): a batch each, so that
    nobody else waits long for the database. Raises Invalid with one sentence when the file as a
    whole cannot be read."""
    started = time.perf_counter()
    path = Path(path)
    code = country_code(country)
    file = await asyncio.to_thread(opener, path, source)
    context = Context.of(file, country=code, industry=industry.strip())
    report = await _take(file, context, path.name, transaction, on_progress)
    report.seconds = round(time.perf_counter() - started, 3)
    return report


async def import_rows(
    rows: list[dict[str, Any]],
    *,
    transaction: Transaction,
    source: str = "auto",
    recorded_as: str = "",
    query: str = "",
    country: str = "",
    industry: str = "",
    territory_id: int | None = None,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Take rows in that a source has handed out. `recorded_as` is the name kept as their source."""
    started = time.perf_counter()
    file = of_rows(enumerate(rows, 1), source)
    context = Context.of(
        file, source=recorded_as, country=country_code(country), industry=industry, territory_id=territory_id
    )
    report = await _take(file, context, query, transaction, on_progress)
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def country_code(text: str) -> str:
    """Two letters from what the operator wrote. Raises Invalid for an unknown country."""
    if not text.strip():
        return ""
    if code := places.country(text):
        return code
    raise Invalid(f"There is no country {text!r}; write two letters such as US, GT or MX.")


async def _take(
    file: RowFile, context: Context, query: str, transaction: Transaction, on_progress: Progress | None
) -> ImportReport:
    report = ImportReport()
    names: set[str] = set()
    async with transaction() as session:
        rules = await load_rules(session)
    while rows := await asyncio.to_thread(lambda: list(itertools.islice(file.rows, BATCH))):
        items = await asyncio.to_thread(lambda: list(_items(rows, context, report)))
        if items:
            async with transaction() as session:
                await one_at_a_time(session, IMPORTING)
                stored = await store_batch(session, items, source=context.source, query=query, rules=rules)
            report.created += stored.created
            report.updated += stored.updated
            report.duplicates += stored.duplicates
            report.business_ids |= stored.ids
            names |= stored.names
        if on_progress:
            on_progress(report)
    for some in _chunks(sorted(names)):
        async with transaction() as session:
            await one_at_a_time(session, IMPORTING)
            await mark_repeated(session, some, rules)
    async with transaction() as session:
        report.qualified = await _count_qualified(session, report.business_ids)
    return report


def _items(rows: list[tuple[int, Any]], context: Context, report: ImportReport) -> Iterator[Item]:
    for number, row in rows:
        report.read += 1
        raw = storable(row)
        try:
            made = draft(raw, context)
        except Rejected as error:
            report.reject(number, str(error))
            continue
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError) as error:
            # A row in a form that nobody has seen yet must not stop the other rows.
            report.reject(number, f"the row could not be understood ({type(error).__name__})")
            continue
        if context.territory_id:
            made.values["territory_id"] = context.territory_id
        yield Item(number, raw, fingerprint(raw), made)


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


async def mark_repeated(session: AsyncSession, names: list[str], rules: Rules) -> int:
    """Mark as chains what bears one of these names in many towns. Returns how many were marked."""
    connection = await session.connection()
    table = BUSINESSES
    columns = {*READS, *WRITES, "id", "name", "city", "website", "provenance"}
    statement = sa.select(*(table.c[name] for name in columns)).where(table.c.name.in_(names))
    rows = [dict(row) for row in (await connection.execute(statement)).mappings()]
    repeated = chains.repeated((row["name"], row["city"], host_of(row["website"])) for row in rows)
    changes = []
    for row in rows:
        if row["is_chain"] or fold_name(row["name"]) not in repeated:
            continue
        row["is_chain"] = True
        row["provenance"] = {**row["provenance"], "is_chain": "names: the same in several towns"}
        verdict = assess(row, rules)
        values = {name: getattr(verdict, name) for name in WRITES}
        values |= {"is_chain": True, "provenance": row["provenance"]}
        changes.append({"row_id": row["id"], **{f"new_{name}": value for name, value in values.items()}})
    if changes:
        await connection.execute(update_rows(table, (*WRITES, "is_chain", "provenance")), changes)
    return len(changes)


async def _count_qualified(session: AsyncSession, ids: set[int]) -> int:
    connection = await session.connection()
    total = 0
    for some in _chunks(sorted(ids)):
        statement = sa.select(sa.func.count()).where(BUSINESSES.c.id.in_(some), BUSINESSES.c.qualified)
        total += (await connection.execute(statement)).scalar_one()
    return total
