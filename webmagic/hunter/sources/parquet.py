"""Parquet files through DuckDB, a handful of rows at a time. DuckDB is loaded when a file needs it: it
is large, and most installations never do. Blocking: call it in a thread."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from webmagic.core.errors import Invalid

MAGIC = b"PAR1"
AT_ONCE = 500
# Nothing is fetched or loaded on a file's behalf, and a hostile one cannot take the machine.
CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
    "threads": "2",
}


def is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == MAGIC
    except OSError:
        return False


def rows_of(where: str, condition: str = "true", values: tuple[Any, ...] = ()) -> Iterator[tuple[int, Any]]:
    """(number, row) of a file, or of all files that a pattern names. Shapes on a map are left out:
    they are binary, and `bbox` says the same. Raises Invalid when it cannot be read."""
    duckdb = importlib.import_module("duckdb")
    connection = duckdb.connect(":memory:", config=CONFIG)
    try:
        try:
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [where]).fetchall()
            kept = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name, kind, *_ in described
                             if str(kind).split("(")[0] not in ("BLOB", "GEOMETRY"))  # fmt: skip
            found = connection.execute(
                f"SELECT {kept} FROM read_parquet(?) WHERE {condition}",
                [where, *values],
            )
            names = [column[0] for column in found.description]
            number = 0
            while rows := found.fetchmany(AT_ONCE):
                for row in rows:
                    number += 1
                    yield number, dict(zip(names, row, strict=True))
        except duckdb.Error as error:
            first = str(error).splitlines()[0][:200]
            raise Invalid(f"This Parquet file cannot be read: {first}") from None
    finally:
        connection.close()
