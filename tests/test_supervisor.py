"""The supervisor's children, without the whole product around them."""

import os
import signal
import sys
import time
from pathlib import Path

from webmagic.supervisor import Child, _end

PARENT = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_stopping_ends_what_a_killed_child_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    note = tmp_path / "pid"
    child = Child("web", [sys.executable, "-c", PARENT, str(note)], environment=dict(os.environ))
    child.start()
    deadline = time.monotonic() + 20
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    left = int(note.read_text())
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    assert is_alive(left)
    _end([child], None)
    while is_alive(left):
        assert time.monotonic() < deadline
        time.sleep(0.05)
