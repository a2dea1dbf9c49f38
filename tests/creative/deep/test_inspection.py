"""A version on its way through the browser: passed, mended, refused, or nobody could look."""

import pytest
from sqlmodel import select

from tests.creative.test_build import all_of, make_shop
from webmagic import conductor
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound, Refused, VendorError
from webmagic.core.ledger import Job
from webmagic.core.settings import get_settings
from webmagic.creative import build_site, deep, get_site, list_versions
from webmagic.creative.deep import inspection
from webmagic.creative.gate import Finding, Report
from webmagic.creative.stages import Blueprint
from webmagic.hosting import site_headers
from webmagic.models import GeneratedSite, SiteStatus, SiteVersion

CLEAN = {"axe": [], "overflow": [], "complaints": [], "first": []}
WIDE = {"by": 9, "element": "ul", "section": "offer", "width": 320}


async def built(monkeypatch: pytest.MonkeyPatch, *answers: dict) -> int:
    """A built site, and a browser that says these things in turn, the last one for ever."""
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    left = list(answers)

    async def look(pages, depth):
        if "error" in left[0]:
            raise VendorError(left[0]["error"])
        yield left.pop(0) if len(left) > 1 else left[0]

    monkeypatch.setattr(inspection, "look", look)
    return site_id


async def offer_of(number: int) -> str:
    version = next(one for one in await all_of(SiteVersion) if one.number == number)
    sections = Blueprint.model_validate(version.blueprint).sections
    return next(section.variant for section in sections if section.kind == "offer")


@pytest.mark.browser
async def test_a_real_browser_passes_a_built_page_and_leaves_its_screenshots(sqlite_db):
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    seen = await deep.inspect_version(site_id, 1, transaction, site_headers(get_settings()))
    assert (seen.state, seen.findings) == ("passed", [])
    for size in ("desktop", "mobile"):
        assert deep.read_shot(get_settings(), site_id, 1, size)[8:12] == b"WEBP"
    async with reading() as session:
        (version,) = await list_versions(session, site_id)
    assert (version.deep["state"], version.gate_score) == ("passed", 100)


async def test_a_section_that_is_too_wide_is_drawn_another_way_as_a_new_version(db, monkeypatch):
    site_id = await built(monkeypatch, {**CLEAN, "overflow": [WIDE]}, CLEAN)
    seen = await conductor.inspect_site(site_id, 1, transaction)
    assert (seen.state, seen.number) == ("repaired", 2)
    assert await offer_of(1) != await offer_of(2)
    (site,) = await all_of(GeneratedSite)
    assert (site.current_version, site.status) == (2, SiteStatus.READY)
    assert [job.kind for job in await all_of(Job)] == ["generation.publish"]


async def test_the_same_repair_asked_twice_is_one_version(sqlite_db, monkeypatch):
    wide = {**CLEAN, "overflow": [WIDE]}
    site_id = await built(monkeypatch, wide, CLEAN, wide, CLEAN)
    for _ in range(2):
        await conductor.inspect_site(site_id, 1, transaction)
    assert [version.number for version in await all_of(SiteVersion)] == [1, 2]


async def test_what_cannot_be_mended_is_refused_with_its_findings_and_stays_offline(db, monkeypatch):
    complaint = {"kind": "script", "text": "x is not defined"}
    site_id = await built(monkeypatch, {**CLEAN, "complaints": [complaint]})
    seen = await conductor.inspect_site(site_id, 1, transaction)
    assert seen.state == "refused" and not seen.may_go_online
    (site,) = await all_of(GeneratedSite)
    assert site.status == SiteStatus.REFUSED
    assert [finding["rule"] for finding in site.refusal["findings"]] == ["script-error"]
    assert await all_of(Job) == []
    with pytest.raises(Refused, match="broken"):
        await conductor.publish_site(site_id, transaction)


async def test_a_browser_that_is_not_there_holds_nothing_up(sqlite_db, monkeypatch):
    site_id = await built(monkeypatch, {"error": "There is no Chromium on this machine."})
    seen = await conductor.inspect_site(site_id, 1, transaction)
    assert seen.state == "unavailable"
    assert [job.kind for job in await all_of(Job)] == ["generation.publish"]
    with pytest.raises(NotFound):
        deep.read_shot(get_settings(), site_id, 1, "desktop")


async def test_a_version_waits_for_the_browser_where_there_is_one(sqlite_db, monkeypatch):
    site_id = await built(monkeypatch, CLEAN)
    monkeypatch.setenv("DEEP_CHECK", "on")
    get_settings.cache_clear()
    async with transaction() as session:
        await conductor.request_release(session, await get_site(session, site_id))
    async with reading() as session:
        (job,) = (await session.exec(select(Job))).all()
        assert (job.kind, job.arguments["number"]) == ("generation.inspect", 1)
        assert await conductor.list_publishable(session) == []


async def test_a_refused_build_keeps_its_findings_until_one_passes(sqlite_db, monkeypatch):
    asked = {}

    def refusing(page, facts, **how):
        asked.update(how)
        return Report(findings=[Finding(rule="fact-phone", place="main", message="Not the listing's.")])

    site_id = await make_shop()
    with monkeypatch.context() as strict:
        strict.setattr("webmagic.creative.mending.gate.inspect", refusing)
        with pytest.raises(Refused):
            await build_site(site_id, "job:1", transaction)
    (site,) = await all_of(GeneratedSite)
    assert site.refusal["findings"][0]["rule"] == "fact-phone" and site.refusal["score"] == 75
    assert asked == {"is_preview": True}
    await build_site(site_id, "job:2", transaction)
    (site,) = await all_of(GeneratedSite)
    assert site.refusal is None
