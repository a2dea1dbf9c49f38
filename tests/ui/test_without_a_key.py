"""The key is taken away: admin, API and conductor work on with the built-in designer, and say so."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
from sqlmodel import select

import webmagic.ui.pages  # noqa: F401 (declares every page)
from tests.creative.test_build import all_of, make_shop
from tests.fakes.anthropic import FakeAnthropic, serving
from tests.http.conftest import add_admin, bearer, browser, build_app
from tests.ui.conftest import open_page
from webmagic import conductor, creative
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Queue, Runner
from webmagic.core.settings import get_settings
from webmagic.doctor import examine
from webmagic.models import Business, Job, SiteVersion
from webmagic.ui.page import PAGES
from webmagic.ui.pages.prompts.state import PromptsState
from webmagic.ui.pages.settings.state import SettingsState
from workers import campaigns, generation, monitoring, scraping  # noqa: F401 (declare the kinds)


@pytest.fixture
async def bereft(sqlite_db: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeAnthropic]:
    """Claude made the page of business 1; then its key was taken out of the settings."""
    fake = FakeAnthropic(key="test-key")
    async with serving(fake):
        monkeypatch.setenv("ANTHROPIC_API_KEY", fake.key)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", fake.url)
        get_settings.cache_clear()
        async with transaction() as session:
            await creative.seed_prompts(session)
        site_id = await make_shop()
        await creative.build_site(site_id, "job:0", transaction)
        await conductor.publish_site(site_id, transaction)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "")
        get_settings.cache_clear()
        fake.bill.requests.clear()
        yield fake
    assert not fake.bill.requests and (await all_of(SiteVersion))[0].engine == "claude"


def _states() -> dict[str, type[rx.State]]:
    found: dict[str, type[rx.State]] = {}
    waiting: list[Any] = [rx.State]
    while waiting:
        state = waiting.pop()
        found[state.get_full_name()] = state
        waiting += state.__subclasses__()
    return found


async def test_every_page_of_the_console_opens(bereft: FakeAnthropic, owner: str) -> None:
    states, opened = _states(), 0
    for page in PAGES:
        address = page.route.replace("[id]", "1").replace("[site]", "1").replace("[key]", "1")
        loads = [one for one in page.on_load if one.fn.__qualname__.endswith(".load")]
        for handler in loads[-1:]:
            state = await open_page(states[handler.state_full_name], address, owner, id="1", site="1")
            await handler.fn(state)
            problem = getattr(state, "problem", "")
            assert not {"Claude", "key", "ANTHROPIC", "should"} & set(problem.split()), (page.route, problem)
            opened += 1
    assert opened > 25


async def test_the_console_says_who_designs(bereft: FakeAnthropic, owner: str) -> None:
    prompts = await open_page(PromptsState, "/settings/prompts", owner)
    await PromptsState.event_handlers["load"].fn(prompts)
    assert "The built-in designer works without prompts" in prompts.engine_words
    settings = await open_page(SettingsState, "/settings", owner)
    await SettingsState.event_handlers["load"].fn(settings)
    assert "Built-in designer" in [one.choice for one in settings.providers]
    assert any(one.check == "engine" and "built-in designer" in one.detail for one in await examine())


async def test_the_api_builds_with_the_designer_and_says_so(bereft: FakeAnthropic) -> None:
    alice = await add_admin("alice@example.com")
    async with browser(build_app()) as client:
        client.headers.update(bearer(alice))
        refused = await client.post("/api/v1/sites/generate", json={"business_id": 1, "engine": "claude"})
        assert refused.status_code == 422 and "Claude needs a key" in refused.text
        asked = await client.post("/api/v1/sites/1/regenerate", json={})
        assert asked.status_code == 202, asked.text
        await Runner([Queue.GENERATION], slots=1).drain()
        site = (await client.get("/api/v1/sites/1")).json()
        assert site["engine"] == "studio" and site["status"] == "published"
        status = (await client.get("/api/v1/conductor/status")).json()
        assert status["designer"] == "studio"
        assert (await client.get("/api/v1/settings/prompts")).status_code == 200
    async with reading() as session:
        found = await creative.list_versions(session, 1)
    assert [one.engine for one in found] == ["studio", "claude"]


async def test_the_conductors_cycle_builds_publishes_and_offers_without_it(bereft: FakeAnthropic) -> None:
    async with transaction() as session:
        first = await session.get_one(Business, 1)
        copied = first.model_dump(exclude={"id", "created_at", "updated_at"})
        other = {"dedupe_key": "place:second", "name": "Panadería La Cuesta", "stage": "qualified"}
        session.add(Business(**copied | other | {"email": "dos@lacuesta.example.com"}))
    for _ in range(2):
        await conductor.run_cycle(transaction)
        await Runner(list(Queue), slots=2).drain()
    async with reading() as session:
        second = await session.get_one(Business, 2)
        failed = (await session.exec(select(Job).where(Job.state == "failed"))).all()
    assert second.stage == "pitched" and not failed
    assert {one.engine for one in await all_of(SiteVersion)} == {"claude", "studio"}
