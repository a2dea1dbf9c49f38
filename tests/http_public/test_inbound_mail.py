"""Answers that come by way of a mail provider: announced, fetched or posted, and kept once."""

import json

import pytest
from sqlmodel import select

from tests.fakes.http import Answer, Request, serving
from tests.http_public.conftest import Town
from tests.http_public.test_mail_webhooks import everything, resend, secrets, sent_letter, work_off
from webmagic.core.database import transaction
from webmagic.core.errors import VendorError
from webmagic.core.settings import get_settings
from webmagic.models import Business, Campaign, Message, Reply, WebhookEvent
from webmagic.pitcher.replies.fetching import fetch_from_resend
from webmagic.pitcher.reports.applying import key_of

__all__ = ["secrets"]
EMAIL_ID = "56761188-7520-42d8-8898-ff6fc54ce618"
ADDRESS = "/webhooks/sendgrid/inbound/"
SECRET = "a-long-and-secret-part-of-an-address"


def received(message_id: str = "msg_in"):
    """As Resend announces it: without the text."""
    facts = {"email_id": EMAIL_ID, "from": "Walt <walt@harrowlocks.example.com>", "subject": "Re: A website"}
    return resend("received", message_id=message_id, **facts)


def whole(letter: Message, text: str = "Sounds good, tell me more!") -> dict:
    """As Resend gives it when asked."""
    return {
        "object": "email",
        "id": EMAIL_ID,
        "from": "Walt <walt@harrowlocks.example.com>",
        "to": ["hello@webmagic.example.com"],
        "subject": "Re: A website",
        "message_id": "<answer-1@phone>",
        "text": text,
        "html": None,
        "headers": {"in-reply-to": f"<{key_of(letter)}@webmagic.example.com>"},
        "attachments": [],
    }


@pytest.fixture
def resend_gives(monkeypatch):
    """A server in Resend's place, asked with our key, which answers what the test says."""
    asked: list[Request] = []

    def use(answers: list[Answer]):
        async def handle(request: Request) -> Answer:
            asked.append(request)
            return answers.pop(0) if len(answers) > 1 else answers[0]

        return handle, asked

    return use


async def test_an_answer_announced_by_resend_is_fetched_joined_to_its_letter_and_kept_once(
    town: Town, secrets, resend_gives, monkeypatch
):
    letter = await sent_letter(town)
    handle, asked = resend_gives([Answer(200, whole(letter))])
    async with serving(handle) as url:
        monkeypatch.setenv("RESEND_BASE_URL", url)
        monkeypatch.setenv("RESEND_API_KEY", "re_secret")
        get_settings.cache_clear()
        for message_id in (
            "msg_in",
            "msg_in",
            "msg_in_again",
        ):  # Resend repeats, and may do so under another id
            headers, body = received(message_id)
            answer = await town.browser.post("/webhooks/resend", content=body, headers=headers)
            assert answer.status_code == 204
        assert set(await work_off()) == {""}
    (reply,) = await everything(Reply)
    assert (reply.source, reply.message_id, reply.matched_by) == ("resend", letter.id, "reference")
    assert reply.text_body == "Sounds good, tell me more!" and reply.reply_class == "interested"
    assert {(one.method, one.path) for one in asked} == {("GET", f"/emails/receiving/{EMAIL_ID}")}
    assert asked[0].headers["authorization"] == "Bearer re_secret"
    async with transaction() as session:
        campaign = (await session.exec(select(Campaign))).one()
    assert campaign.state == "stopped"


async def test_while_resend_does_not_give_the_text_the_announcement_waits_and_nothing_is_lost(
    village: Town, secrets, resend_gives, monkeypatch
):
    letter = await sent_letter(village)
    handle, _ = resend_gives([Answer(503, {"message": "busy"}), Answer(200, whole(letter))])
    async with serving(handle) as url:
        monkeypatch.setenv("RESEND_BASE_URL", url)
        get_settings.cache_clear()
        headers, body = received()
        await village.browser.post("/webhooks/resend", content=body, headers=headers)
        with pytest.raises(VendorError, match="RESEND_API_KEY is not set"):
            await work_off()
        monkeypatch.setenv("RESEND_API_KEY", "re_secret")
        get_settings.cache_clear()
        with pytest.raises(VendorError, match="does not give the mail"):
            await work_off()
        assert await everything(Reply) == []
        await work_off()
    (reply,) = await everything(Reply)
    assert reply.message_id == letter.id


