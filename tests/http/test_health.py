"""Alive, ready, and the figures."""

from tests.http.conftest import bearer, browser
from webmagic.core.clock import ago
from webmagic.core.database import transaction
from webmagic.core.settings import get_settings
from webmagic.models import Business, GeneratedSite, Job


async def test_alive_needs_nothing(client):
    assert (await client.get("/healthz")).json() == {"status": "alive"}


async def test_ready_says_which_part_is_missing(client, live_redis):
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": True, "redis": True})


async def test_not_ready_is_503_and_tells_no_detail(client, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://x:secret@127.0.0.1:1/x")
    get_settings.cache_clear()
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": False, "redis": False})


async def figures(app, **how) -> str:
    async with browser(app, address="127.0.0.1", **how) as client:
        return (await client.get("/metrics")).text


OLDEST = 'webmagic_queue_oldest_seconds{queue="generation"}'


async def test_the_figures_count_what_is_there(app):
    async with transaction() as session:
        business = Business(dedupe_key="np:x", name="Bakery", stage="published")
        session.add(business)
        await session.flush()
        site = GeneratedSite(business_id=business.id, subdomain="bakery", status="published")
        session.add(site)
        await session.flush()
        session.add(Job(kind="generation.build", queue="generation", run_after=ago(seconds=90)))
    text = await figures(app)
    assert 'webmagic_jobs{queue="generation",state="waiting"} 1.0' in text
    assert (
        'webmagic_businesses{stage="published"} 1.0' in text
        and 'webmagic_sites{status="published"} 1.0' in text
    )
    oldest = next(line for line in text.splitlines() if line.startswith(OLDEST))
    assert 89 < float(oldest.split()[-1]) < 100


async def test_the_figures_are_for_this_machine_and_for_bearers(app, client, vera):
    assert (await client.get("/metrics")).status_code == 401
    assert (await client.get("/metrics", headers=bearer(vera))).status_code == 200
    async with browser(app, address="127.0.0.1") as here:
        assert (await here.get("/metrics")).status_code == 200
        for header in ("x-forwarded-for", "forwarded", "x-real-ip", "via"):  # a proxy beside us
            assert (await here.get("/metrics", headers={header: "127.0.0.1"})).status_code == 401
