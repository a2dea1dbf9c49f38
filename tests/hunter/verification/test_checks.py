"""Verification with a database: what is kept, what follows, and what happens without a network."""

from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.hunter import rows
from tests.hunter.verification.web import CLOSED, Internet, Site, running
from webmagic.core.clock import ago
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound, VendorError
from webmagic.core.ledger import Job
from webmagic.core.settings import get_settings
from webmagic.hunter import evidence_of, load_sample, patch_business, verify, verify_all, verify_due
from webmagic.models import Business, GeneratedSite, SiteStatus, Stage, WebsiteEvidence, WebsiteState

NAME = "Quill & Sons Plumbing"
HOST = "quillandsonsplumbing.com"
PAGE = (
    f"<html><title>{NAME}</title><h1>{NAME}</h1><p>{'Drains and pipes for all. ' * 30}</p><p>{{}}</p></html>"
)
THEIRS = PAGE.format("Call (937) 555-0142")


@pytest.fixture
def listed(take_in):
    """The id of one business from one listing."""

    async def listed(**changes) -> int:
        report = await take_in([rows.outscraper(facebook=None, email_1="quill@gmail.com", **changes)])
        (business_id,) = report.business_ids
        return business_id

    return listed


@pytest.fixture
def online(tmp_path):
    @asynccontextmanager
    async def online(**sites: Site):
        net = Internet({name.replace("_", "."): site for name, site in sites.items()})
        async with running(net, tmp_path) as web:
            yield net, web

    return online


async def load(business_id: int) -> tuple[Business, list[WebsiteEvidence]]:
    async with reading() as session:
        business = await session.get(Business, business_id)
        assert business
        return business, await evidence_of(session, business_id)


async def test_a_site_at_its_name_is_found_and_its_evidence_kept(db, listed, online):
    business_id = await listed()
    async with online(**{HOST: Site({"/": THEIRS})}) as (_, web):
        report = await verify(transaction, business_id, web=web)
    business, (verdict, found) = await load(business_id)
    assert (report.state, report.checked, report.url) == ("has_website", True, f"http://{HOST}/")
    assert (business.website_state, business.website, business.qualified) == (
        "has_website",
        report.url,
        False,
    )
    assert business.provenance["website_state"] == "verification"
    assert (verdict.kind, found.kind, found.detail["fit"]) == ("verdict", "guessed", "theirs")
    assert found.detail["agrees"] == ["telephone +19375550142", "name"] and verdict.next_at is None


async def test_nothing_found_confirms_the_listing_and_is_looked_at_again_in_a_month(db, listed, online):
    business_id = await listed()
    async with online() as (net, web):
        report = await verify(transaction, business_id, web=web)
    business, (verdict,) = await load(business_id)
    assert (report.state, report.checked) == ("confirmed_none", True)
    assert business.qualified and business.stage == Stage.QUALIFIED
    assert verdict.next_at and not net.asked and HOST in net.looked_up


async def test_an_expired_domain_in_the_listing_makes_a_lead_that_the_same_listing_cannot_undo(
    db, take_in, listed, online
):
    given = {"site": "http://www.gone-long-ago.com"}
    business_id = await listed(**given)
    assert (await load(business_id))[0].website_state == "has_website"
    async with online() as (_, web):
        await verify(transaction, business_id, web=web)
    for changes in ({}, {"reviews": 200}):
        await take_in([rows.outscraper(facebook=None, email_1="quill@gmail.com", **given, **changes)])
        business, _ = await load(business_id)
        assert (business.website_state, business.website, business.qualified) == ("confirmed_none", "", True)
    await take_in([rows.outscraper(site="https://quill-new.com", reviews=201)])
    business, _ = await load(business_id)
    assert (business.website_state, business.website) == ("has_website", "https://quill-new.com")


async def test_without_a_network_the_listings_word_stands_and_says_so(db, listed, online):
    business_id = await listed()
    async with online() as (net, web):
        net.is_up = False
        report = await verify(transaction, business_id, web=web)
    business, (evidence,) = await load(business_id)
    assert (report.state, report.checked, report.reason) == (
        "confirmed_none",
        False,
        "not checked: no network",
    )
    assert (evidence.kind, evidence.detail["reason"]) == ("not_checked", "not checked: no network")
    assert business.qualified and evidence.next_at
    async with transaction() as session:
        assert await verify_due(session, 10) == 0


async def test_when_asked_to_insist_a_missing_network_is_an_error(db, listed, online, monkeypatch):
    monkeypatch.setenv("VERIFY_WEBSITES", "on")
    get_settings.cache_clear()
    business_id = await listed()
    async with online() as (net, web):
        net.is_up = False
        with pytest.raises(VendorError, match="name server") as error:
            await verify(transaction, business_id, web=web)
    assert not error.value.permanent


async def test_when_switched_off_nobody_looks(db, listed, online, monkeypatch):
    monkeypatch.setenv("VERIFY_WEBSITES", "off")
    get_settings.cache_clear()
    business_id = await listed()
    async with online() as (net, web):
        report = await verify(transaction, business_id, web=web)
        async with transaction() as session:
            assert await verify_due(session, 10) == 0
    assert not report.checked and not net.looked_up


