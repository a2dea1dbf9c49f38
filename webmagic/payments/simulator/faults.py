"""What the simulator is told to get wrong."""

import sqlite3
from dataclasses import asdict, dataclass, fields
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.payments.simulator.store import Store

KIND, ID = "faults", "faults"
MOST = {"duplicates": 20, "delay_seconds": 3600}


@dataclass(frozen=True)
class Faults:
    """`duplicates`: how often each webhook comes again. `forges`: with each comes a forged one, which
    must be refused. `is_down`: the API answers 503 and asks to wait."""

    duplicates: int = 0
    delay_seconds: int = 0
    reorders: bool = False
    forges: bool = False
    declines: bool = False
    is_down: bool = False

    @property
    def is_any(self) -> bool:
        return self != Faults()


def read(connection: sqlite3.Connection) -> Faults:
    found = Store.find(connection, KIND, ID) or {}
    return Faults(**{field.name: found.get(field.name, field.default) for field in fields(Faults)})


def read_faults(store: Store) -> Faults:
    with store.open() as connection:
        return read(connection)


def set_faults(store: Store, changes: dict[str, Any]) -> Faults:
    """Change some and keep the others. Raises Invalid for what is no fault of ours."""
    with store.open() as connection:
        known = asdict(read(connection))
        for name, value in changes.items():
            if name not in known or type(value) is not type(known[name]):
                raise Invalid(f"The simulator has no fault {name[:40]!r} of that kind.")
            if name in MOST and not 0 <= value <= MOST[name]:
                raise Invalid(f"{name} goes from 0 to {MOST[name]}.")
        store.save(connection, KIND, {"id": ID, **known, **changes})
        return read(connection)