@pytest.mark.parametrize("email_id", ["../../emails", "a", "x" * 200, "id?x=1"])
async def test_an_id_that_is_none_asks_resend_for_nothing(home, email_id):
    with pytest.raises(VendorError, match="without a proper id") as caught:
        await fetch_from_resend(email_id)
    assert caught.value.permanent


@pytest.fixture
def parse(monkeypatch):
    monkeypatch.setenv("SENDGRID_INBOUND_SECRET", f"too-short {SECRET}")
    get_settings.cache_clear()


def form(letter: Message, text: str = "No thanks, please do not write to us again.") -> dict[str, str]:
    """Inbound Parse, its fields taken apart."""
    headers = (
        "Received: by mx.sendgrid.net\nFrom: Walt <walt@harrowlocks.example.com>\nSubject: Re: A website\n"
        f"Message-ID: <answer-2@desk>\nReferences: <other@x>\n <{key_of(letter)}@webmagic.example.com>\n"
    )
    return {
        "headers": headers,
        "from": "Walt <walt@harrowlocks.example.com>",
        "to": "hello@webmagic.example.com",
        "subject": "Re: A website",
        "text": text,
        "envelope": json.dumps(
            {"from": "walt@harrowlocks.example.com", "to": ["hello@webmagic.example.com"]}
        ),
        "charsets": json.dumps({"text": "utf-8"}),
    }


async def test_sendgrids_parsed_mail_is_kept_once_and_a_no_is_honoured(town: Town, parse):
    letter = await sent_letter(town)
    for _ in range(2):
        answer = await town.browser.post(ADDRESS + SECRET, data=form(letter))
        assert answer.status_code == 204
    (reply,), (business,) = await everything(Reply), await everything(Business)
    assert (reply.source, reply.message_id, reply.matched_by) == ("sendgrid", letter.id, "reference")
    assert business.do_not_contact and business.stage == "opted_out"


async def test_sendgrids_whole_mail_is_read_with_its_attachments_as_names(village: Town, parse):
    letter = await sent_letter(village)
    raw = (
        "From: Walt <walt@harrowlocks.example.com>\r\nTo: hello@webmagic.example.com\r\n"
        "Subject: Re: A website\r\n"
        f"Message-ID: <answer-3@desk>\r\nIn-Reply-To: <{key_of(letter)}@webmagic.example.com>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHow much is it per month?\r\n"
        '--b\r\nContent-Type: image/jpeg; name="shop.jpg"\r\nContent-Disposition: attachment; '
        'filename="shop.jpg"\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQ\r\n--b--\r\n'
    )
    answer = await village.browser.post(ADDRESS + SECRET, files={"email": (None, raw)})
    assert answer.status_code == 204
    (reply,) = await everything(Reply)
    assert (reply.reply_class, reply.message_id) == ("question", letter.id)
    assert [one["name"] for one in reply.attachments] == ["shop.jpg"]


@pytest.mark.parametrize("secret", ["wrong", "too-short", SECRET.upper(), "%00"])
async def test_another_address_than_the_secret_one_takes_nothing(village: Town, parse, secret):
    answer = await village.browser.post(ADDRESS + secret, data={"text": "hello"})
    assert answer.status_code == 404
    assert await everything(Reply) == [] == await everything(WebhookEvent)


async def test_without_a_long_secret_sendgrids_mail_is_refused(village: Town, monkeypatch):
    monkeypatch.setenv("SENDGRID_INBOUND_SECRET", "short")
    get_settings.cache_clear()
    answer = await village.browser.post(ADDRESS + "short", data={"text": "hello"})
    assert answer.status_code == 503 and "SENDGRID_INBOUND_SECRET" in answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"\xff\x00\xfe", "multipart/form-data; boundary=b"),
        (b"--b\r\nnonsense", "multipart/form-data; boundary=b"),
        (b"text=%ff%fe&headers=%00%0a:::", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_form_that_is_spoilt_is_kept_or_refused_and_breaks_nothing(village: Town, parse, body, kind):
    answer = await village.browser.post(ADDRESS + SECRET, content=body, headers={"content-type": kind})
    assert answer.status_code in (204, 400)
