"""Publishing on disk: whole or not at all, never outside the sites' folder."""

import asyncio
import gzip
import os
import shutil
import time
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from webmagic.core.errors import Invalid
from webmagic.core.settings import get_settings
from webmagic.hosting import find_file, is_safe_path, publish, withdraw, write_site

PAGE = {"index.html": b"<p>hello</p>" * 100, "site.abc123.css": b"p{}", "assets/a/icon.svg": b"<svg/>"}


def version(number: int) -> dict[str, bytes]:
    """A page whose every part names its number."""
    sheet = f"site.{number:08x}.css"
    page = f"<link href={sheet}><p>{number}</p>".encode()
    return {"index.html": page, sheet: f"/*{number}*/".encode(), "assets/same.txt": str(number).encode()}


def test_a_site_lies_where_the_contract_says_and_any_server_can_read_it(home: Path):
    done = write_site(get_settings(), "bakery", PAGE)
    current = home / "sites" / "bakery" / "current"
    assert done.path == current and done.bytes == sum(map(len, PAGE.values())) and done.is_new
    for path, content in PAGE.items():
        assert (current / path).read_bytes() == content
        assert (current / path).stat().st_mode & 0o044 == 0o044
    assert not os.path.isabs(os.readlink(current))  # the folder can be moved


def test_text_has_compressed_neighbours(home: Path):
    folder = write_site(get_settings(), "bakery", PAGE).path
    assert brotli.decompress((folder / "index.html.br").read_bytes()) == PAGE["index.html"]
    assert gzip.decompress((folder / "index.html.gz").read_bytes()) == PAGE["index.html"]
    assert not (folder / "site.abc123.css.br").exists()  # too small to gain


def test_publishing_the_same_again_changes_nothing(home: Path):
    first = write_site(get_settings(), "bakery", PAGE)
    before = (first.path / "index.html").stat().st_ino
    again = write_site(get_settings(), "bakery", PAGE)
    assert (again.release, again.is_new) == (first.release, False)
    assert (again.path / "index.html").stat().st_ino == before


def test_going_back_to_an_earlier_page_needs_no_new_release(home: Path):
    first = write_site(get_settings(), "bakery", version(1))
    write_site(get_settings(), "bakery", version(2))
    back = write_site(get_settings(), "bakery", version(1))
    assert back.release == first.release and not back.is_new
    assert b"<p>1</p>" in (back.path / "index.html").read_bytes()


def test_old_releases_go_when_they_are_old_and_many(home: Path, monkeypatch):
    monkeypatch.setattr(publish, "GRACE_SECONDS", 0)
    for number in range(6):
        write_site(get_settings(), "bakery", version(number))
        time.sleep(0.01)
    kept = list((home / "sites/bakery/releases").iterdir())
    assert len(kept) == publish.KEPT_RELEASES
    assert (home / "sites/bakery/current/index.html").read_bytes() == version(5)["index.html"]


def test_a_page_that_is_still_open_finds_the_parts_it_names(home: Path):
    for number in (1, 2):
        write_site(get_settings(), "bakery", version(number))
    old = find_file(get_settings(), "bakery", "site.00000001.css")
    assert old and old.content == b"/*1*/"
    shared = find_file(get_settings(), "bakery", "assets/same.txt")
    assert shared and shared.content == b"2"


async def test_a_reader_never_sees_a_gap_or_a_mix_while_two_hundred_publishes_run(home: Path, monkeypatch):
    monkeypatch.setattr(publish.os, "fsync", lambda _handle: None)  # what is proved here is order, not disks
    write_site(get_settings(), "bakery", version(0))
    is_running, seen = True, set()

    def read() -> int:
        reads = 0
        while is_running:
            page = find_file(get_settings(), "bakery", "")
            number = int(page.content.split(b"<p>")[1].split(b"<")[0])
            sheet = find_file(get_settings(), "bakery", f"site.{number:08x}.css")
            assert sheet is not None and sheet.content == f"/*{number}*/".encode()
            link = (home / "sites/bakery/current").resolve()
            assert (link / "assets/same.txt").read_bytes() in (link / "index.html").read_bytes()
            seen.add(number)
            reads += 1
        return reads

    reader = asyncio.create_task(asyncio.to_thread(read))
    for number in range(1, 201):
        await asyncio.to_thread(write_site, get_settings(), "bakery", version(number))
    is_running = False
    assert await reader > 50 and len(seen) > 5


