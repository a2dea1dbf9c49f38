"""Storing a batch of drafts: a few set-wise statements, the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.hunter.merging import MERGED, Entry, blank, contradicts, merge
from webmagic.hunter.reader import Draft
from webmagic.hunter.rules import Rules
from webmagic.hunter.score import WRITES, assess
from webmagic.models import Business, BusinessKey, Listing

BUSINESSES, KEYS, LISTINGS = (
    SQLModel.metadata.tables[model.__tablename__] for model in (Business, BusinessKey, Listing)
)
LOADED = ("id", "name", "dedupe_key", "do_not_contact", *MERGED, *WRITES)
CHUNK = 2000


@dataclass
class Item:
    """A row on its way in: its number in the file, as it was, and what was made of it."""

    number: int
    raw: dict[str, Any]
    fingerprint: str
    draft: Draft


@dataclass
class Stored:
    """What became of a batch, in rows; and the ids and names of the businesses it touched."""

    created: int = 0
    updated: int = 0
    duplicates: int = 0
    ids: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


class Batch:
    """One batch within one transaction."""

    def __init__(self, connection: AsyncConnection, source: str, query: str, rules: Rules):
        self.connection, self.source, self.query, self.rules = connection, source, query, rules
        self.by_key: dict[str, Entry] = {}
        self.by_id: dict[int, Entry] = {}
        self.new: list[Entry] = []
        self.met: list[Entry] = []  # begun here, but another importer was first
        self.seen: dict[str, int] = {}
        self.result = Stored()

    async def store(self, items: list[Item]) -> Stored:
        await self._load(items)
        placed = [(item, self._place(item)) for item in items]
        await self._insert_new()
        await self._update_changed()
        await self._insert_keys()
        await self._insert_listings(placed)
        self.result.ids = {entry.id for _, entry in placed if entry.id}
        return self.result

    def _place(self, item: Item) -> Entry:
        """Find the business of a row or begin a new one, and count the row."""
        draft = item.draft
        is_new_listing = item.fingerprint not in self.seen
        entry = self._find(item)
        if entry is None:
            entry = Entry({**blank_row(), **draft.values}, set())
            entry.values["provenance"] = dict(draft.provenance)
            entry.values["dedupe_key"] = next((k for k in draft.keys if k not in self.by_key), None)
            if entry.values["dedupe_key"] is None:
                entry.values["dedupe_key"] = f"row:{item.fingerprint}"
            self.new.append(entry)
            self.result.created += 1
            self.result.names.add(entry.values["name"])
        elif merge(entry, draft, is_new_listing=is_new_listing):
            self.result.updated += 1
        else:
            self.result.duplicates += 1
        entry.learn(draft.keys)
        for key in draft.keys:
            self.by_key.setdefault(key, entry)
        return entry

    def _find(self, item: Item) -> Entry | None:
        if (known := self.seen.get(item.fingerprint)) and known in self.by_id:
            return self.by_id[known]
        for key in item.draft.keys:
            entry = self.by_key.get(key)
            if entry and (not key.startswith("n") or not contradicts(entry, item.draft)):
                return entry
        return None

    async def _load(self, items: list[Item]) -> None:
        """Everything the rows may meet: listings seen before, businesses under any of their keys."""
        prints = [item.fingerprint for item in items]
        found = await self._select(
            LISTINGS, ("fingerprint", "business_id"), "fingerprint", prints, LISTINGS.c.source == self.source
        )
        self.seen = {row["fingerprint"]: row["business_id"] for row in found}
        wanted = list(dict.fromkeys(key for item in items for key in item.draft.keys))
        pairs = {
            r["key"]: r["business_id"]
            for r in await self._select(KEYS, ("key", "business_id"), "key", wanted)
        }
        for row in await self._select(BUSINESSES, ("dedupe_key", "id"), "dedupe_key", wanted):
            pairs.setdefault(row["dedupe_key"], row["id"])
        ids = list({*self.seen.values(), *pairs.values()})
        for row in await self._select(BUSINESSES, LOADED, "id", ids):
            self.by_id[row["id"]] = Entry(row, {row["dedupe_key"]}, id=row["id"])
        for row in await self._select(KEYS, ("key", "business_id"), "business_id", ids):
            self.by_id[row["business_id"]].keys.add(row["key"])
        self.by_key = {key: self.by_id[at] for key, at in pairs.items() if at in self.by_id}

    async def _select(
        self, table: sa.Table, names: Iterable[str], column: str, values: list[Any], *where: Any
    ) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for start in range(0, len(values), CHUNK):
            statement = sa.select(*(table.c[name] for name in names)).where(
                table.c[column].in_(values[start : start + CHUNK]), *where
            )
            rows += [dict(row) for row in (await self.connection.execute(statement)).mappings()]
        return rows

    def _judge(self, entry: Entry) -> None:
        verdict = assess(entry.values, self.rules)
        for name in WRITES:
            entry.values[name] = getattr(verdict, name)

    async def _insert_new(self) -> None:
        if not self.new:
            return
        moment = now()
        for entry in self.new:
            self._judge(entry)
        rows = [
            {**e.values, "created_at": moment, "updated_at": moment, "stage_at": moment} for e in self.new
        ]
        statement = insert_ignoring(self.connection, BUSINESSES).returning(
            BUSINESSES.c.id, BUSINESSES.c.dedupe_key
        )
        inserted = {key: at for at, key in await self.connection.execute(statement, rows)}
        for entry in self.new:
            entry.id = inserted.get(entry.values["dedupe_key"])
        await self._meet([entry for entry in self.new if entry.id is None])

    async def _meet(self, beaten: list[Entry]) -> None:
        """Another importer was first with these: add to its rows instead."""
        keys = [entry.values["dedupe_key"] for entry in beaten]
        rows = {r["dedupe_key"]: r for r in await self._select(BUSINESSES, LOADED, "dedupe_key", keys)}
        for entry in beaten:
            theirs = Entry(rows[entry.values["dedupe_key"]], set())
            kept = {name: value for name, value in entry.values.items() if value not in (None, "", [], {})}
            draft = Draft(kept, [], dict(entry.values["provenance"]))
            is_changed = merge(theirs, draft, is_new_listing=True)
            entry.values, entry.id, entry.changed = theirs.values, theirs.values["id"], theirs.changed
            self.met.append(entry)
            self.result.created -= 1
            self.result.updated += is_changed
            self.result.duplicates += not is_changed

    async def _update_changed(self) -> None:
        changed = [e for e in (*self.by_id.values(), *self.met) if e.changed]
        if not changed:
            return
        moment, moved = now(), []
        rows = []
        for entry in changed:
            stage = entry.values["stage"]
            self._judge(entry)
            rows.append(
                {f"new_{name}": entry.values[name] for name in (*MERGED, *WRITES)}
                | {"row_id": entry.id, "new_updated_at": moment}
            )
            if stage != entry.values["stage"]:
                moved.append(entry.id)
        names = (*MERGED, *WRITES, "updated_at")
        await self.connection.execute(update_rows(BUSINESSES, names), rows)
        if moved:
            await self.connection.execute(
                sa.update(BUSINESSES).where(BUSINESSES.c.id.in_(moved)).values(stage_at=moment)
            )

    async def _insert_keys(self) -> None:
        entries = {id(e): e for e in (*self.by_key.values(), *self.new)}
        rows = {key: e.id for e in entries.values() for key in e.new_keys if e.id}
        if rows:
            await self.connection.execute(
                insert_ignoring(self.connection, KEYS),
                [{"key": k, "business_id": at} for k, at in rows.items()],
            )

    async def _insert_listings(self, placed: list[tuple[Item, Entry]]) -> None:
        moment = now()
        rows = [
            {
                "business_id": entry.id,
                "source": self.source,
                "query": self.query[:400],
                "row": item.number,
                "fingerprint": item.fingerprint,
                "raw": item.raw,
                "fetched_at": moment,
            }
            for item, entry in placed
            if item.fingerprint not in self.seen
        ]
        if rows:
            await self.connection.execute(insert_ignoring(self.connection, LISTINGS), rows)


_BLANK: dict[str, Any] = {}


def blank_row() -> dict[str, Any]:
    if not _BLANK:
        _BLANK.update(blank())
    return _BLANK


def insert_ignoring(connection: AsyncConnection, table: sa.Table) -> Any:
    """INSERT that leaves rows out whose unique key is taken."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def update_rows(table: sa.Table, names: Iterable[str]) -> sa.Update:
    """UPDATE by id for executemany; parameters are row_id and new_<column>."""
    return (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row_id"))
        .values({name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names})
    )


async def store_batch(
    session: AsyncSession, items: list[Item], *, source: str, query: str, rules: Rules
) -> Stored:
    """Store a batch in the caller's transaction."""
    return await Batch(await session.connection(), source, query, rules).store(items)
