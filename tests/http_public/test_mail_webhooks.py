"""The doors for mail providers: only genuine deliveries come in, each once, and each has its effect."""

import asyncio
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from sqlmodel import select

from tests.core.test_http import Net, page, server
from tests.http_public.conftest import Town
from tests.pitcher import signed
from tests.pitcher.shops import locksmith, on_the_road
from webmagic import payments, pitcher
from webmagic.core import svix
from webmagic.core.database import transaction
from webmagic.core.ledger import Job
from webmagic.core.settings import get_settings
from webmagic.http import mail_webhooks
from webmagic.models import Business, Message, MessageEvent, Suppression, TrackingHit, WebhookEvent
from webmagic.pitcher.reports import verifying
from webmagic.pitcher.reports.applying import key_of

SECRET, OLD_SECRET = "whsec_cmVzZW5kIHRlc3Qgc2VjcmV0", "whsec_b2xkZXIgc2VjcmV0IG9mIG91cnM="


async def everything(table) -> list:
    async with transaction() as session:
        return list((await session.exec(select(table).order_by(table.id))).all())


@pytest.fixture
def secrets(monkeypatch):
    """The settings of an operator who uses all three."""
    monkeypatch.setenv("RESEND_WEBHOOK_SECRET", f"{SECRET} {OLD_SECRET}")
    monkeypatch.setenv("SES_TOPIC_ARNS", signed.TOPIC)
    monkeypatch.setenv("SENDGRID_WEBHOOK_KEY", signed.public(signed.sendgrid_key()))
    get_settings.cache_clear()
    verifying._certificates.clear()


@pytest.fixture
async def amazon(monkeypatch):
    """Amazon's certificate and its confirming page, on a real server behind the guarded fetcher."""
    asked: list[str] = []

    def answer(headers: dict[str, str], path: str) -> bytes:
        asked.append(path)
        return page(signed.amazon_certificate() if path.endswith(".pem") else b"<ok/>")

    async with server(answer) as port:
        net = Net(port)
        monkeypatch.setattr(verifying, "Fetcher", lambda: _plain(net))
        monkeypatch.setattr("webmagic.pitcher.deliveries.Fetcher", lambda: _plain(net))
        monkeypatch.setattr(mail_webhooks, "fetcher", lambda: _plain(net))
        yield asked


class _Plain:
    """The fetcher, its https spoken in the clear to the server of the test."""

    def __init__(self, net: Net):
        self.inner = net.fetcher()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.inner.aclose()

    async def get(self, url: str):
        found = await self.inner.get(url.replace("https://", "http://", 1))
        return type(found)(url, found.status, found.body, found.kind, found.headers)


def _plain(net: Net) -> _Plain:
    return _Plain(net)


async def sent_letter(town: Town, provider: str = "resend", provider_id: str = "re-1") -> Message:
    async with transaction() as session:
        await on_the_road(session, locksmith())
        await pitcher.create_due(session, pitcher.choose(get_settings()))
    await town.work()
    async with transaction() as session:
        message = (await session.exec(select(Message))).one()
        message.provider, message.provider_id = provider, provider_id
        session.add(message)
    return message


async def work_off() -> list[str]:
    return [await payments.process(event.id, transaction) for event in await everything(WebhookEvent)]


def resend(kind: str, secret: str = SECRET, message_id: str = "msg_1", **data):
    body = json.dumps({"type": f"email.{kind}", "data": {"email_id": "re-1", **data}}).encode()
    return svix.signed_headers(secret, message_id, body), body


@pytest.mark.parametrize("provider", ["resend", "ses", "sendgrid"])
async def test_without_a_secret_nothing_is_believed(village, provider):
    answer = await village.browser.post(f"/webhooks/{provider}", content=b"{}")
    assert answer.status_code == 503 and "not set" in answer.json()["error"]
    assert await everything(WebhookEvent) == []


async def test_resend_is_believed_under_the_new_and_the_old_secret_and_each_delivery_once(town, secrets):
    await sent_letter(town)
    posts = [resend("complained"), resend("complained"), resend("delivered", OLD_SECRET, "msg_2")]
    answers = await asyncio.gather(
        *(town.browser.post("/webhooks/resend", content=body, headers=headers) for headers, body in posts)
    )
    assert {answer.status_code for answer in answers} == {204}
    assert len(await everything(WebhookEvent)) == 2
    asked = [job for job in await everything(Job) if job.kind == "monitoring.webhook"]
    assert len(asked) == 2
    for _ in range(2):
        assert await work_off() == ["", ""]
    kinds = sorted(event.kind for event in await everything(MessageEvent))
    assert kinds == ["complaint", "delivered"]
    (business,), (suppression,) = await everything(Business), await everything(Suppression)
    assert (business.stage, business.do_not_contact, suppression.reason) == ("opted_out", True, "complaint")


async def test_a_resend_delivery_altered_late_or_under_a_strange_secret_is_refused(village, secrets):
    headers, body = resend("delivered")
    late = {**headers, "svix-timestamp": str(int(headers["svix-timestamp"]) - 400)}
    strange, _ = resend("delivered", "whsec_c29tZWJvZHkgZWxzZXMgc2VjcmV0")
    for bad_headers, bad_body in ((headers, body + b" "), (late, body), (strange, body), ({}, body)):
        answer = await village.browser.post("/webhooks/resend", content=bad_body, headers=bad_headers)
        assert answer.status_code == 401
    assert await everything(WebhookEvent) == []


