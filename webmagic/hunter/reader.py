"""Picking fields out of a row, by its shape, with the column that each came from."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlmodel import SQLModel

from webmagic.hunter.normal.text import line
from webmagic.hunter.sources.files import RowFile
from webmagic.hunter.sources.shapes import Shape
from webmagic.models import Business

_COLUMNS = SQLModel.metadata.tables[Business.__tablename__].columns
LIMITS: dict[str, int] = {c.name: n for c in _COLUMNS if (n := getattr(c.type, "length", None))}


class Rejected(Exception):
    """This row cannot become a business; the message says why."""


@dataclass
class Draft:
    """`values` are columns of `businesses`, empty ones left out. `keys` are identities, strongest first."""

    values: dict[str, Any]
    keys: list[str]
    provenance: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """What the one who imports says about the whole file."""

    shape: Shape
    has_websites: bool
    source: str
    country: str = ""
    industry: str = ""
    territory_id: int | None = None

    @classmethod
    def of(cls, file: RowFile, *, source: str = "", **said: Any) -> "Context":
        return cls(file.shape, file.has_websites, source or file.shape.source, **said)


class Reader:
    """Picks fields out of one flat row and notes the column that each came from."""

    def __init__(self, row: dict[str, Any], context: Context):
        self.row, self.context, self.fields = row, context, context.shape.fields
        self.values: dict[str, Any] = {}
        self.provenance: dict[str, str] = {}
        self._picked: dict[str, tuple[Any, str]] = {}

    def columns(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())

    def pick(self, name: str) -> tuple[Any, str]:
        """The first column of that field with something in it: (value, column)."""
        if (known := self._picked.get(name)) is not None:
            return known
        found, row = _NOTHING, self.row
        for column in self.fields.get(name, ()):
            value = row.get(column)
            if value is None and "." in column:
                value = dig(row, column)
            if value is None or value == "" or is_empty(value):
                continue
            found = (value, column)
            break
        self._picked[name] = found
        return found

    def text(self, name: str) -> str:
        return line(self.pick(name)[0])

    def put(self, name: str, value: Any, column: str) -> None:
        """Keep a derived value, cut to what the table holds."""
        if not value and value != 0:
            return
        if name in LIMITS and isinstance(value, str):
            value = value[: LIMITS[name]]
        self.values[name] = value
        self.provenance[name] = _origin(self.context.source, column)

    def put_line(self, name: str, source: str = "") -> None:
        value, column = self.pick(source or name)
        self.put(name, line(value), column)


_NOTHING: tuple[Any, str] = (None, "")


@lru_cache(maxsize=2000)
def _origin(source: str, column: str) -> str:
    return f"{source}:{column.lstrip('@')}"


def dig(row: dict[str, Any], path: str) -> Any:
    """row["a.b"], else row["a"]["b"]."""
    if path in row:
        return row[path]
    if "." not in path:
        return None
    value: Any = row
    for part in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


def is_empty(value: Any) -> bool:
    if type(value) is str:
        if len(value) > 30 and value[0].isalnum() and value[-1].isalnum():
            return False  # what means "nothing" is one short word: most cells are settled here
        return not line(value)
    if isinstance(value, float):
        return not line(value)
    return value is None or (isinstance(value, dict | list) and not value)
