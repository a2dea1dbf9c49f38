"""One page, or many, looked at in a real browser: axe, complaints, sideways scroll, Lighthouse."""

import asyncio
import contextlib
import json
import os
import signal
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webmagic.core.errors import VendorError
from webmagic.creative.deep import tools
from webmagic.creative.deep.browser import find_chromium, flags

WIDTHS = (320, 360, 768, 1024, 1440, 1920)
AXE_WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
FIRST_SCREEN = tools.SOURCES / "first_screen.js"
ENOUGH = 95  # a performance score that need not be measured again
LINE_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class Look:
    """One page to look at: an address, or files to serve under these headers."""

    key: str
    url: str = ""
    folder: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    shots: str = ""  # where the two screenshots go; none when empty


@dataclass(frozen=True)
class Depth:
    """How closely. `lighthouse` is how many runs it may take; 0 leaves it out."""

    axe: bool = True
    lighthouse: int = 0
    widths: tuple[int, ...] = WIDTHS
    axe_widths: tuple[int, ...] = AXE_WIDTHS
    schemes: tuple[str, ...] = SCHEMES


async def look(
    pages: list[Look], depth: Depth, *, seconds_each: float = 120
) -> AsyncIterator[dict[str, Any]]:
    """What the browser found, page by page, as `node/check.mjs` writes it. Raises VendorError when
    there is no browser, or it dies, or it takes too long."""
    chromium = find_chromium()
    if chromium is None:
        raise VendorError("There is no Chromium on this machine.", permanent=True)
    if not tools.are_installed():
        await asyncio.to_thread(tools.install)
    request = {
        "chromium": chromium,
        "args": flags(),
        "firstScreen": str(FIRST_SCREEN),
        "axe": depth.axe,
        "widths": depth.widths,
        "axeWidths": depth.axe_widths,
        "schemes": depth.schemes,
        "lighthouse": {"runs": depth.lighthouse, "enough": ENOUGH} if depth.lighthouse else None,
        "pages": [_asked(page) for page in pages],
    }
    with tempfile.TemporaryDirectory(prefix="wmdeep", ignore_cleanup_errors=True) as scratch:
        process = await _start(scratch)
        try:
            async for found in _lines(process, request, seconds_each * (1 + depth.lighthouse)):
                yield found
        finally:
            await _end(process)


def _asked(page: Look) -> dict[str, Any]:
    where = {"folder": page.folder, "headers": page.headers} if page.folder else {"url": page.url}
    return {"key": page.key, "shots": page.shots, **where}


async def _start(scratch: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        "node",
        str(tools.script("check.mjs")),
        env={**tools.environment(), "TMPDIR": scratch},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LINE_LIMIT,
        start_new_session=True,
    )


async def _lines(
    process: asyncio.subprocess.Process, request: dict[str, Any], seconds: float
) -> AsyncIterator[dict[str, Any]]:
    assert process.stdin and process.stdout and process.stderr
    errors = asyncio.create_task(process.stderr.read())
    with contextlib.suppress(ConnectionError):
        process.stdin.write(json.dumps(request).encode())
        await process.stdin.drain()
        process.stdin.close()
    try:
        for page in request["pages"]:
            try:
                line = await asyncio.wait_for(process.stdout.readline(), seconds)
            except TimeoutError:
                raise VendorError(f"The browser took longer than {seconds:.0f} s over a page.") from None
            if not line:
                said = (await errors).decode(errors="replace").strip().splitlines()
                raise VendorError(f"The browser ended early: {(said or ['it said nothing'])[-1][:300]}")
            found = json.loads(line)
            if found.get("error"):
                raise VendorError(f"The browser could not look at {page['key']}: {found['error'][:300]}")
            yield found
    finally:
        errors.cancel()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Node ends by itself once its browser is closed. Asked to end, it closes its browser; killed, it
    closes the pipe on which its browser listens, and that ends it too."""
    for signum, seconds in ((None, 3), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        if signum is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signum)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), seconds)
            return


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """A page's files, for the browser to be served from."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
