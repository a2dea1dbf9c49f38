"""`make bench`: every measure, a table for people, and bench/results/latest.json.

A new measure is a module with `measure() -> figures` and `rows(figures) -> table lines`.
`python -m bench NAME` runs only that one and keeps the other figures as they were.
"""

import json
import sys
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.table import Table

from bench import claude, hunter, ledger, mail, pages, payments, tracking
from bench.scene import load
from webmagic.core.clock import now

MEASURES: dict[str, ModuleType] = {
    "claude": claude,
    "ledger": ledger,
    "hunter": hunter,
    "pages": pages,
    "tracking": tracking,
    "payments": payments,
    "mail": mail,
}
RESULTS = Path(__file__).parent / "results" / "latest.json"


def main() -> None:
    wanted = sys.argv[1:] or list(MEASURES)
    if unknown := [name for name in wanted if name not in MEASURES]:
        sys.exit(f"There is no measure {unknown[0]!r}. Choose from: {', '.join(MEASURES)}.")
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    table = Table("measure", "figure", "beside", title=f"load of the machine: {load()}")
    for name in wanted:
        figures = MEASURES[name].measure()
        results[name] = {"at": now().isoformat(timespec="seconds"), **figures}
        for row in MEASURES[name].rows(figures):
            table.add_row(*row)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
