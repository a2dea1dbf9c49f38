"""The proof of `make prove ONLY=kills`, small: ten kills on each kind of database."""

import os
import time

import pytest

from bench import kills


@pytest.mark.xdist_group("processes")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_and_nothing_doubled_under_random_kills(kind):
    seed = int(os.environ.get("SEED", time.time_ns() % 100_000))
    figures = kills.prove(kind, 10, seed, with_web=kind == "postgresql")
    print(kills.line(figures))
    assert figures["confirmed"] > 0, "nothing was asked for, so nothing was proven"
    assert figures["acknowledged"] or kind == "sqlite", "the web process acknowledged nothing"
    assert kills.holds(figures), figures
