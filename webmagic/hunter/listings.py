"""Taking listings in: from a file or a source, through the same few steps, in batches."""

import asyncio
import contextlib
import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.database import one_at_a_time
from webmagic.core.errors import Invalid
from webmagic.hunter.crew import Crew
from webmagic.hunter.normal import places
from webmagic.hunter.preparing import Item, numbered
from webmagic.hunter.reader import Context
from webmagic.hunter.repeats import mark_repeated
from webmagic.hunter.rules import Rules, load_rules
from webmagic.hunter.sources.files import RowFile, of_rows, open_file
from webmagic.hunter.storing import BUSINESSES, CHUNK, store_batch

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]
BATCH = 2000
MANY_NAMES = 10_000  # beyond, the names of all businesses are looked through
IMPORTING = "import"  # two batches that store the same rows in another order would wait for each other
MAX_REJECTS = 10_000


class Ids:
    """A set of row ids that stays small for a million of them: a bit each."""

    def __init__(self) -> None:
        self.bits = bytearray()

    def update(self, ids: Iterable[int]) -> None:
        for at in ids:
            if (missing := (at >> 3) + 1 - len(self.bits)) > 0:
                self.bits.extend(bytes(missing + 4096))
            self.bits[at >> 3] |= 1 << (at & 7)

    def __iter__(self) -> Iterator[int]:
        for place, byte in enumerate(self.bits):
            if byte:
                yield from ((place << 3) + bit for bit in range(8) if byte >> bit & 1)


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
    ids: Ids = field(default_factory=Ids, repr=False)
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float), repr=False)  # seconds

    def as_dict(self) -> dict[str, Any]:
        """What `webmagic import --json` prints."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.repr}

    @property
    def business_ids(self) -> set[int]:
        """Of the businesses that the rows became or added to."""
        return set(self.ids)

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
    """A batch a transaction: what is killed in the middle leaves whole batches, and is run again."""
    report = ImportReport()
    names: set[str] | None = set()
    async with transaction() as session:
        rules = await load_rules(session)
    crew = Crew(context, rules)
    async with contextlib.aclosing(crew.batches(numbered(file.rows, BATCH))) as batches:
        async for prepared in batches:
            report.read += prepared.read
            for number, reason in prepared.rejects:
                report.reject(number, reason)
            if prepared.items:
                fresh = await _store(prepared.items, context.source, query, rules, transaction, report)
                names = names | fresh if names is not None and len(names) < MANY_NAMES else None
            if on_progress:
                on_progress(report)
    await _mark_chains(names, rules, transaction, report)
    async with transaction() as session:
        report.qualified = await _count_qualified(session, report.ids)
    return report


async def _store(
    items: list[Item], source: str, query: str, rules: Rules, transaction: Transaction, report: ImportReport
) -> set[str]:
    """Store a batch and count it. Returns the names of new businesses."""
    started = time.perf_counter()
    async with transaction() as session:
        await one_at_a_time(session, IMPORTING)
        stored = await store_batch(session, items, source=source, query=query, rules=rules)
        stored.spent["write"] -= time.perf_counter() - started
    stored.spent["write"] += time.perf_counter() - started  # and so the commit
    report.created += stored.created
    report.updated += stored.updated
    report.duplicates += stored.duplicates
    report.ids.update(stored.ids)
    for name, seconds in stored.spent.items():
        report.spent[name] += seconds
    return stored.names


async def _mark_chains(
    names: set[str] | None, rules: Rules, transaction: Transaction, report: ImportReport
) -> None:
    started = time.perf_counter()
    async with transaction() as session:
        await one_at_a_time(session, IMPORTING)
        await mark_repeated(session, rules, names)
    report.spent["chains"] += time.perf_counter() - started


async def _count_qualified(session: AsyncSession, ids: Ids) -> int:
    connection = await session.connection()
    total = 0
    wanted = iter(ids)
    while some := list(itertools.islice(wanted, CHUNK)):
        statement = sa.select(sa.func.count()).where(BUSINESSES.c.id.in_(some), BUSINESSES.c.qualified)
        total += (await connection.execute(statement)).scalar_one()
    return total
