"""The ledger beside its peers: jobs a second, slot use, pick-up after commit, killed worker to rerun."""

import contextlib
import importlib.util
import signal
import statistics
import time
from typing import Any

from bench.scene import Scene, load, scene

NO_OP = ("--jobs", "2000", "--slots", "10", "--millis", "0")
SHORT = ("--jobs", "800", "--slots", "10", "--millis", "50")
IDEAL_SHORT = 800 * 0.05 / 10
PEERS = {"bare arq, poll 10 ms": "bare_arq", "SAQ": "saq_", "Dramatiq": "dramatiq_"}
MODULES = {"bare_arq": "arq", "saq_": "saq", "dramatiq_": "dramatiq"}
ROUNDS = 3


def measure() -> dict[str, Any]:
    """The figures, each the median of three rounds taken in turn."""
    with scene() as place, scene("postgresql") as postgres:
        rivals = {
            "ledger on SQLite": (place, "ledger"),
            "ledger on PostgreSQL": (postgres, "ledger"),
            **{name: (place, peer) for name, peer in PEERS.items()},
        }
        missing = [name for name, (_, peer) in rivals.items() if _is_missing(peer)]
        for name in missing:
            del rivals[name]
        figures: dict[str, Any] = {"load": load(), "missing": missing, "queues": _side_by_side(rivals)}
        for name, where in (("sqlite", place), ("postgresql", postgres)):
            figures[name] = {"pick_up": _pick_up(where), "killed_to_rerun_s": _killed_to_rerun(where)}
    return figures


def _is_missing(peer: str) -> bool:
    return peer in MODULES and importlib.util.find_spec(MODULES[peer]) is None


def _side_by_side(rivals: dict[str, tuple[Scene, str]]) -> dict[str, dict[str, float]]:
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in rivals}
    for _ in range(ROUNDS):
        for name, (place, peer) in rivals.items():
            no_op = place.run(f"bench.peers.{peer}", *NO_OP)["jobs_per_second"]
            short = place.run(f"bench.peers.{peer}", *SHORT)["seconds"]
            rounds[name].append((no_op, IDEAL_SHORT / short))
    return {
        name: {
            "no_op_per_second": round(statistics.median(rate for rate, _ in found)),
            "slot_use_50ms": round(statistics.median(use for _, use in found), 3),
        }
        for name, found in rounds.items()
    }


def _pick_up(place: Scene) -> dict[str, float]:
    worker = place.start("bench.peers.latency", "work")
    try:
        assert worker.stdout
        worker.stdout.readline()
        time.sleep(1)
        found = place.run("bench.peers.latency", "ask")
        return {name: round(value, 1) for name, value in found.items()}
    finally:
        worker.kill()
        worker.wait()


def _killed_to_rerun(place: Scene) -> float:
    notes = place.home / "begun.txt"
    notes.write_text("")
    workers = [place.start("bench.peers.lost", "work") for _ in range(2)]
    try:
        time.sleep(1.5)
        place.run("bench.peers.lost", "ask")
        pid = int(_line(notes, 0).split()[0])
        time.sleep(1)
        next(worker for worker in workers if worker.pid == pid).send_signal(signal.SIGKILL)
        killed = time.time()
        return round(float(_line(notes, 1).split()[1]) - killed, 2)
    finally:
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
            worker.wait()


def _line(notes, number: int, seconds: float = 30) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        lines = notes.read_text().splitlines()
        if len(lines) > number:
            return lines[number]
        time.sleep(0.02)
    raise TimeoutError(f"nothing was noted in {seconds:.0f} s")


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(what, figure, beside what) for the table."""
    queues = figures["queues"]
    arq = queues.get("bare arq, poll 10 ms", {}).get("no_op_per_second")
    told = [
        (f"{name} is not installed", "–", "uv pip install -r requirements-bench.txt")
        for name in figures["missing"]
    ]
    for name, found in queues.items():
        ratio = f"{found['no_op_per_second'] / arq:.2f} × bare arq" if arq else ""
        told.append((f"{name}: no-op jobs a second", f"{found['no_op_per_second']:,}", ratio))
    for name, found in queues.items():
        told.append((f"{name}: slot use on 50 ms jobs", f"{found['slot_use_50ms']:.1%}", "aim 95 %"))
    for name in ("sqlite", "postgresql"):
        wait = figures[name]["pick_up"]
        told.append(
            (
                f"{name}: pick-up after commit, p50 / p99",
                f"{wait['p50_ms']} / {wait['p99_ms']} ms",
                "aim 5 / 20 ms",
            )
        )
        told.append(
            (
                f"{name}: killed worker to rerun",
                f"{figures[name]['killed_to_rerun_s']} s",
                "aim 5 s; arq as it comes 309 s",
            )
        )
    return told
