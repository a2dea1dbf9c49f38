"""Many rows at once, through the driver itself: `executemany` on SQLite, COPY on PostgreSQL.

SQLAlchemy's own way to an executemany costs several times what the database takes for the rows.
Everything here happens on the connection, and so in the transaction, of the caller, which must
have run a statement before.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncConnection

from webmagic.core.columns import UTCDateTime
from webmagic.core.later import Later

if TYPE_CHECKING:
    import asyncpg
else:  # a machine on SQLite never needs it
    asyncpg = Later("asyncpg")

Row = Sequence[Any]
ASKED = 10_000  # values looked for with one statement


def as_json(value: Any) -> str:
    return to_json(value).decode() if value else ("{}" if isinstance(value, dict) else "[]")


def json_columns(table: sa.Table) -> frozenset[str]:
    return frozenset(c.name for c in table.columns if isinstance(c.type, sa.JSON))


class Bulk(ABC):
    """What both kinds share. Rows are in the driver's own types, JSON as text; times go through `time`."""

    def __init__(self, connection: AsyncConnection):
        self.connection = connection

    async def driver(self) -> Any:
        return (await self.connection.get_raw_connection()).driver_connection

    def time(self, moment: dt.datetime) -> Any:
        return moment

    async def find(self, table: sa.Table, names: Sequence[str], column: str, values: Sequence[Any],
                   where: str = "", also: Sequence[Any] = ()) -> list[Row]:  # fmt: skip
        """The named columns of all rows whose `column` is one of the values."""
        found: list[Row] = []
        for start in range(0, len(values), ASKED):
            found += await self._find(table, names, column, values[start : start + ASKED], where, also)
        return found

    @abstractmethod
    async def _find(self, table: sa.Table, names: Sequence[str], column: str, values: Sequence[Any],
                    where: str, also: Sequence[Any]) -> list[Row]:  # fmt: skip
        """One question to the driver, of at most ASKED values."""

    @abstractmethod
    async def reserve_ids(self, table: sa.Table, count: int) -> Sequence[int]:
        """Ids that nobody else will be given."""

    @abstractmethod
    async def insert(self, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> int:
        """Leaves rows out whose unique key is taken. Returns how many went in."""

    @abstractmethod
    async def update(self, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> None:
        """Rows are the named columns and then the id."""


class SqliteBulk(Bulk):
    def time(self, moment: dt.datetime) -> Any:
        """As SQLAlchemy writes it."""
        return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")

    async def _find(self, table: sa.Table, names: Sequence[str], column: str, values: Sequence[Any],
                    where: str, also: Sequence[Any]) -> list[Row]:  # fmt: skip
        wanted = f"SELECT {', '.join(names)} FROM {table.name}"
        asked = f" WHERE {column} IN (SELECT value FROM json_each(?)){where.replace('%s', '?')}"
        text = to_json(list(values)).decode()
        return list(await (await self.driver()).execute_fetchall(wanted + asked, (text, *also)))

    async def reserve_ids(self, table: sa.Table, count: int) -> Sequence[int]:
        """Ours is the only transaction that writes."""
        query = f"SELECT coalesce(max(id), 0) FROM {table.name}"
        ((last,),) = await (await self.driver()).execute_fetchall(query)
        return range(last + 1, last + count + 1)

    async def insert(self, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> int:
        marks = ", ".join("?" * len(names))
        words = f"INSERT INTO {table.name} ({', '.join(_quoted(names))}) VALUES ({marks})"
        return await self._many(f"{words} ON CONFLICT DO NOTHING", rows)

    async def update(self, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> None:
        sets = ", ".join(f"{name} = ?" for name in _quoted(names))
        await self._many(f"UPDATE {table.name} SET {sets} WHERE id = ?", rows)

    async def _many(self, words: str, rows: Sequence[Row]) -> int:
        cursor = await (await self.driver()).executemany(words, rows)
        count = cursor.rowcount
        await cursor.close()
        return count


class PostgresBulk(Bulk):
    async def _find(self, table: sa.Table, names: Sequence[str], column: str, values: Sequence[Any],
                    where: str, also: Sequence[Any]) -> list[Row]:  # fmt: skip
        kind = table.c[column].type.compile(self.connection.dialect)
        kind = "text" if "CHAR" in kind else kind
        asked = f"{column} = ANY($1::{kind}[]){where.replace('%s', '$2')}"
        driver = await self.driver()
        return await driver.fetch(
            f"SELECT {', '.join(names)} FROM {table.name} WHERE {asked}", list(values), *also
        )

    async def reserve_ids(self, table: sa.Table, count: int) -> Sequence[int]:
        query = "SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, $2)"
        return [row[0] for row in await (await self.driver()).fetch(query, table.name, count)]

    async def insert(self, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> int:
        """Straight into the table; by way of a temporary one when somebody else was first."""
        driver = await self.driver()
        try:
            async with driver.transaction():
                await driver.copy_records_to_table(table.name, records=rows, columns=names)
            return len(rows)
        except asyncpg.UniqueViolationError:
            listed = ", ".join(_quoted(names))
            async with _Aside(driver, table, names, rows) as aside:
                done = await driver.execute(
                    f"INSERT INTO {table.name} ({listed}) SELECT {listed} FROM {aside} ON CONFLICT DO NOTHING"
                )
            return int(done.split()[-1])

    async def update(self, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> None:
        driver = await self.driver()
        sets = ", ".join(f"{name} = aside.{name}" for name in _quoted(names))
        async with _Aside(driver, table, (*names, "id"), rows) as aside:
            await driver.execute(
                f"UPDATE {table.name} AS kept SET {sets} FROM {aside} AS aside WHERE kept.id = aside.id"
            )


class _Aside:
    """Rows in a temporary table with a table's columns."""

    def __init__(self, driver: Any, table: sa.Table, names: Sequence[str], rows: Sequence[Row]):
        self.driver, self.table, self.names, self.rows = driver, table, names, rows
        self.name = f"aside_{table.name}"

    async def __aenter__(self) -> str:
        listed = ", ".join(_quoted(self.names))
        await self.driver.execute(
            f"CREATE TEMP TABLE {self.name} ON COMMIT DROP AS SELECT {listed} FROM {self.table.name} LIMIT 0"
        )
        await self.driver.copy_records_to_table(self.name, records=self.rows, columns=self.names)
        return self.name

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:  # else the transaction is lost, and the table with it
            await self.driver.execute(f"DROP TABLE {self.name}")


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def bulk_of(connection: AsyncConnection) -> Bulk:
    return (PostgresBulk if connection.dialect.name == "postgresql" else SqliteBulk)(connection)


def encoders(table: sa.Table, names: Iterable[str]) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """(column, how its value becomes the driver's), None for values that go as they are."""
    assert not any(isinstance(table.c[name].type, UTCDateTime) for name in names)
    kept = json_columns(table)
    return [(name, as_json if name in kept else None) for name in names]
