"""The small form of `make prove ONLY=claude`: a few runs, every kind of trouble, and kills."""

from collections.abc import Callable

import pytest

from bench import claude_runs


@pytest.mark.timeout(180)
def test_whatever_claude_does_every_page_is_finished_paid_once_and_under_its_cap(
    monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    monkeypatch.setattr(claude_runs, "TIMEOUT", 0.5)  # how long a hanging server is waited for
    monkeypatch.setattr(claude_runs, "KILLS", 0.4)
    (figures,) = claude_runs.run(seed=11, count=4)
    figure(claude_runs.line(figures))
    assert claude_runs.holds(figures), claude_runs.line(figures)
    assert figures["by_claude"] >= 2 and sum(figures["faults"].values()) >= 3 and figures["kills"] >= 1
