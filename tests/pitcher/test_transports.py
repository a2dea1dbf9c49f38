"""Mail over the wire: Resend's HTTP and plain SMTP, each against a small server of our own."""

import asyncio
import email
import json
from contextlib import asynccontextmanager
from email.policy import default

import pytest

from webmagic.core.errors import BadSettings, VendorError
from webmagic.pitcher.transports import MailboxMailer, OutcomeUnknown, OutgoingMail, ResendMailer, SmtpMailer
from webmagic.pitcher.transports.mime import build


def mail(**changes) -> OutgoingMail:
    return OutgoingMail(
        **{
            "key": "message-7-abc",
            "message_id": "<message-7-abc@agency.example>",
            "from_name": "Ana, Agencia",
            "from_email": "ana@agency.example",
            "to_email": "walt@shop.example",
            "subject": "Una página web, lista",
            "text": "Buen día:\n.\nadiós\n",
            "html": "<p>Buen día</p>",
            "headers": {"List-Unsubscribe": "<https://agency.example/u/1>"},
        }
        | changes
    )


@asynccontextmanager
async def resend_server(*answers: tuple[int, dict, dict]):
    """Speaks Resend's wire format: answers in turn, remembers keys, keeps what it was sent."""
    seen: list[tuple[dict[str, str], dict]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        status, extra, answer = answers[min(len(seen), len(answers) - 1)]
        seen.append((headers, body))
        content = json.dumps(answer).encode()
        lines = [f"HTTP/1.1 {status} X", "content-type: application/json", "connection: close"]
        lines += [f"content-length: {len(content)}", *(f"{k}: {v}" for k, v in extra.items())]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield ResendMailer("re_secret", f"http://127.0.0.1:{port}"), seen


async def test_resend_is_told_everything_once_and_knows_the_key():
    async with resend_server((200, {}, {"id": "uuid-1"})) as (mailer, seen):
        assert await mailer.send(mail(subject="A\r\nBcc: eve@evil.example")) == "uuid-1"
    headers, body = seen[0]
    assert headers["authorization"] == "Bearer re_secret"
    assert headers["idempotency-key"] == "message-7-abc"
    assert body["to"] == ["walt@shop.example"]
    assert body["from"] == '"Ana, Agencia" <ana@agency.example>'
    assert body["subject"] == "A Bcc: eve@evil.example"
    assert body["headers"]["List-Unsubscribe"] == "<https://agency.example/u/1>"


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
    answer = {"statusCode": status, "name": name, "message": "no"}
    async with resend_server((status, extra, answer)) as (mailer, _):
        with pytest.raises(VendorError) as caught:
            await mailer.send(mail())
    assert (caught.value.permanent, caught.value.retry_after) == (permanent, wait)
    assert "re_secret" not in str(caught.value)


async def test_a_resend_that_does_not_answer_may_be_asked_again():
    with pytest.raises(VendorError) as caught:
        await ResendMailer("re_x", "http://127.0.0.1:1").send(mail())
    assert not caught.value.permanent


@asynccontextmanager
async def smtp_server(rcpt: bytes = b"250 ok", data: bytes | None = b"250 queued"):
    """The few words of SMTP that a client needs. `data` None: the line breaks after the mail."""
    got: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go\r\n")
                got.append(await reader.readuntil(b"\r\n.\r\n"))
                if data is None:
                    break
                writer.write(data + b"\r\n")
            elif word == b"RCPT":
                writer.write(rcpt + b"\r\n")
            elif word == b"QUIT":
                break
            else:
                writer.write(b"250 ok\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield SmtpMailer(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"), got


async def test_smtp_hands_the_whole_mail_over():
    async with smtp_server() as (mailer, got):
        assert await mailer.send(mail()) == "<message-7-abc@agency.example>"
    message = email.message_from_bytes(got[0].replace(b"\r\n..", b"\r\n."), policy=default)
    assert message["Message-ID"] == "<message-7-abc@agency.example>"
    assert message.get_body(("plain",)).get_content().splitlines()[:3] == ["Buen día:", ".", "adiós"]


@pytest.mark.parametrize(
    ("words", "permanent", "kind"),
    [
        ({"rcpt": b"550 5.1.1 no such user"}, True, VendorError),
        ({"rcpt": b"451 try later"}, False, VendorError),
        ({"data": b"554 spam"}, True, VendorError),
        ({"data": b"452 full"}, False, VendorError),
        ({"data": None}, True, OutcomeUnknown),
    ],
)
async def test_what_smtp_says_decides_whether_a_retry_can_help(words, permanent, kind):
    async with smtp_server(**words) as (mailer, _):
        with pytest.raises(VendorError) as caught:
            await mailer.send(mail())
    assert type(caught.value) is kind and caught.value.permanent is permanent


async def test_a_mail_server_that_is_not_there_may_be_asked_again():
    with pytest.raises(VendorError) as caught:
        await SmtpMailer("smtp://127.0.0.1:1").send(mail())
    assert not caught.value.permanent


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://"])
def test_an_address_that_is_no_mail_server_is_refused(url):
    with pytest.raises(BadSettings):
        SmtpMailer(url)


def test_headers_hold_one_line_each_whatever_is_in_them():
    hostile = "x\r\nBcc: eve@evil.example\u2028y\u202e"
    message = build(mail(from_name=hostile, subject=hostile, headers={"List-Unsubscribe": hostile}))
    parsed = email.message_from_bytes(message.as_bytes(), policy=default)
    assert parsed["Bcc"] is None
    assert parsed["Subject"] == "x Bcc: eve@evil.example y"
    assert len(parsed.get_all("List-Unsubscribe")) == 1


async def test_the_mailbox_keeps_one_file_for_one_key(tmp_path):
    mailer = MailboxMailer(tmp_path / "mailbox")
    await asyncio.gather(*(mailer.send(mail()) for _ in range(10)))
    await mailer.send(mail(key="../../etc/passwd"))
    assert sorted(path.name for path in (tmp_path / "mailbox").iterdir()) == [
        "------etc-passwd.eml",
        "message-7-abc.eml",
    ]
