"""Mail over the wire: each provider's own format, against a small server of our own that checks it."""

import asyncio
import email
import time
from contextlib import asynccontextmanager
from email.policy import default
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import sendgrid, ses
from tests.fakes.http import Answer, serving
from tests.fakes.resend import FakeResend
from tests.fakes.sendgrid import FakeSendgrid
from tests.fakes.ses import FakeSes
from tests.fakes.smtp import sinking
from webmagic.core.errors import BadSettings, VendorError
from webmagic.pitcher.transports import (
    MailboxMailer,
    NoNotes,
    OutcomeUnknown,
    OutgoingMail,
    Pace,
    ResendMailer,
    SenderRefused,
    SendgridMailer,
    SesMailer,
    SmtpMailer,
)
from webmagic.pitcher.transports.codes import Meaning, meaning_of
from webmagic.pitcher.transports.mime import build


def mail(number: int = 7, **changes) -> OutgoingMail:
    return OutgoingMail(
        **{
            "key": f"message-{number}-abc",
            "message_id": f"<message-{number}-abc@agency.example>",
            "from_name": "Ana, Agencia",
            "from_email": "ana@agency.example",
            "to_email": f"walt{number}@shop.example",
            "subject": "Una página web, lista",
            "text": "Buen día:\n.\nadiós\n",
            "html": "<p>Buen día</p>",
            "headers": {"List-Unsubscribe": "<https://agency.example/u/1>"},
        }
        | changes
    )


def read(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=default)


def only(*answers: Answer):
    """A server that gives these answers in turn, whatever it is asked."""
    left = list(answers)

    async def answer(_request) -> Answer:
        return left.pop(0) if len(left) > 1 else left[0]

    return serving(answer)


@asynccontextmanager
async def resend(fake: FakeResend | None = None, pace: Pace | None = None):
    fake = fake or FakeResend(limit=1000)
    async with serving(fake) as url:
        yield ResendMailer("re_secret", url, pace), fake


async def test_resend_is_told_everything_once_and_knows_the_key():
    async with resend() as (mailer, fake):
        first = await mailer.send(mail(subject="A\r\nBcc: eve@evil.example"))
        assert await mailer.send(mail(subject="A\r\nBcc: eve@evil.example")) == first
    (body,) = fake.accepted
    assert fake.requests[0].headers["idempotency-key"] == "message-7-abc"
    assert body["to"] == ["walt7@shop.example"]
    assert body["from"] == '"Ana, Agencia" <ana@agency.example>'
    assert body["subject"] == "A Bcc: eve@evil.example"
    assert body["headers"]["List-Unsubscribe"] == "<https://agency.example/u/1>"


async def test_a_batch_asked_for_again_under_its_key_makes_no_second_mail():
    mails = [mail(n) for n in range(100)]
    async with resend(FakeResend(limit=1000, cut=lambda number: number == 1)) as (mailer, fake):
        lost = await mailer.send_many(mails, "batch-1", NoNotes())
        assert all(isinstance(outcome.error, OutcomeUnknown) for outcome in lost)
        again = await mailer.send_many(mails, "batch-1", NoNotes())
        other = await mailer.send_many(mails[:50], "batch-1", NoNotes())
    assert all(outcome.provider_id and not outcome.error for outcome in again)
    assert len({outcome.provider_id for outcome in again}) == len(fake.accepted) == 100
    assert all(outcome.error.permanent for outcome in other)  # the key belongs to other mails


async def test_one_bad_mail_does_not_hold_up_its_batch():
    mails = [mail(1), mail(2, to_email="spoilt@shop.example"), mail(3)]
    async with resend() as (mailer, fake):
        outcomes = {one.key: one for one in await mailer.send_many(mails, "batch-2", NoNotes())}
    assert [bool(outcomes[m.key].error) for m in mails] == [False, True, False]
    assert outcomes[mails[1].key].error.permanent
    assert sorted(one["to"][0] for one in fake.accepted) == ["walt1@shop.example", "walt3@shop.example"]


