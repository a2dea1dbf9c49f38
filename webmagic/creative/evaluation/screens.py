"""Pictures of the pages of an evaluation, by the browser that inspects new versions."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from webmagic.core.errors import VendorError
from webmagic.core.settings import get_settings
from webmagic.creative.deep import tools
from webmagic.creative.deep.browser import find_chromium
from webmagic.creative.deep.check import Depth, Look, look
from webmagic.creative.evaluation.running import Result
from webmagic.creative.page import Page

GLANCE = Depth(axe=False, lighthouse=0, widths=(), axe_widths=(), schemes=())
SIZES = ("desktop", "mobile")


async def take_screens(
    results: Sequence[Result], headers: dict[str, str], on_progress: Callable[[int], None] = lambda done: None
) -> str:
    """Into each result; why there are none, or "". Nothing is fetched for it: without a browser and its
    tools on this machine the report has its figures alone."""
    if find_chromium() is None or not tools.are_installed():
        return "There is no browser with its tools on this machine, so there are no screens."
    with tempfile.TemporaryDirectory(prefix="wmeval", dir=get_settings().webmagic_home) as scratch:
        pages = []
        for number, result in enumerate(results):
            root = Path(scratch) / str(number)
            await asyncio.to_thread(_write, result.page, root / "page")
            pages.append(
                Look(str(number), folder=str(root / "page"), headers=headers, shots=str(root / "shots"))
            )
        try:
            number = 0
            async for _ in look(pages, GLANCE):
                results[number].screens = _read(Path(pages[number].shots))
                number += 1
                on_progress(number)
        except VendorError as error:
            return str(error)
    return ""


def _write(page: Page, folder: Path) -> None:
    for name, data in page.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _read(folder: Path) -> dict[str, bytes]:
    return {size: path.read_bytes() for size in SIZES if (path := folder / f"{size}.webp").exists()}
