"""`make prove`: the long proofs, one line of figures each, kept in bench/results/proofs.json.

`make prove ONLY=kills SEED=7 N=100` runs one. A new proof is a module with `run(seed, count)`
(a list of figures), `line(figures)`, `holds(figures)` and, if it wants, `COUNT`.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from types import ModuleType

from bench import alike, claude_runs, found, hits, judged, judged_hits, kills, mailed, money
from bench.scene import load
from webmagic.core.clock import now

PROOFS: dict[str, ModuleType] = {
    "claude": claude_runs,
    "kills": kills,
    "found": found,
    "pages": judged,
    "mail": mailed,
    "hits": hits,
    "judged-hits": judged_hits,
    "payments": money,
    "alike": alike,
}
RESULTS = Path(__file__).parent / "results" / "proofs.json"
COUNT = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(PROOFS))
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--count", type=int, default=0)
    asked = parser.parse_args()
    print(f"SEED={asked.seed}", flush=True)
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    is_good = True
    for name in [asked.only] if asked.only else PROOFS:
        proof = PROOFS[name]
        rows = proof.run(asked.seed, asked.count or getattr(proof, "COUNT", COUNT))
        for figures in rows:
            print(("✓ " if proof.holds(figures) else "✗ ") + proof.line(figures), flush=True)
        is_good = is_good and all(proof.holds(figures) for figures in rows)
        results[name] = {"at": now().isoformat(timespec="seconds"), "load": load(), "figures": rows}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
