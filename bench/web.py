"""The web process under a steady load of webhooks, so that it too can be killed.

A vendor sends each notice until it is acknowledged, and the same notice again now and then, as
vendors do. An acknowledged notice must be in the inbox once, and worked off once.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bench.scene import Scene
from bench.steady import note
from webmagic.core import svix
from webmagic.core.settings import REPO, get_settings
from webmagic.http.app import around, make_api
from webmagic.payments import webhook_secrets

SEND_EVERY = 0.05
READY_SECONDS = 60


def api():
    """The web process without the console's pages: for granian."""
    return around(None)(make_api())


def acknowledged() -> Path:
    return get_settings().webmagic_home / "acknowledged.txt"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Web:
    """The process, on a port of its own. `pages`: with the built console, to look at in a browser."""

    def __init__(self, place: Scene, *, pages: bool):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        here = ["--host", "127.0.0.1", "--port", str(self.port)]
        granian = ["granian", "bench.web:api", "--interface", "asgi", "--factory", *here, "--workers", "1"]
        console = ["webmagic.ui.build", "serve", *here]
        self.command = [sys.executable, "-m", *(console if pages else granian)]
        addresses = {"PUBLIC_URL": self.url, "SITES_DOMAIN": f"localhost:{self.port}"}
        self.environment = {**place.environment, **addresses}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            cwd=REPO,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """It and what it started, at once."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError("the web process did not come up")


def send(first: int, url: str) -> None:
    """Send notices until killed. A number is noted once the web process has acknowledged it."""
    asyncio.run(_send(first, url))


async def _send(first: int, url: str) -> None:
    dice, number, secret = random.Random(first), first, webhook_secrets(get_settings())[0]
    async with httpx.AsyncClient(base_url=url, timeout=10) as client:
        while True:
            number += 1
            while not await _deliver(client, secret, number):
                await asyncio.sleep(SEND_EVERY)
            note(acknowledged(), str(number))
            if dice.random() < 0.1:
                await _deliver(client, secret, number)
            await asyncio.sleep(SEND_EVERY)


async def _deliver(client: httpx.AsyncClient, secret: str, number: int) -> bool:
    body = json.dumps({"event_type": "product.created", "id": f"pr_{number}"}).encode()
    with contextlib.suppress(httpx.HTTPError):
        headers = svix.signed_headers(secret, f"msg_{number}", body)
        return (await client.post("/webhooks/recurrente", content=body, headers=headers)).is_success
    return False
