"""Storing a batch of drafts: a few set-wise statements, the same on SQLite and PostgreSQL."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.bulk import Bulk, bulk_of, encoders
from webmagic.core.clock import now
from webmagic.hunter.joining import Standing, join, standings, tell_of_two_customers
from webmagic.hunter.merging import MERGED, Entry, absorb, contradicts, is_one_place, merge
from webmagic.hunter.preparing import BLANK, TABLE, WRITTEN, Item, judge, written
from webmagic.hunter.reader import Draft
from webmagic.hunter.rules import Rules
from webmagic.hunter.score import WRITES
from webmagic.models import BusinessKey, Listing

BUSINESSES = TABLE
KEYS, LISTINGS = (SQLModel.metadata.tables[model.__tablename__] for model in (BusinessKey, Listing))
LOADED = ("id", "name", "dedupe_key", "do_not_contact", *MERGED, *WRITES)
TIMES = ("created_at", "updated_at", "stage_at")
NEW = ("id", "dedupe_key", *TIMES, *WRITTEN)
CHANGED = (*MERGED, *WRITES)
_CHANGED = encoders(BUSINESSES, CHANGED)
CHUNK = 2000


@dataclass
class Stored:
    """What became of a batch, in rows; the ids and names of the businesses it touched; and the
    seconds spent, by what they were spent on."""

    created: int = 0
    updated: int = 0
    duplicates: int = 0
    ids: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))


class Batch:
    """One batch within one transaction."""

    def __init__(self, bulk: Bulk, source: str, query: str, rules: Rules):
        self.bulk, self.source, self.query, self.rules = bulk, source, query, rules
        self.connection = bulk.connection
        self.by_key: dict[str, Entry] = {}
        self.by_id: dict[int, Entry] = {}
        self.new: list[Entry] = []
        self.met: list[Entry] = []  # begun here, but another importer was first
        self.seen: dict[str, int] = {}
        self.standings: dict[int, Standing] = {}
        self.joins: list[tuple[Standing, Standing]] = []
        self.two_customers: list[tuple[Standing, Standing]] = []
        self.result = Stored()

    async def store(self, items: list[Item]) -> Stored:
        """What only needs a processor is done in a thread: nobody else's requests wait for it."""
        await self._timed("look up", self._load(items))
        placed = await self._timed("merge", asyncio.to_thread(self._place_all, items))
        await self._timed("write", self._write(placed))
        self.result.ids = {at for _, entry in placed if (at := entry.home.id)}
        return self.result

    async def _timed(self, name: str, work: Any) -> Any:
        started = time.perf_counter()
        done = await work
        self.result.spent[name] += time.perf_counter() - started
        return done

    def _place_all(self, items: list[Item]) -> list[tuple[Item, Entry]]:
        return [(item, self._place(item)) for item in items]

    async def _write(self, placed: list[tuple[Item, Entry]]) -> None:
        for kept, gone in self.joins:
            await join(self.connection, kept, gone)
        for one, other in self.two_customers:
            await tell_of_two_customers(self.connection, one, other)
        await self._insert_new()
        await self._update_changed()
        await self._insert_keys()
        await self._insert_listings(placed)

    def _place(self, item: Item) -> Entry:
        """Find the business of a row or begin a new one, and count the row."""
        draft = item.draft
        is_new_listing = item.fingerprint not in self.seen
        entry = self._find(item)
        if entry is None:
            entry = self._begin(item)
        elif merge(entry, draft, is_new_listing=is_new_listing):
            self.result.updated += 1
        else:
            self.result.duplicates += 1
        entry.learn(draft.keys)
        for key in draft.keys:
            self.by_key.setdefault(key, entry)
        return entry

    def _begin(self, item: Item) -> Entry:
        draft = item.draft
        entry = Entry({**BLANK, **draft.values}, set(), written=item.written)
        entry.values["provenance"] = dict(draft.provenance)
        entry.values["dedupe_key"] = next((k for k in draft.keys if k not in self.by_key), None)
        if entry.values["dedupe_key"] is None:
            entry.values["dedupe_key"] = f"row:{item.fingerprint}"
        self.new.append(entry)
        self.result.created += 1
        self.result.names.add(entry.values["name"])
        return entry

    def _find(self, item: Item) -> Entry | None:
        """The business under the strongest key; with those joined to it that are the same place."""
        if (known := self.seen.get(item.fingerprint)) and known in self.by_id:
            return self.by_id[known].home
        found: Entry | None = None
        is_known_surely = False
        for key in item.draft.keys:
            entry = self.by_key.get(key)
            is_weak = key.startswith("n")
            if entry is None or (entry := entry.home) is found:
                continue
            if is_weak and contradicts(entry, item.draft):
                continue
            if found is None:
                found, is_known_surely = entry, not is_weak
            elif is_one_place(found, entry, item.draft, is_sure=is_known_surely and not is_weak):
                found = self._join(found, entry)
        return found

    def _join(self, one: Entry, other: Entry) -> Entry:
        """Returns the one that stays, or the first when a person has to decide."""
        if one.id and other.id:
            first, second = self.standings[one.id], self.standings[other.id]
            if first.has_money and second.has_money:
                self.two_customers.append((first, second))
                return one
            if second.weight > first.weight:
                one, other, first, second = other, one, second, first
            self.joins.append((first, second))
        elif other.id:
            one, other = other, one
        absorb(one, other)
        if other.id is None:
            self.new.remove(other)
            self.result.created -= 1
            self.result.duplicates += 1
        return one

    async def _load(self, items: list[Item]) -> None:
        """Everything the rows may meet: listings seen before, businesses under any of their keys."""
        prints = [item.fingerprint for item in items]
        mine = (self.source,)
        self.seen = {
            row[0]: row[1]
            for row in await self.bulk.find(
                LISTINGS, ("fingerprint", "business_id"), "fingerprint", prints, " AND source = %s", mine
            )
        }
        wanted = list(dict.fromkeys(key for item in items for key in item.draft.keys))
        pairs = {row[0]: row[1] for row in await self.bulk.find(KEYS, ("key", "business_id"), "key", wanted)}
        for row in await self.bulk.find(BUSINESSES, ("dedupe_key", "id"), "dedupe_key", wanted):
            pairs.setdefault(row[0], row[1])
        ids = list({*self.seen.values(), *pairs.values()})
        for found in await self._select("id", ids):
            self.by_id[found["id"]] = Entry(found, {found["dedupe_key"]}, id=found["id"])
        for row in await self.bulk.find(KEYS, ("key", "business_id"), "business_id", ids):
            if entry := self.by_id.get(row[1]):
                entry.keys.add(row[0])
        self.by_key = {key: self.by_id[at] for key, at in pairs.items() if at in self.by_id}
        self.standings = await standings(self.connection, self.by_id)

    async def _select(self, column: str, values: list[Any]) -> list[dict[str, Any]]:
        """Businesses as they are."""
        rows: list[dict[str, Any]] = []
        for start in range(0, len(values), CHUNK):
            statement = sa.select(*(BUSINESSES.c[name] for name in LOADED)).where(
                BUSINESSES.c[column].in_(values[start : start + CHUNK])
            )
            rows += [dict(row) for row in (await self.connection.execute(statement)).mappings()]
        return rows

    async def _insert_new(self) -> None:
        if not self.new:
            return
        ids = await self.bulk.reserve_ids(BUSINESSES, len(self.new))
        rows = await asyncio.to_thread(self._new_rows, ids)
        if await self.bulk.insert(BUSINESSES, NEW, rows) < len(rows):
            await self._meet_others()

    def _new_rows(self, ids: Iterable[int]) -> list[tuple[Any, ...]]:
        moment = self.bulk.time(now())
        rows = []
        for at, entry in zip(ids, self.new, strict=True):
            entry.id = at
            if entry.changed or not entry.written:  # another row of this batch has added to it
                judge(entry.values, self.rules)
                entry.written = written(entry.values)
            rows.append((at, entry.values["dedupe_key"], moment, moment, moment, *entry.written))
        return rows

    async def _meet_others(self) -> None:
        """Somebody else was first with some of these: add to their rows instead."""
        keys = [entry.values["dedupe_key"] for entry in self.new]
        theirs = {row["dedupe_key"]: row for row in await self._select("dedupe_key", keys)}
        for entry in self.new:
            row = theirs[entry.values["dedupe_key"]]
            if row["id"] == entry.id:
                continue
            kept = {name: value for name, value in entry.values.items() if value not in (None, "", [], {})}
            draft = Draft(kept, [], dict(entry.values["provenance"]))
            known = Entry(row, set())
            is_changed = merge(known, draft, is_new_listing=True)
            entry.values, entry.id, entry.changed = known.values, row["id"], known.changed
            self.met.append(entry)
            self.result.created -= 1
            self.result.updated += is_changed
            self.result.duplicates += not is_changed

    async def _update_changed(self) -> None:
        """In the order of ids, so that whoever changes several businesses waits for us, and we for
        them, but never both."""
        every = (*self.by_id.values(), *self.met)
        unique = {e.id: e for e in every if e.id and e.changed and e.joined is None}
        if not unique:
            return
        changed = [unique[at] for at in sorted(unique)]
        moment, moved, rows = now(), [], []
        for entry in changed:
            stage = entry.values["stage"]
            judge(entry.values, self.rules)
            rows.append((*_encoded(entry.values), self.bulk.time(moment), entry.id))
            if stage != entry.values["stage"]:
                moved.append(entry.id)
        await self.bulk.update(BUSINESSES, (*CHANGED, "updated_at"), rows)
        for start in range(0, len(moved), CHUNK):
            some = BUSINESSES.c.id.in_(moved[start : start + CHUNK])
            await self.connection.execute(sa.update(BUSINESSES).where(some).values(stage_at=moment))

    async def _insert_keys(self) -> None:
        entries = {id(e): e for e in (*self.by_key.values(), *self.new)}
        rows = {key: at for e in entries.values() for key in e.new_keys if (at := e.home.id)}
        if rows:
            await self.bulk.insert(KEYS, ("key", "business_id"), sorted(rows.items()))

    async def _insert_listings(self, placed: list[tuple[Item, Entry]]) -> None:
        moment, query = self.bulk.time(now()), self.query[:400]
        rows = {
            item.fingerprint: (
                entry.home.id,
                self.source,
                query,
                item.number,
                item.fingerprint,
                item.raw,
                moment,
            )
            for item, entry in placed
            if item.fingerprint not in self.seen
        }
        if rows:
            await self.bulk.insert(LISTINGS, LISTED, list(rows.values()))


def _encoded(values: dict[str, Any]) -> list[Any]:
    return [encode(values[name]) if encode else values[name] for name, encode in _CHANGED]


LISTED = ("business_id", "source", "query", "row", "fingerprint", "raw", "fetched_at")


async def store_batch(
    session: AsyncSession, items: list[Item], *, source: str, query: str, rules: Rules
) -> Stored:
    """Store a batch in the caller's transaction."""
    return await Batch(bulk_of(await session.connection()), source, query, rules).store(items)
