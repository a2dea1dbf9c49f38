"""Rules about the code itself."""

import ast
import re
from pathlib import Path

import pytest

from webmagic.core.settings import REPO

PACKAGES = ("webmagic", "workers")
FILES = sorted(path for package in PACKAGES for path in (REPO / package).rglob("*.py"))
MAX_FILE_LINES = 420
MAX_FUNCTION_LINES = 70
BANNED_NAMES = re.compile(r"(_v\d+|enhanced|[hH]elpers?|[uU]tils?|[mM]anager)$")


def name(path: Path) -> str:
    return str(path.relative_to(REPO))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_is_small_and_named_by_a_noun(path):
    assert len(path.read_text().splitlines()) <= MAX_FILE_LINES
    assert not BANNED_NAMES.search(path.stem)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_functions_are_short_and_imports_are_at_the_top(path):
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or 0) - node.lineno + 1
        assert length <= MAX_FUNCTION_LINES, f"{node.name} has {length} lines"
        local = [child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)]
        assert not local, f"{node.name} imports inside: it marks a cycle"


def test_no_file_names_a_path_of_somebodys_machine():
    tracked = [
        path
        for path in REPO.glob("webmagic/**/*")
        if path.suffix in {".py", ".json", ".toml", ".md", ".lock"}
    ]
    for path in tracked:
        if "node_modules" not in path.parts:
            assert "/work/" not in path.read_text(errors="ignore"), path
