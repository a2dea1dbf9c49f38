"""The contact form of a published site: people, programs and crowds."""

import re

import pytest
from sqlmodel import select

from tests.creative import shops
from tests.creative.grammars.pages import page_of
from tests.http.conftest import browser
from tests.http.test_sites import add_row
from webmagic.core.database import reading, transaction
from webmagic.core.security import sign
from webmagic.hosting import form_stamp
from webmagic.models import Activity, Customer, GeneratedSite, Lead, Message

FORM = {"name": "Ana", "contact": "+502 5555 0100", "message": "A cake for Saturday?"}


@pytest.fixture
async def site(app):
    await add_row()
    async with browser(app, "http://bakery.localhost:3000") as client:
        yield client


def render_page() -> str:
    return page_of(shops.bakery()).html


async def leads() -> list[Lead]:
    async with reading() as session:
        return list((await session.exec(select(Lead))).all())


async def test_an_enquiry_reaches_the_owner_and_goes_back_to_the_form(site):
    answer = await site.post("/_contact", data=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/#contact")
    (lead,) = await leads()
    assert (lead.name, lead.contact, lead.message, lead.is_spam) == (*FORM.values(), False)
    async with reading() as session:
        assert (await session.exec(select(Activity.kind))).all() == ["lead.received"]


@pytest.mark.parametrize("how", ["data", "json", "files"])
async def test_a_script_gets_json(site, how):
    body = {"data": FORM, "files": {key: (None, value) for key, value in FORM.items()}, "json": FORM}
    answer = await site.post("/_contact", **{how: body[how]}, headers={"accept": "application/json"})
    assert answer.json() == {"ok": True} and len(await leads()) == 1


async def test_who_fills_in_the_hidden_field_is_kept_apart_and_not_told(site):
    answer = await site.post("/_contact", data={**FORM, "website_url": "https://spam.test"})
    assert answer.status_code == 303
    assert [lead.is_spam for lead in await leads()] == [True]
    async with reading() as session:
        assert not (await session.exec(select(Activity))).all()


async def test_the_hidden_field_of_every_page_is_one_that_is_watched(site):
    page = render_page()
    (field,) = re.findall(r'class="trap".*?name="(\w+)"', page)
    await site.post("/_contact", data={**FORM, field: "https://spam.test"})
    assert [lead.is_spam for lead in await leads()] == [True]


async def test_a_page_gets_the_time_at_which_somebody_began_to_write(site):
    answer = await site.get("/_contact")
    assert answer.headers["cache-control"] == "no-store"
    await site.post("/_contact", data={**FORM, "started": answer.json()["started"]})
    assert [lead.is_spam for lead in await leads()] == [True]  # in no time at all


async def test_the_owner_of_a_sold_page_is_mailed_what_was_written(site):
    await site.post("/_contact", data=FORM)  # nobody has bought it yet
    async with transaction() as session:
        row = (await session.exec(select(GeneratedSite))).one()
        row.is_claimed = True
        session.add_all(
            [
                row,
                Customer(
                    business_id=row.business_id, name="Rosa", email="rosa@example.com", provider="simulator"
                ),
            ]
        )
    await site.post("/_contact", data={**FORM, "name": "Ana\r\nBcc: all@example.com"})
    await site.post("/_contact", data={**FORM, "website": "https://spam.test"})
    async with reading() as session:
        (mail,) = (await session.exec(select(Message))).all()
    assert (mail.to_email, mail.purpose) == ("rosa@example.com", "transactional")
    assert "A cake for Saturday?" in mail.text_body and "+502 5555 0100" in mail.text_body
    assert "\n" not in mail.subject and "\r" not in mail.subject


async def test_who_answers_in_no_time_or_forges_the_time_is_spam(site):
    for stamp in (form_stamp(), "0.forged", "x" * 50, sign("form", "9999999999")):
        await site.post("/_contact", data={**FORM, "started": stamp})
    assert all(lead.is_spam for lead in await leads()) and len(await leads()) == 4


async def test_who_takes_their_time_is_heard(site):
    await site.post("/_contact", data={**FORM, "started": sign("form", "1700000000")})
    assert [lead.is_spam for lead in await leads()] == [False]


async def test_a_crowd_from_one_address_is_told_to_wait(site, app):
    codes = [(await site.post("/_contact", data=FORM)).status_code for _ in range(20)]
    assert codes.count(303) == 5 and set(codes[5:]) == {429} and len(await leads()) == 5
    async with browser(app, "http://bakery.localhost:3000", address="198.51.100.9") as other:
        assert (await other.post("/_contact", data=FORM)).status_code == 303


async def test_a_waiting_sender_is_told_for_how_long(site):
    for _ in range(6):
        answer = await site.post("/_contact", data=FORM, headers={"accept": "application/json"})
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 0
    assert answer.json()["error"].startswith("Too many tries. Wait ")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({**FORM, "contact": " "}, "Please leave a phone number or an e-mail address"),
        ({**FORM, "message": ""}, "Please write a message."),
        ({}, "Please leave"),
    ],
)
async def test_a_form_with_a_gap_says_which(site, form, sentence):
    answer = await site.post("/_contact", data=form)
    assert answer.status_code == 400 and sentence in answer.text and not await leads()


async def test_a_form_on_another_site_is_not_accepted(site):
    answer = await site.post("/_contact", data=FORM, headers={"origin": "https://evil.test"})
    assert answer.status_code == 403 and not await leads()


@pytest.mark.parametrize(
    ("content", "content_type", "code"),
    [
        (b"message=" + b"a" * 40_000, "application/x-www-form-urlencoded", 413),
        (b"{" * 40_000, "application/json", 413),
        (b"[1]", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"nonsense", "multipart/form-data; boundary=x", 400),
        (b"nonsense", "multipart/form-data", 400),
        (b"&".join(b"a=1" for _ in range(1000)), "application/x-www-form-urlencoded", 400),
    ],
)
async def test_broken_and_huge_bodies_get_one_sentence(site, content, content_type, code):
    answer = await site.post("/_contact", content=content, headers={"content-type": content_type})
    assert answer.status_code == code and not await leads()


async def test_control_characters_and_long_texts_are_cut(site):
    await site.post("/_contact", data={**FORM, "name": "A\x00\r\nBcc: x" + "n" * 500, "message": "m" * 9000})
    (lead,) = await leads()
    assert lead.name.startswith("A Bcc: x") and len(lead.name) == 200 and len(lead.message) == 4000