async def test_invented_businesses_are_not_looked_up(db, online):
    await load_sample(transaction)
    async with online() as (net, web):
        reports = await verify_all(transaction, web=web)
    assert reports and not any(report.checked for report in reports) and not net.looked_up
    assert {report.reason for report in reports} == {"not checked: an invented business of the sample"}
    async with transaction() as session:
        assert await verify_due(session, 1000) == 0
        assert (await session.exec(select(sa.func.count()).where(Business.qualified))).one() > 10


async def test_a_dead_domain_is_asked_less_and_less_and_then_no_more(db, listed, online):
    business_id = await listed()
    states = []
    async with online(**{HOST: Site(address=CLOSED)}) as (_, web):
        for _turn in range(6):
            states.append((await verify(transaction, business_id, web=web)).state)
            _, (_, found) = await load(business_id)
            if found.next_at:
                resting = await verify(transaction, business_id, web=web)
                assert resting.state == states[-1]
                assert (await load(business_id))[1][1].detail["tries"] == found.detail["tries"]
            async with transaction() as session:
                await session.exec(
                    sa.update(WebsiteEvidence)
                    .where(WebsiteEvidence.next_at.is_not(None))
                    .values(next_at=ago(minutes=1))
                )
    assert states == ["needs_review"] * 3 + ["confirmed_none"] * 3
    _, (_, found) = await load(business_id)
    assert (found.detail["tries"], found.next_at) == (4, None)


async def test_our_own_sites_are_no_websites_of_theirs(db, listed, online, monkeypatch):
    monkeypatch.setenv("SITES_DOMAIN", "oursites.com")
    get_settings.cache_clear()
    business_id = await listed(menu_link="http://quill.oursites.com/")
    async with online(**{"quill.oursites.com": Site({"/": THEIRS})}) as (net, web):
        report = await verify(transaction, business_id, web=web)
    assert report.state == "confirmed_none" and not net.asked


async def test_a_persons_word_stands(db, listed, online):
    business_id = await listed()
    async with transaction() as session:
        await patch_business(session, business_id, {"website_state": "confirmed_none"})
    async with online(**{HOST: Site({"/": THEIRS})}) as (_, web):
        report = await verify(transaction, business_id, web=web)
        business, (verdict, _) = await load(business_id)
        async with transaction() as session:
            assert await verify_due(session, 10) == 0
    assert (report.state, business.website_state) == ("confirmed_none", "confirmed_none")
    assert verdict.detail["found"] == "has_website"


@pytest.mark.parametrize("is_sold", [False, True])
async def test_a_site_made_for_a_business_that_has_one_is_withdrawn_unless_it_was_sold(
    db, listed, online, is_sold
):
    business_id = await listed()
    async with transaction() as session:
        business = await session.get(Business, business_id)
        business.stage = Stage.SOLD if is_sold else Stage.PITCHED
        site = GeneratedSite(
            business_id=business_id, subdomain="quill", status=SiteStatus.PUBLISHED, is_claimed=is_sold
        )
        session.add(site)
    async with online(**{HOST: Site({"/": THEIRS})}) as (_, web):
        await verify(transaction, business_id, web=web)
    async with reading() as session:
        jobs = (await session.exec(select(Job).where(Job.kind == "generation.withdraw"))).all()
    business, _ = await load(business_id)
    assert len(jobs) == (0 if is_sold else 1)
    assert business.stage == (Stage.SOLD if is_sold else Stage.REJECTED)
    if not is_sold:
        assert jobs[0].arguments["site_id"] and HOST in business.disqualified_reason


async def test_what_is_due_is_asked_for_once_leads_first(db, take_in, online):
    await take_in([
        rows.outscraper(name="Has One", place_id="ChIJhasone0001", google_id=None, cid=None, site="https://a-own.com"),
        rows.outscraper(place_id="ChIJlead000001", google_id=None, cid=None),
    ])  # fmt: skip
    async with transaction() as session:
        assert await verify_due(session, 1) == 1
        assert await verify_due(session, 10) == 1  # the other; the first is under way
        first = (await session.exec(select(Job).order_by(Job.id))).first()
        lead = await session.get(Business, first.arguments["business_id"])
    assert (first.kind, lead.website_state) == ("scraping.verify", WebsiteState.NONE)
    async with online(a_own_com=Site({"/": PAGE.format("")})) as (_, web):
        reports = await verify_all(transaction, web=web)
    assert len(reports) == 2 and all(report.checked for report in reports)
    async with transaction() as session:
        assert await verify_due(session, 10) == 0


async def test_a_listing_that_changes_its_mind_is_due_again(db, take_in, listed, online):
    business_id = await listed()
    async with online() as (_, web):
        await verify(transaction, business_id, web=web)
    await take_in([rows.outscraper(site="https://quill-new.com", reviews=201)])
    async with transaction() as session:
        assert await verify_due(session, 10) == 1


async def test_an_unknown_business_is_not_found(db):
    with pytest.raises(NotFound):
        await verify(transaction, 12345)
