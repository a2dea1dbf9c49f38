"""Making a row storable without losing anything of it.

JSON columns of PostgreSQL take no NUL, no lone surrogate, no NaN; those are replaced by what
says the same ("NaN", U+FFFD). Everything else stays as given.
"""

import datetime as dt
import json
import math
import re
from hashlib import sha256
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MAX_DEPTH = 60


def clean_text(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def storable(value: Any, depth: int = 0) -> Any:
    """The value in types that JSON has. Nesting beyond MAX_DEPTH is kept as text."""
    if isinstance(value, dict | list | tuple | set):
        if depth >= MAX_DEPTH:
            return clean_text(_as_text(value))
        if isinstance(value, dict):
            return _storable_dict(value, depth)
        return [storable(item, depth + 1) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**64 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else _name_of(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return clean_text(str(value))


def _storable_dict(value: dict[Any, Any], depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, item in value.items():
        name = clean_text(str(key))
        while name in result:  # two keys that differ only in what had to be replaced
            name += "'"
        result[name] = storable(item, depth + 1)
    return result


def _name_of(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def _as_text(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return "nested too deeply"


def fingerprint(row: dict[str, Any]) -> str:
    """The same row gives the same hash, whatever the order of its columns."""
    return sha256(json.dumps(row, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
