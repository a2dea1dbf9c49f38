"""Mail law by country, as data with the day it was reviewed."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Country:
    name: str
    rule: Literal["allowed", "review", "blocked"]
    why: str
    corporate: bool = False
    balancing: bool = False
    tracking: bool = True
    zone: str = ""  # the clock of a business whose listing names none
    role_only: bool = False  # only addresses such as info@
    label: str = ""  # what the subject must begin with


@cache
def _table() -> tuple[dt.date, dict[str, Country]]:
    found = tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))
    return found["reviewed_at"], {code: Country(**row) for code, row in found["country"].items()}


def reviewed_at() -> dt.date:
    return _table()[0]


def list_countries() -> dict[str, Country]:
    return dict(_table()[1])


def find_country(code: str) -> Country | None:
    return _table()[1].get(code.upper())
