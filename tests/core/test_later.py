"""What most processes never use is not read in before somebody asks for it."""

import subprocess
import sys

import pytest

from webmagic.core.later import Later

ASKS = """
import sys
import webmagic.conductor, webmagic.pitcher, workers.main
before = "anthropic" in sys.modules
from webmagic.creative.engines.claude.wire import anthropic, load
load()
print(before, anthropic.AsyncAnthropic.__name__)
"""


def test_a_process_that_asks_claude_nothing_does_without_its_large_sdk():
    done = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "AsyncAnthropic"]


def test_a_module_is_there_when_something_of_it_is_asked_for():
    assert Later("fractions").Fraction(1, 2) == 0.5


def test_one_that_is_not_there_says_so_when_it_is_needed():
    absent = Later("no_such_module_of_ours")
    with pytest.raises(ModuleNotFoundError):
        _ = absent.thing
