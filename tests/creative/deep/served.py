"""Pages published to disk and served by the real web process's own code: Host routing, compression,
cache and policy headers."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from webmagic.core.settings import REPO, Settings
from webmagic.creative.page import Page
from webmagic.hosting import write_site

READY_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(makers: dict[str, Callable[[str], Page]]) -> Iterator[dict[str, str]]:
    """Key -> address. Each maker is given the address its page will have."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="wmpages") as home:
        own = {
            "WEBMAGIC_HOME": home,
            "SITES_DOMAIN": f"localhost:{port}",
            "PUBLIC_URL": f"http://localhost:{port}",
            "REDIS_URL": "redis://127.0.0.1:1/0",
        }
        settings = Settings(
            _env_file=None,
            webmagic_home=Path(home),
            sites_domain=own["SITES_DOMAIN"],
            public_url=own["PUBLIC_URL"],
        )
        addresses = {}
        for key, make in makers.items():
            address = settings.site_url(key)
            write_site(settings, key, make(address).files)
            addresses[key] = address + "/"
        process = _start(port, {**os.environ, **own}, Path(home))
        try:
            _wait(process, addresses)
            yield addresses
        finally:
            process.terminate()
            process.wait(20)


def _start(port: int, environment: dict[str, str], home: Path) -> subprocess.Popen[bytes]:
    app = "tests.creative.deep.app:app"
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
    with (home / "granian.log").open("wb") as log:
        return subprocess.Popen(
            [*command, "--port", str(port), app], env=environment, cwd=REPO, stdout=log, stderr=log
        )


def _wait(process: subprocess.Popen[bytes], addresses: dict[str, str]) -> None:
    """Names below localhost are the browser's own; here the port is asked, with the name in Host."""
    address = next(iter(addresses.values()))
    host = httpx.URL(address).netloc.decode()
    port, deadline = httpx.URL(address).port, time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if (
                httpx.get(f"http://127.0.0.1:{port}/", headers={"host": host}, trust_env=False).status_code
                == 200
            ):
                return
        time.sleep(0.1)
    raise AssertionError("The pages were not served in time.")
