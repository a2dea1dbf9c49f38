"""Mail addresses found while a business is verified, from pages that its listing links to."""

import pytest
from sqlmodel import select

from tests.hunter import rows
from tests.hunter.verification.web import Internet as LocalWeb
from tests.hunter.verification.web import Site, running
from webmagic.core.database import reading, transaction
from webmagic.hunter import evidence_of, patch_business, verify
from webmagic.models import Business

NAME = "Quill & Sons Plumbing"
GUIDE = f"<html><title>{NAME}</title><h1>{NAME}</h1><p>(937) 555-0142, Marrow Creek</p>{{}}</html>"


@pytest.fixture
def checked(take_in, tmp_path):
    """A listing, verified on a small internet."""

    async def checked(sites: dict[str, Site], **changes) -> tuple[Business, dict]:
        report = await take_in(
            [rows.outscraper(**{"email_1": None, "facebook": None, "reviews_data": []} | changes)]
        )
        (business_id,) = report.business_ids
        async with running(LocalWeb(sites), tmp_path) as web:
            await verify(transaction, business_id, web=web)
        async with reading() as session:
            business = (await session.exec(select(Business))).one()
            return business, (await evidence_of(session, business_id))[0].detail

    return checked


async def test_a_page_that_the_listing_links_to_gives_an_address_and_the_score_follows(sqlite_db, checked):
    page = GUIDE.format('<a href="mailto:quillplumbing@gmail.com">Mail</a><p>info@booksy.com</p>')
    link = "http://booksy.com/en-us/1_quill"
    business, detail = await checked(
        {"booksy.com": Site({"/en-us/1_quill": page})}, booking_appointment_link=link
    )
    assert (business.email, business.email_source) == ("quillplumbing@gmail.com", f"linked: {link}")
    assert business.provenance["email"] == f"linked: {link}"
    assert next(r for r in business.score_reasons if r["label"] == "E-mail")["points"] == 25
    kept = {mail["address"]: mail["refused"] for mail in detail["mails"]}
    assert kept == {"quillplumbing@gmail.com": "", "info@booksy.com": "of a platform"}


async def test_a_social_page_may_show_one_too(sqlite_db, checked):
    page = GUIDE.format("<p>quill [at] marrowmail [dot] net</p>")
    sites = {"www.facebook.com": Site({"/quillplumbing": page})}
    business, _ = await checked(sites, facebook="http://www.facebook.com/quillplumbing")
    assert business.email == "quill@marrowmail.net"


async def test_a_page_that_does_not_know_the_business_gives_only_what_bears_its_name(sqlite_db, checked):
    page = "<html><title>Guide</title><p>Others: joe@joesdrains.net, office@quillandsons.net</p></html>"
    link = "http://yelp.com/biz/quill"
    business, detail = await checked({"yelp.com": Site({"/biz/quill": page})}, menu_link=link)
    assert business.email == "office@quillandsons.net"
    assert [mail["address"] for mail in detail["mails"]] == ["office@quillandsons.net"]


async def test_the_owners_answer_to_a_review_gives_one(sqlite_db, checked):
    answers = [
        {"review_text": "Call me at me@customer.net", "owner_answer": "Write to denise@quillpipes.net!"}
    ]
    business, detail = await checked({}, reviews_data=answers)
    assert business.email == "denise@quillpipes.net"
    assert detail["mails"][0]["kind"] in ("answer", "known")


async def test_an_address_that_a_person_entered_stands(sqlite_db, take_in, tmp_path):
    report = await take_in([rows.outscraper(email_1="office@quillandsons.net", facebook=None)])
    (business_id,) = report.business_ids
    async with transaction() as session:
        await patch_business(session, business_id, {"email": "denise@elsewhere.net"})
    async with running(LocalWeb({}), tmp_path) as web:
        await verify(transaction, business_id, web=web)
    async with reading() as session:
        assert (await session.get(Business, business_id)).email == "denise@elsewhere.net"
