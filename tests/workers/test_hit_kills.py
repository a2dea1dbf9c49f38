"""The proof of `make prove ONLY=hits`, small."""

import pytest

from bench import hits


@pytest.mark.xdist_group("processes")
def test_no_answered_hit_is_missing_when_the_web_process_is_killed():
    figures = hits.prove("sqlite", 2, seed=20261128)
    assert hits.holds(figures), figures