async def test_the_providers_limit_is_used_and_never_broken_by_two_workers(tmp_path, figure):
    fake = FakeResend(limit=2, delay=0.01)
    async with serving(fake) as url:
        workers = [ResendMailer("re_secret", url, Pace(tmp_path / "pace", 2)) for _ in range(2)]
        began = time.monotonic()
        for n in range(4):
            await asyncio.gather(*(w.send(mail(10 * n + i)) for i, w in enumerate(workers)))
        seconds = time.monotonic() - began
    assert fake.refused == 0 and len(fake.accepted) == 8
    figure(f"mail: 8 requests at 2 a second in {seconds:.2f} s, none refused")


async def test_a_pace_learns_the_limit_and_rests_when_it_is_told_to(tmp_path):
    pace = Pace(tmp_path / "pace", 2)
    fake = FakeResend(limit=50)
    async with resend(fake, pace) as (mailer, _):
        await mailer.send(mail(1))
        await asyncio.gather(*(mailer.send(mail(n)) for n in range(2, 30)))
        assert fake.refused == 0 and fake.times[-1] - fake.times[0] < 3
    pace.rest(0.3)
    began = time.monotonic()
    async with pace.slot():
        assert time.monotonic() - began > 0.25


async def test_a_clock_set_back_holds_nobody_up(tmp_path, monkeypatch):
    pace, clock = Pace(tmp_path / "pace", 2), [5000.0]
    monkeypatch.setattr("webmagic.pitcher.transports.pace.time.time", lambda: clock[0])
    for _ in range(2):
        async with pace.slot():
            pass
    clock[0] = 1400.0  # an hour back
    async with asyncio.timeout(1), pace.slot():
        pass


async def test_those_who_wait_come_at_even_distances_and_whoever_need_not_wait_comes_at_once(tmp_path):
    pace, times = Pace(tmp_path / "pace", 5), []

    async def work() -> None:
        async with pace.slot():
            times.append(time.monotonic())

    await asyncio.gather(*(work() for _ in range(14)))
    assert times[4] - times[0] < 0.15  # a free second: all five at once
    gaps = [after - before for before, after in pairwise(times[5:])]
    assert min(gaps) > 0.19 and times[9] - times[4] > 1.0


@pytest.mark.parametrize(
    ("status", "name", "extra", "permanent", "wait"),
    [
        (422, "validation_error", {}, True, None),
        (400, "validation_error", {}, True, None),
        (409, "invalid_idempotent_request", {}, True, None),
        (409, "concurrent_idempotent_requests", {}, False, 5),
        (429, "rate_limit_exceeded", {"retry-after": "2"}, False, 2),
        (429, "daily_quota_exceeded", {"retry-after": "1"}, False, 21600),
        (401, "missing_api_key", {}, False, 900),
        (403, "validation_error", {}, False, 900),
        (500, "application_error", {}, False, 1),
        (503, "", {"retry-after": "soon"}, False, 1),
    ],
)
async def test_what_resend_says_decides_whether_a_retry_can_help(status, name, extra, permanent, wait):
    answer = Answer(status, {"statusCode": status, "name": name, "message": "no"}, extra)
    async with only(answer) as url:
        with pytest.raises(VendorError) as caught:
            await ResendMailer("re_secret", url).send(mail())
    assert (caught.value.permanent, caught.value.retry_after) == (permanent, wait)
    assert "re_secret" not in str(caught.value)


@pytest.mark.parametrize(
    "mailer",
    [
        ResendMailer("re_x", "http://127.0.0.1:1"),
        SendgridMailer("SG.x", "http://127.0.0.1:1"),
        SesMailer("AK", "s", "us-east-1", base_url="http://127.0.0.1:1"),
        SmtpMailer("smtp://127.0.0.1:1"),
    ],
)
async def test_a_service_that_is_not_there_may_be_asked_again(mailer):
    with pytest.raises(VendorError) as caught:
        await mailer.send(mail())
    assert not caught.value.permanent and not isinstance(caught.value, OutcomeUnknown)


def ses_mailer(url: str, secret: str = ses.SECRET) -> SesMailer:
    return SesMailer("AKIA1", secret, "us-east-1", base_url=url, configuration="outreach")


