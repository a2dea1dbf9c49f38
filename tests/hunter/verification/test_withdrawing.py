"""A site made for a business that turns out to have one comes down by itself, through the real job."""

import pytest
from sqlmodel import select

import workers.generation
from tests.hunter import rows
from tests.hunter.verification.web import Internet, Site, running
from webmagic import conductor
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Refused
from webmagic.core.ledger import Queue, Runner
from webmagic.core.settings import get_settings
from webmagic.hosting import site_folder, write_site
from webmagic.hunter import verify
from webmagic.models import Business, GeneratedSite, SiteStatus, Stage

HOST = "quillandsonsplumbing.com"
PAGE = "<title>Quill &amp; Sons Plumbing</title><h1>Quill & Sons Plumbing</h1><p>(937) 555-0142</p>"
MADE = {"index.html": b"<!doctype html><title>Quill</title><p>made for them</p>", "404.html": b"<p>no</p>"}


@pytest.mark.parametrize("is_sold", [False, True])
async def test_it_comes_down_unless_it_was_sold(db, take_in, tmp_path, is_sold):
    assert workers.generation.withdraw
    report = await take_in([rows.outscraper(facebook=None, email_1=None)])
    (business_id,) = report.business_ids
    folder = site_folder(get_settings(), "quill")
    write_site(get_settings(), "quill", MADE)
    async with transaction() as session:
        business = await session.get(Business, business_id)
        business.stage = Stage.SOLD if is_sold else Stage.PITCHED
        site = GeneratedSite(business_id=business_id, subdomain="quill", status=SiteStatus.PUBLISHED,
                             published_version=1, is_claimed=is_sold)  # fmt: skip
        session.add(site)
        await session.flush()
        site_id = site.id
    async with running(Internet({HOST: Site({"/": PAGE})}), tmp_path) as web:
        await verify(transaction, business_id, web=web)
    assert folder.is_dir()
    await Runner([Queue.GENERATION], slots=1).drain()
    async with reading() as session:
        site, business = await session.get(GeneratedSite, site_id), await session.get(Business, business_id)
    assert folder.is_dir() is is_sold
    assert site.status == (SiteStatus.PUBLISHED if is_sold else SiteStatus.WITHDRAWN)
    assert business.stage == (Stage.SOLD if is_sold else Stage.REJECTED)


async def test_a_build_that_ends_after_the_verdict_does_not_go_online(sqlite_db, take_in, tmp_path):
    report = await take_in([rows.outscraper(facebook=None, email_1=None)])
    (business_id,) = report.business_ids
    async with transaction() as session:
        (await session.get(Business, business_id)).stage = Stage.BUILDING
        session.add(GeneratedSite(business_id=business_id, subdomain="quill", status=SiteStatus.BUILDING))
    async with running(Internet({HOST: Site({"/": PAGE})}), tmp_path) as web:
        await verify(transaction, business_id, web=web)
    async with transaction() as session:
        site = (await session.exec(select(GeneratedSite))).one()
        with pytest.raises(Refused, match="a website of its own"):
            await conductor.request_publish(session, site)
