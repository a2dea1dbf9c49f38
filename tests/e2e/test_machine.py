"""The machine itself: starting, stopping, and sentences instead of stack traces."""

import os
import signal
import subprocess
import sys
import time

import httpx
import pytest

from tests.e2e.conftest import Running, environment, free_port, start, wait_until_ready
from webmagic.core.settings import REPO

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]


def refuse(home, port, **changes) -> str:
    """What `webmagic up` says when it cannot start."""
    done = subprocess.run(
        [sys.executable, "-m", "webmagic.cli", "up", "--port", str(port)],
        env=environment(home, port) | changes,
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (sentence,) = [line for line in done.stderr.splitlines() if line.startswith("✗")]
    return sentence


def test_a_port_in_use_is_one_sentence(running: Running, tmp_path):
    assert f"Port {running.port}" in refuse(tmp_path, running.port)


def test_a_second_start_on_the_same_state_is_one_sentence(running: Running):
    assert "already running" in refuse(running.home, free_port())


def test_a_broken_setting_is_one_sentence(tmp_path):
    assert "RESEND_API_KEY" in refuse(tmp_path, free_port(), MAIL_PROVIDER="resend")


def test_an_unreadable_database_is_one_sentence(tmp_path):
    (tmp_path / "webmagic.db").write_bytes(b"this is no database, and long enough to be looked at" * 40)
    assert "database" in refuse(tmp_path, free_port())


def test_stopping_ends_every_child_and_starting_again_finds_everything(tmp_path_factory):
    home = tmp_path_factory.mktemp("again")
    port, log = free_port(), home / "up.log"
    os.environ["SAMPLE_TERRITORY"] = "false"
    second = first = start(home, port, log)
    try:
        wait_until_ready(first, port, log)
        assert log.read_text().count("Password") == 1
        children = subprocess.run(
            ["pgrep", "-P", str(first.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        assert len(children) >= 4  # web, two workers, Redis
        first.send_signal(signal.SIGINT)
        first.wait(40)
        assert not any(os.path.exists(f"/proc/{child}") for child in children)

        log.write_text("")
        began = time.monotonic()
        second = start(home, port, log)
        wait_until_ready(second, port, log)
        print(f"second start: {time.monotonic() - began:.1f} s")
        assert "Password" not in log.read_text()  # shown once
        second.send_signal(signal.SIGTERM)
        second.wait(40)
    finally:
        for process in (first, second):
            process.kill()
        del os.environ["SAMPLE_TERRITORY"]


def test_killing_the_supervisor_leaves_no_child_behind(tmp_path_factory):
    home = tmp_path_factory.mktemp("killed")
    port, log = free_port(), home / "up.log"
    os.environ["SAMPLE_TERRITORY"] = "false"
    try:
        process = start(home, port, log)
        wait_until_ready(process, port, log)
        children = subprocess.run(
            ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        process.kill()
        process.wait()
        deadline = time.monotonic() + 40
        while any(os.path.exists(f"/proc/{child}") for child in children):
            assert time.monotonic() < deadline, "children outlived their supervisor"
            time.sleep(0.2)
    finally:
        del os.environ["SAMPLE_TERRITORY"]


def children_of(pid: int) -> dict[str, int]:
    """The supervisor's children by what they are."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    names = {"redis-server": "redis", "granian": "web", "main generation": "worker"}
    return {
        names[word]: int(line.split()[0]) for line in listed.splitlines() for word in names if word in line
    }


def test_a_killed_web_process_redis_or_worker_is_replaced_and_leaves_nobody_behind(tmp_path_factory):
    home = tmp_path_factory.mktemp("healing")
    port, log = free_port(), home / "up.log"
    os.environ["SAMPLE_TERRITORY"] = "false"
    process = start(home, port, log)
    try:
        wait_until_ready(process, port, log)
        first = children_of(process.pid)
        (serving,) = subprocess.run(
            ["pgrep", "-P", str(first["web"])], capture_output=True, text=True, check=False
        ).stdout.split()
        for pid in first.values():
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 90
        while not (replaced(first, children_of(process.pid)) and is_whole(port)):
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.3)
        assert not os.path.exists(f"/proc/{serving}"), "the killed web process left its server behind"
    finally:
        process.terminate()
        process.wait(40)
        del os.environ["SAMPLE_TERRITORY"]


def replaced(before: dict[str, int], now: dict[str, int]) -> bool:
    """Whether each child is there again under another pid: right after the kill there are none at all."""
    return set(now) == set(before) and not set(now.values()) & set(before.values())


def is_whole(port: int) -> bool:
    try:
        return httpx.get(f"http://localhost:{port}/readyz", timeout=2).json()["ready"]
    except (httpx.HTTPError, ValueError):
        return False
