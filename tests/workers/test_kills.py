"""The proof of `make prove ONLY=kills`, small: ten kills on each kind of database, always the same ones.
The proof itself kills the web process too, and looks at the screens meanwhile."""

import pytest

from bench import kills


@pytest.mark.xdist_group("processes")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_and_nothing_doubled_under_random_kills(kind):
    figures = kills.prove(kind, 10, seed=20261123, with_web=False)
    print(kills.line(figures))
    assert figures["confirmed"] > 0, "nothing was asked for, so nothing was proven"
    assert kills.holds(figures), figures