async def test_sendgrid_events_of_many_letters_come_in_one_delivery_and_each_counts_once(town, secrets):
    message = await sent_letter(town, "sendgrid", "14c5d75ce93")
    events = [
        {"event": "processed", "sg_event_id": "e0", "sg_message_id": "14c5d75ce93.filter1.1"},
        {"event": "delivered", "sg_event_id": "e1", "sg_message_id": "14c5d75ce93.filter1.1"},
        {"event": "bounce", "type": "blocked", "sg_event_id": "e2", "sg_message_id": "14c5d75ce93.filter1.1"},
        {"event": "bounce", "type": "bounce", "sg_event_id": "e3", "key": key_of(message)},
        {
            "event": "click",
            "sg_event_id": "e4",
            "key": key_of(message),
            "ip": "8.8.8.8",
            "useragent": "curl/8",
        },
        {"event": "delivered", "sg_event_id": "e5", "key": "message-1-000000000000"},
    ]
    for _ in range(2):  # the provider repeats itself under another time
        headers, body = signed.sendgrid(events)
        assert (
            await town.browser.post("/webhooks/sendgrid", content=body, headers=headers)
        ).status_code == 204
        await asyncio.sleep(1.01)
    said = await work_off()
    assert said[0] == "No message of ours has this provider id."
    found = [(event.kind, event.data["is_hard"]) for event in await everything(MessageEvent)]
    assert found == [("delivered", False), ("bounce", False), ("bounce", True)]
    assert [row.reason for row in await everything(Suppression)] == ["bounce"]
    assert {hit.user_agent for hit in await everything(TrackingHit)} == {"curl/8"}


async def test_a_sendgrid_delivery_altered_late_or_signed_by_another_is_refused(village, secrets):
    headers, body = signed.sendgrid([])
    other, other_body = signed.sendgrid([], key=ec.generate_private_key(ec.SECP256R1()))
    old, old_body = signed.sendgrid([], age=400)
    for bad_headers, bad_body in ((headers, body + b"\n"), (other, other_body), (old, old_body), ({}, body)):
        answer = await village.browser.post("/webhooks/sendgrid", content=bad_body, headers=bad_headers)
        assert answer.status_code == 401, answer.text
    headers, body = signed.sendgrid({"event": "x"})
    assert (
        await village.browser.post("/webhooks/sendgrid", content=body, headers=headers)
    ).status_code == 400


BOUNCE = {
    "eventType": "Bounce",
    "bounce": {"bounceType": "Permanent", "feedbackId": "f1", "timestamp": "2026-11-28T08:00:00.000Z"},
    "mail": {"messageId": "0100-ses"},
}


@pytest.mark.parametrize("version", ["1", "2"])
async def test_a_bounce_by_way_of_amazon_closes_the_address(village, secrets, amazon, version):
    await sent_letter(village, "ses", "0100-ses")
    body = signed.sns(BOUNCE, version=version, Subject="Amazon SES Email Event Notification")
    for _ in range(2):
        answer = await village.browser.post(
            "/webhooks/ses", content=body, headers={"content-type": "text/plain"}
        )
        assert answer.status_code == 204, answer.text
    assert await work_off() == [""]
    assert [row.reason for row in await everything(Suppression)] == ["bounce"]
    assert amazon == ["/SimpleNotificationService-0abc.pem"]  # read once, then known


async def test_a_topic_is_confirmed_and_its_greeting_is_no_event(village, secrets, amazon):
    url = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336"
    hello = signed.sns("You have chosen …", Type="SubscriptionConfirmation", Token="2336", SubscribeURL=url)
    greeting = signed.sns("Successfully validated SNS topic for Amazon SES event publishing.")
    for body in (hello, greeting):
        assert (await village.browser.post("/webhooks/ses", content=body)).status_code == 204
    assert await work_off() == ["", ""]
    assert amazon[-1] == "/?Action=ConfirmSubscription&Token=2336"


@pytest.mark.parametrize(
    "changes",
    [
        {"TopicArn": "arn:aws:sns:us-east-1:999999999999:theirs"},
        {"after_Message": "{}"},
        {"Timestamp": "2026-01-01T00:00:00.000Z"},
        {"Timestamp": "yesterday"},
        {"version": "3"},
        {"key": rsa.generate_private_key(65537, 2048)},
        {
            "SigningCertURL": "https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-0abc.pem"
        },
        {"SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0abc.pem"},
        {"SigningCertURL": "http://sns.us-east-1.amazonaws.com/SimpleNotificationService-0abc.pem"},
        {"SigningCertURL": "https://x@sns.us-east-1.amazonaws.com/SimpleNotificationService-0abc.pem"},
        {"SigningCertURL": "https://sns.us-east-1.amazonaws.com:444/SimpleNotificationService-0abc.pem"},
        {"SigningCertURL": "https://sns.us-east-1.amazonaws.com/my-bucket/evil.pem"},
        {"Type": "Other"},
        {"after_Signature": "%%%"},
    ],
)
async def test_what_amazon_did_not_say_is_refused(village, secrets, amazon, changes):
    body = signed.sns(BOUNCE, **changes)
    answer = await village.browser.post("/webhooks/ses", content=body)
    assert answer.status_code == 401, answer.text
    assert await everything(WebhookEvent) == []


@pytest.mark.parametrize("body", [b"", b"[", b"7", b'"x"', b"[" * 100_000, b"\xff", b'{"Type": 1}'])
async def test_a_body_that_makes_no_sense_is_a_clear_refusal(village, secrets, body):
    answer = await village.browser.post("/webhooks/ses", content=body)
    assert answer.status_code in (400, 401) and answer.json()["error"]


async def test_a_delivery_larger_than_allowed_is_refused(village, secrets):
    answer = await village.browser.post("/webhooks/resend", content=b"x" * (256 * 1024 + 1))
    assert answer.status_code == 413
