"""A build is stored stage by stage, taken up again where it stopped, and finished once."""

import pytest
from sqlmodel import select

from webmagic.core.database import reading, transaction
from webmagic.creative import build_of, build_site, open_site
from webmagic.creative.engines.studio import Studio
from webmagic.creative.stages import STAGES
from webmagic.models import AgentRun, Business, GeneratedSite, RunState, SiteVersion, Stage, WebsiteState


async def make_shop(**changes) -> int:
    """A bakery that qualifies, and its empty site. Returns the site's id."""
    shop = Business(
        dedupe_key="place:test-1",
        name="Panadería El Trigal",
        trade="bakery",
        category="Panadería",
        language="es",
        country="GT",
        city="Antigua Guatemala",
        street="3a calle 900",
        address="3a calle 900, Antigua Guatemala",
        phone="+50255550142",
        email="hola@eltrigal.example.com",
        website_state=WebsiteState.NONE,
        rating=4.8,
        review_count=131,
        reviews=[
            {
                "author": "Marta L.",
                "rating": 5,
                "text": "Las champurradas salen a las seis y a las siete ya no hay.",
            },
            {
                "author": "Julio R.",
                "rating": 5,
                "text": "El pan de yemas es como el de mi abuela. Muy amables siempre.",
            },
            {"author": "Ana P.", "rating": 4, "text": "Rico y barato, la fila avanza rápido."},
        ],
        hours=[{"day": day, "spans": [{"opens": "06:00", "closes": "19:00"}]} for day in range(6)],
        score=100,
        qualified=True,
        stage=Stage.QUALIFIED,
    )
    for name, value in changes.items():
        setattr(shop, name, value)
    async with transaction() as session:
        session.add(shop)
        await session.flush()
        site = await open_site(session, shop.id, "el-trigal")
        return site.id


async def all_of(table):
    async with reading() as session:
        return list((await session.exec(select(table))).all())


async def test_a_build_stores_four_stages_and_one_version(db):
    site_id = await make_shop()
    built = await build_site(site_id, "job:1", transaction)
    assert (built.version, built.engine) == (1, "studio")
    runs = await all_of(AgentRun)
    assert [run.stage for run in runs] == list(STAGES)
    assert {run.state for run in runs} == {RunState.DONE}
    (version,) = await all_of(SiteVersion)
    assert version.blueprint["language"] == "es"
    (shop,) = await all_of(Business)
    assert shop.stage == Stage.BUILT


async def test_the_same_build_twice_makes_one_version(db):
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    await build_site(site_id, "job:1", transaction)
    assert [version.number for version in await all_of(SiteVersion)] == [1]
    await build_site(site_id, "job:2", transaction)
    assert [version.number for version in await all_of(SiteVersion)] == [1, 2]


async def test_a_build_cut_off_goes_on_from_its_last_finished_stage(sqlite_db, monkeypatch):
    site_id = await make_shop()
    asked: list[str] = []

    class Dying(Studio):
        async def direct(self, *arguments):
            raise RuntimeError("power cut")

    class Counting(Studio):
        async def analyse(self, *arguments):
            asked.append("analyst")
            return await super().analyse(*arguments)

        async def direct(self, *arguments):
            asked.append("art_director")
            return await super().direct(*arguments)

    monkeypatch.setattr("webmagic.creative.build.choose", lambda name, desk: Dying())
    with pytest.raises(RuntimeError):
        await build_site(site_id, "job:1", transaction)
    monkeypatch.setattr("webmagic.creative.build.choose", lambda name, desk: Counting())
    await build_site(site_id, "job:1", transaction)
    assert asked == ["art_director"]
    assert len(await all_of(SiteVersion)) == 1


async def test_regenerating_from_a_stage_keeps_what_was_thought_before(sqlite_db, monkeypatch):
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    asked: list[str] = []

    class Counting(Studio):
        async def analyse(self, *arguments):
            asked.append("analyst")
            return await super().analyse(*arguments)

        async def build(self, *arguments):
            asked.append("architect")
            return await super().build(*arguments)

    monkeypatch.setattr("webmagic.creative.build.choose", lambda name, desk: Counting())
    built = await build_site(site_id, "job:2", transaction, from_stage="architect")
    assert asked == ["architect"]
    assert built.version == 2


async def test_the_live_screen_is_rebuilt_from_rows(sqlite_db):
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    async with reading() as session:
        view = await build_of(session, site_id)
    assert [pane.state for pane in view.panes] == ["done"] * 4
    assert all(pane.says for pane in view.panes)


async def test_the_subdomain_of_a_site_never_changes(sqlite_db):
    site_id = await make_shop()
    async with transaction() as session:
        (site,) = (await session.exec(select(GeneratedSite))).all()
        again = await open_site(session, site.business_id, "something-else")
        assert (again.id, again.subdomain) == (site_id, "el-trigal")
