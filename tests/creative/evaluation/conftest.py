"""A vendor in a thread of its own, for commands that run their own loop."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from tests.creative.test_build import make_shop
from tests.fakes.anthropic import FakeAnthropic, serving
from webmagic.core import database
from webmagic.core.settings import get_settings


@pytest.fixture
def anthropic_thread(sqlite_db, monkeypatch) -> Iterator[FakeAnthropic]:
    """Serves until the test is over; a shop that qualifies is there."""
    fake, is_up, loop = FakeAnthropic(key="test-key"), threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        async with serving(fake):
            is_up.set()
            await asyncio.Event().wait()

    async def shop() -> None:
        await make_shop()
        await database.dispose()

    task = loop.create_task(serve())
    thread = threading.Thread(target=lambda: loop.run_until_complete(asyncio.wait([task])), daemon=True)
    thread.start()
    is_up.wait(5)
    monkeypatch.setenv("ANTHROPIC_API_KEY", fake.key)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
    get_settings.cache_clear()
    asyncio.run(shop())
    yield fake
    loop.call_soon_threadsafe(task.cancel)
    thread.join(5)
    loop.close()
