"""Plain values out of whatever a cell holds."""

import ast
import json
import math
import re
import unicodedata
from functools import lru_cache
from typing import Any

# What exports write where they have nothing.
EMPTY = frozenset({"", "nan", "none", "null", "n/a", "na", "nil", "undefined", "-", "--", "—", "#n/a", "nat"})
_LEGAL = re.compile(
    r"\b(?:llc|l l c|inc|incorporated|corp|corporation|ltd|limited|co|company|s a de c v|sa de cv|"
    r"s de r l|srl|s r l|s a|sa|gmbh|ltda|pllc|llp|plc)$"
)
LEGAL_FORMS = re.compile(
    r"(?:^|[\s,])(LLC|L\.L\.C\.|PLLC|LLP|Inc\.?|Corp\.?|Ltd\.?|S\.?A\.? de C\.?V\.?|S\. ?de R\.?L\.?|"
    r"S\.?R\.?L\.?|S\.A\.|Ltda\.?|GmbH|PLC)\.?\s*$"
)


def line(value: Any) -> str:
    """One line of text, or "" for nothing: numbers without a trailing ".0", spaces made single."""
    if type(value) is not str:
        if value is None or isinstance(value, bool | dict | list):
            return ""
        if isinstance(value, float) and math.isfinite(value) and value.is_integer():
            value = int(value)
        value = str(value)
    return _short_line(value) if len(value) < 120 else _line(value)


def _line(value: str) -> str:
    text = " ".join(value.replace("\ufffd", " ").split())
    return "" if len(text) < 10 and text.casefold() in EMPTY else text


_short_line = lru_cache(maxsize=16_000)(_line)  # one row asks for the same text several times


def number(value: Any) -> float | None:
    """A finite number: 4.7, "4,7", "1,234", "(84)", "84 reviews"."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    text = line(value).strip("()")
    if not (found := re.match(r"-?\d[\d.,\u00a0 ]*", text)):
        return None
    digits = found[0].strip(" ,.").replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})+", digits):  # thousands
        digits = re.sub("[.,]", "", digits)
    elif digits.count(",") == 1 and "." not in digits:
        digits = digits.replace(",", ".")
    else:
        digits = digits.replace(",", "")
    try:
        result = float(digits)
    except ValueError:
        return None
    return result if math.isfinite(result) else None


def truth(value: Any) -> bool:
    return value is True or line(value).casefold() in ("true", "1", "yes", "y", "si", "sí", "verdadero")


def structure(value: Any) -> Any:
    """A dict or list, also when it was written into a cell as JSON or as Python."""
    if isinstance(value, dict | list):
        return value
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        for read in (json.loads, ast.literal_eval):
            try:
                return read(value)
            except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
                continue
    return None


def words(value: Any) -> list[str]:
    """A list of short texts from a list, or from "Plumber, Heating contractor" or "a;b"."""
    value = structure(value) or value
    if isinstance(value, list):
        found = [line(v.get("name") or v.get("text") if isinstance(v, dict) else v) for v in value]
    else:
        found = [line(part) for part in re.split(r"[,;|]", line(value))]
    return list(dict.fromkeys(w[:120] for w in found if w))


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """For comparing: lower case, no accents, letters and digits of any script, single spaces."""
    flat = unicodedata.normalize(
        "NFKD", text.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    )
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", flat))


@lru_cache(maxsize=50_000)
def fold_name(name: str) -> str:
    """A business's name without its legal form: two listings of one place compare equal."""
    folded = fold(name)
    return _LEGAL.sub("", folded).strip() or folded


def legal_form(name: str) -> str:
    found = LEGAL_FORMS.search(name)
    return found[1] if found else ""