async def test_ses_takes_our_signature_and_the_whole_mail():
    fake = FakeSes()
    async with serving(fake) as url:
        assert await ses_mailer(url).send(mail()) == "0100018f-1-000000"
        with pytest.raises(VendorError) as caught:
            await ses_mailer(url, "wrong").send(mail())
    assert not caught.value.permanent and caught.value.retry_after == 900
    (message,), (body,) = fake.accepted, fake.bodies
    assert message["List-Unsubscribe"] == "<https://agency.example/u/1>"
    assert body["ConfigurationSetName"] == "outreach"
    assert {"Name": "key", "Value": "message-7-abc"} in body["EmailTags"]


@pytest.mark.parametrize(
    ("answer", "kind", "permanent"),
    [
        (ses.refusal(400, "MessageRejected"), VendorError, True),
        (ses.refusal(429, "TooManyRequestsException", "Maximum sending rate exceeded"), VendorError, False),
        (ses.refusal(429, "TooManyRequestsException", "Daily sending quota exceeded"), VendorError, False),
        (ses.refusal(400, "SendingPausedException"), SenderRefused, False),
        (ses.refusal(400, "MailFromDomainNotVerifiedException"), SenderRefused, False),
        (ses.refusal(500, "InternalFailure"), OutcomeUnknown, True),
    ],
)
async def test_what_ses_says_decides_whether_a_retry_can_help(answer, kind, permanent):
    async with serving(FakeSes([answer])) as url:
        with pytest.raises(VendorError) as caught:
            await ses_mailer(url).send(mail())
    assert type(caught.value) is kind and caught.value.permanent is permanent


async def test_a_stopped_account_stops_the_rest_of_the_batch():
    fake = FakeSes([ses.refusal(400, "AccountSuspendedException")] * 4)
    async with serving(fake) as url:
        outcomes = await ses_mailer(url).send_many([mail(n) for n in range(20)], "b", NoNotes())
    assert len(outcomes) == 20 and all(isinstance(one.error, SenderRefused) for one in outcomes)
    assert fake.accepted == []


async def test_sendgrid_takes_the_mail_without_tracking_of_its_own():
    fake = FakeSendgrid()
    async with serving(fake) as url:
        mailer = SendgridMailer("SG.secret", url)
        assert await mailer.send(mail()) == "14c5d75ce91"
        outcomes = await mailer.send_many([mail(n) for n in range(10)], "b", NoNotes())
    assert all(one.provider_id for one in outcomes) and len(fake.accepted) == 11
    body = fake.accepted[0]
    assert body["personalizations"][0]["custom_args"] == {"key": "message-7-abc"}
    assert body["headers"]["List-Unsubscribe"] == "<https://agency.example/u/1>"
    assert body["tracking_settings"]["open_tracking"] == {"enable": False}


@pytest.mark.parametrize(
    ("answer", "kind", "permanent"),
    [
        (sendgrid.refusal(400, "Bad"), VendorError, True),
        (sendgrid.refusal(401, "Key"), VendorError, False),
        (sendgrid.refusal(429, "Slow", {"X-RateLimit-Reset": "soon"}), VendorError, False),
        (sendgrid.refusal(503, "Down"), OutcomeUnknown, True),
    ],
)
async def test_what_sendgrid_says_decides_whether_a_retry_can_help(answer, kind, permanent):
    async with serving(FakeSendgrid([answer])) as url:
        with pytest.raises(VendorError) as caught:
            await SendgridMailer("SG.secret", url).send(mail())
    assert type(caught.value) is kind and caught.value.permanent is permanent
    assert "SG.secret" not in str(caught.value)


async def test_smtp_hands_the_whole_mail_over():
    async with sinking() as sink:
        assert await SmtpMailer(sink.url).send(mail()) == "<message-7-abc@agency.example>"
    message = read(sink.taken[0])
    assert message["Message-ID"] == "<message-7-abc@agency.example>"
    assert message.get_body(("plain",)).get_content().splitlines()[:3] == ["Buen día:", ".", "adiós"]


