"""Rows made ready for storing: understood, judged and written out. No database, only work for a
processor, so that it can be done in processes beside the one that stores (`hunter.crew`)."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from pydantic_core import to_json
from sqlmodel import SQLModel

from webmagic.core.bulk import encoders
from webmagic.hunter.drafts import draft
from webmagic.hunter.merging import blank
from webmagic.hunter.reader import Context, Draft, Rejected
from webmagic.hunter.rules import Rules
from webmagic.hunter.score import WRITES, assess
from webmagic.hunter.sources.cleaning import MAX_DEPTH, fingerprint, storable
from webmagic.models import Business

TABLE = SQLModel.metadata.tables[Business.__tablename__]
BLANK = blank()
# The columns that are written out here; ids, identities and times are set where it is stored.
WRITTEN = tuple(name for name in BLANK if name != "dedupe_key")
_ENCODERS = encoders(TABLE, WRITTEN)


class Item(NamedTuple):
    """A row on its way in: its number in the file, as it was (JSON), what was made of it, and the
    columns in WRITTEN of the business it is when no other listing speaks of that one."""

    number: int
    raw: str
    fingerprint: str
    draft: Draft
    written: tuple[Any, ...]


@dataclass
class Prepared:
    """A batch of rows: those that became drafts, and (number, reason) of the others."""

    read: int = 0
    items: list[Item] = field(default_factory=list)
    rejects: list[tuple[int, str]] = field(default_factory=list)


def prepare(rows: Iterable[tuple[int, Any]], context: Context, rules: Rules) -> Prepared:
    done = Prepared()
    for number, row in rows:
        done.read += 1
        raw, text, mark = kept(row)
        try:
            made = draft(raw, context)
        except Rejected as error:
            done.rejects.append((number, str(error)))
            continue
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError) as error:
            # A row in a form that nobody has seen yet must not stop the other rows.
            done.rejects.append((number, f"the row could not be understood ({type(error).__name__})"))
            continue
        if context.territory_id:
            made.values["territory_id"] = context.territory_id
        done.items.append(Item(number, text, mark, made, _written(made, rules)))
    return done


def kept(row: Any) -> tuple[Any, str, str]:
    """(the row in types that JSON has, as text, its fingerprint). Most rows are fine as they are,
    and then looking through the text is quicker than looking at every value."""
    if type(row) is dict and _is_plain(row):
        with contextlib.suppress(ValueError):  # NaN; half a surrogate
            ordered = json.dumps(row, sort_keys=True, ensure_ascii=False, allow_nan=False)
            if "\\u0000" not in ordered:
                mark = sha256(ordered.encode()).hexdigest()
                return row, to_json(row).decode(), mark
    clean = storable(row)
    return clean, json.dumps(clean, ensure_ascii=False), fingerprint(clean)


def _is_plain(value: Any, depth: int = 0) -> bool:
    """Whether names are text and values of JSON's own types all the way down, and not far."""
    if depth >= MAX_DEPTH:
        return False
    if type(value) is dict:
        if any(type(name) is not str for name in value):
            return False
        value = value.values()
    for item in value:
        kind = type(item)
        if kind in _SCALARS:
            continue
        if kind is int:
            if not -(2**63) <= item < 2**63:
                return False
        elif not (kind is dict or kind is list) or not _is_plain(item, depth + 1):
            return False
    return True


_SCALARS = frozenset((str, float, bool, type(None)))


def _written(made: Draft, rules: Rules) -> tuple[Any, ...]:
    values = {**BLANK, **made.values, "provenance": made.provenance}
    judge(values, rules)
    return written(values)


def judge(values: dict[str, Any], rules: Rules) -> None:
    verdict = assess(values, rules)
    for name in WRITES:
        values[name] = getattr(verdict, name)


def written(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple([encode(values[name]) if encode else values[name] for name, encode in _ENCODERS])


def numbered(rows: Iterator[tuple[int, Any]], size: int) -> Iterator[list[tuple[int, Any]]]:
    batch: list[tuple[int, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
