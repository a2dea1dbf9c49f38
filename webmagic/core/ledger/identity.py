"""A worker's name, and whether a worker of this very machine is still there.

On a machine that is short of breath a living worker may renew its leases late. Its neighbours on
the same machine can see that its process is there, and leave its jobs alone for a while longer.
"""

import contextlib
import hashlib
import os
import secrets
import socket
from collections.abc import Iterable
from functools import cache
from pathlib import Path


@cache
def machine() -> str:
    """The same for processes that see each other's process numbers: one boot, one namespace."""
    boot = str(os.getppid())
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
        boot += str(os.stat("/proc/self/ns/pid").st_ino)
    return hashlib.sha256(f"{socket.gethostname()}{boot}".encode()).hexdigest()[:6]


def worker_name(queues: Iterable[str]) -> str:
    where = f"{socket.gethostname()[:50]}:{os.getpid()}:{'+'.join(sorted(queues))[:45]}"
    return f"{where}:{machine()}-{secrets.token_hex(2)}"


def is_neighbour_alive(worker: str) -> bool:
    """True only when the worker's process is on this machine, and there."""
    parts = worker.split(":")
    if len(parts) < 4 or not parts[1].isdigit() or parts[-1].partition("-")[0] != machine():
        return False
    try:
        os.kill(int(parts[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _is_no_zombie(int(parts[1]))


def _is_no_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (OSError, IndexError):
        return True