async def test_many_mails_share_a_few_connections_and_a_refused_one_stops_nobody():
    def rcpt(line: bytes) -> bytes:
        return b"550 5.1.1 no such user" if b"walt5@" in line else b"250 ok"

    async with sinking(rcpt=rcpt) as sink:
        outcomes = await SmtpMailer(sink.url).send_many([mail(n) for n in range(40)], "b", NoNotes())
    assert (len(outcomes), len(sink.taken), sink.connections) == (40, 39, 3)
    assert [one.key for one in outcomes if one.error] == ["message-5-abc"]


@pytest.mark.parametrize(
    ("words", "permanent", "kind"),
    [
        ({"rcpt": lambda line: b"550 5.1.1 no such user"}, True, VendorError),
        ({"rcpt": lambda line: b"451 try later"}, False, VendorError),
        ({"rcpt": lambda line: b"550 5.7.26 unauthenticated mail"}, False, SenderRefused),
        ({"rcpt": lambda line: b"421 4.7.28 unusual rate"}, False, SenderRefused),
        ({"data": b"554 spam"}, True, VendorError),
        ({"data": b"452 full"}, False, VendorError),
        ({"data": None}, True, OutcomeUnknown),
    ],
)
async def test_what_smtp_says_decides_whether_a_retry_can_help(words, permanent, kind):
    async with sinking(**words) as sink:
        with pytest.raises(VendorError) as caught:
            await SmtpMailer(sink.url).send(mail())
    assert type(caught.value) is kind and caught.value.permanent is permanent


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        ("550 5.7.26 This mail is unauthenticated", Meaning.SENDER),
        ("550 5.7.515 Access denied, the sending domain does not meet the level", Meaning.SENDER),
        ("421 4.7.32 From header is not aligned", Meaning.SENDER),
        ("421 4.7.28 unusual rate of mail", Meaning.RATE),
        ("421 4.7.0 [TSS04] Messages temporarily deferred", Meaning.RATE),
        ("smtp; 550 5.1.1 user unknown", Meaning.NO_MAILBOX),
        ("550 5.2.1 The account is disabled", Meaning.NO_MAILBOX),
        ("452 4.2.2 over quota", Meaning.FULL),
        ("554 message refused", Meaning.OTHER),
    ],
)
def test_a_refusal_is_read_for_what_it_means(reply, meaning):
    assert meaning_of(reply) == meaning


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://"])
def test_an_address_that_is_no_mail_server_is_refused(url):
    with pytest.raises(BadSettings):
        SmtpMailer(url)


def test_headers_hold_one_line_each_whatever_is_in_them():
    hostile = "x\r\nBcc: eve@evil.example\u2028y\u202e"
    message = read(build(mail(from_name=hostile, subject=hostile, headers={"List-Unsubscribe": hostile})))
    assert message["Bcc"] is None
    assert message["Subject"] == "x Bcc: eve@evil.example y"
    assert len(message.get_all("List-Unsubscribe")) == 1


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


@given(st.text(max_size=400), st.text(max_size=2000), st.text(max_size=120))
def test_whatever_is_written_is_read_back_unchanged(subject, text, name):
    content = build(mail(subject=subject, text=text + "\n", from_name=name))
    message = read(content)
    assert all(len(line) <= 998 for line in content.split(b"\r\n")) and content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    body = message.get_body(("plain",)).get_content()
    assert _lines(body) == _lines(text)
    if subject.isprintable():
        assert " ".join(str(message["Subject"] or "").split()) == " ".join(subject.split())
    assert len(message["From"].addresses) == 1
    assert message["From"].addresses[0].addr_spec == "ana@agency.example"


@pytest.mark.parametrize(
    "address", ["", "walt", "a@b\r\nBcc: x@y", "<a@b.example>", "a b@c.example", "a@b,c@d"]
)
def test_no_mail_is_built_for_what_is_not_one_address(address):
    with pytest.raises(VendorError) as caught:
        build(mail(to_email=address))
    assert caught.value.permanent


async def test_the_mailbox_keeps_one_file_for_one_key(tmp_path):
    mailer = MailboxMailer(tmp_path / "mailbox")
    await asyncio.gather(*(mailer.send(mail()) for _ in range(10)))
    await mailer.send(mail(key="../../etc/passwd"))
    assert sorted(path.name for path in (tmp_path / "mailbox").iterdir()) == [
        "------etc-passwd.eml",
        "message-7-abc.eml",
    ]