def test_two_that_publish_the_same_at_once_both_succeed(home: Path):
    async def both():
        jobs = [asyncio.to_thread(write_site, get_settings(), "bakery", version(n % 3)) for n in range(24)]
        return await asyncio.gather(*jobs)

    done = asyncio.run(both())
    assert len({one.release for one in done}) == 3
    assert (home / "sites/bakery/current/index.html").exists()


def test_a_crash_while_writing_leaves_the_old_page_and_is_swept_later(home: Path, monkeypatch):
    write_site(get_settings(), "bakery", version(1))
    with monkeypatch.context() as broken:
        broken.setattr(publish, "_write", _disk_full)
        with pytest.raises(OSError, match="full"):
            write_site(get_settings(), "bakery", version(2))
    assert b"<p>1</p>" in (home / "sites/bakery/current/index.html").read_bytes()
    left = home / "sites/bakery/releases/.0123.crashed"  # as a kill -9 would leave it
    left.mkdir()
    os.utime(left, (1, 1))
    write_site(get_settings(), "bakery", version(2))
    assert not left.exists() and b"<p>2</p>" in (home / "sites/bakery/current/index.html").read_bytes()


def _disk_full(_path: Path, _content: bytes) -> None:
    raise OSError(28, "disk full")


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/etc/passwd",
        "a/../../x",
        ".hidden",
        "a//b",
        "",
        "a/",
        "..",
        "a\\b",
        "a\0b",
        "a b",
        "é",
        "x.br",
        "-x",
    ],
)
def test_a_file_cannot_be_named_out_of_the_folder(home: Path, path):
    with pytest.raises(Invalid):
        write_site(get_settings(), "bakery", {**PAGE, path: b""})
    assert not (home / "sites" / "bakery").exists()


@pytest.mark.parametrize("label", ["..", ".", "", "a/b", "a.b", "A", "-a", "a-", "a" * 64, "a_b", "é", "a\n"])
def test_a_subdomain_is_one_plain_label(home: Path, label):
    for work in (lambda: write_site(get_settings(), label, PAGE), lambda: withdraw(get_settings(), label)):
        with pytest.raises(Invalid):
            work()
    assert find_file(get_settings(), label, "") is None


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(alphabet="./\\%~a-_\0 \n", max_size=12))
def test_a_safe_path_stays_below(tmp_path: Path, path):
    if is_safe_path(path):
        assert (tmp_path / path).resolve().is_relative_to(tmp_path.resolve())
        assert (tmp_path / path).resolve() != tmp_path.resolve()


def test_a_site_without_a_front_page_is_not_published(home: Path):
    with pytest.raises(Invalid, match="needs an index"):
        write_site(get_settings(), "bakery", {"a.html": b""})


def test_withdrawing_leaves_nothing_on_disk(home: Path):
    write_site(get_settings(), "bakery", PAGE)
    assert withdraw(get_settings(), "bakery")
    assert not (home / "sites" / "bakery").exists() and find_file(get_settings(), "bakery", "") is None
    assert not withdraw(get_settings(), "bakery")


def test_the_sites_folder_can_be_carried_to_another_server(home: Path, tmp_path: Path):
    write_site(get_settings(), "bakery", PAGE)
    shutil.copytree(home / "sites", tmp_path / "elsewhere", symlinks=True)
    assert (tmp_path / "elsewhere/bakery/current/index.html").read_bytes() == PAGE["index.html"]
