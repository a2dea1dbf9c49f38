"""A line to a mail server: in one breath where it may, in turn where it must, and never out of step."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.certificates import make_certificate
from tests.fakes.smtp import sinking
from tests.pitcher.test_transports import mail
from webmagic.core.errors import VendorError
from webmagic.pitcher.transports import NoNotes, OutcomeUnknown, SmtpMailer
from webmagic.pitcher.transports.line import Line, as_data
from webmagic.pitcher.transports.mime import build

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
GREETING, HELLO = b"220 sink ESMTP\r\n", b"250-sink\r\n250 PIPELINING\r\n"
ENVELOPE = b"MAIL FROM:<ana@agency.example>\r\nRCPT TO:<walt7@shop.example>\r\nDATA\r\n"


@asynccontextmanager
async def talking(talk: Talk) -> AsyncIterator[str]:
    """A server that says what it is told to. Yields its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(GREETING)
    await reader.readline()
    writer.write(HELLO)


async def send(url: str, numbers=(7,)):
    return await SmtpMailer(url).send_many([mail(n) for n in numbers], "b", NoNotes())


async def test_sender_recipient_and_leave_to_send_are_asked_for_in_one_breath():
    async def talk(reader, writer):
        await greet(reader, writer)
        assert await reader.readexactly(len(ENVELOPE)) == ENVELOPE  # before a word was answered
        writer.write(b"250 ok\r\n250 ok\r\n354 go\r\n")
        content = await reader.readuntil(b"\r\n.\r\n")
        assert b"Message-ID: <message-7-abc@agency.example>" in content
        writer.write(b"250 queued\r\n")

    async with talking(talk) as url:
        (outcome,) = await send(url)
    assert outcome.error is None


async def test_a_server_that_wants_them_in_turn_gets_them_in_turn():
    async with sinking(pipelines=False) as sink:
        outcomes = await send(sink.url, range(20))
    assert len(sink.taken) == 20 and not any(one.error for one in outcomes)


@pytest.mark.parametrize("pipelines", [True, False])
@pytest.mark.parametrize("hasty", [True, False])
async def test_a_refused_recipient_leaves_the_line_to_the_next_mail(pipelines, hasty):
    def rcpt(line: bytes) -> bytes:
        return b"550-5.1.1 no\r\n550 5.1.1 such user" if b"walt5@" in line else b"250 ok"

    async with sinking(rcpt=rcpt, pipelines=pipelines, hasty=hasty) as sink:
        outcomes = await send(sink.url, range(12))
    assert [one.key for one in outcomes if one.error] == ["message-5-abc"]
    assert (len(sink.taken), sink.connections) == (11, 3)


async def test_a_refused_sender_is_a_refusal_though_the_rest_was_asked_with_it():
    async def talk(reader, writer):
        await greet(reader, writer)
        await reader.readexactly(len(ENVELOPE))
        writer.write(b"451 4.3.0 not now\r\n503 no sender\r\n503 no sender\r\n")
        assert await reader.readline() == b"RSET\r\n"
        writer.write(b"250 ok\r\n")
        assert await reader.readline() == b"QUIT\r\n"
        writer.write(b"221 bye\r\n")

    async with talking(talk) as url:
        (outcome,) = await send(url)
    assert type(outcome.error) is VendorError and "451" in str(outcome.error) and not outcome.error.permanent


async def test_a_line_the_server_has_closed_meanwhile_is_opened_again_and_no_mail_is_lost_or_doubled():
    taken = []

    async def talk(reader, writer):
        await greet(reader, writer)
        while True:
            await reader.readuntil(b"DATA\r\n")
            writer.write(b"250 ok\r\n250 ok\r\n354 go\r\n")
            taken.append(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(b"250 queued\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)
            writer.write(b"421 4.4.2 idle too long\r\n")  # nobody asked
            return

    async with talking(talk) as url:
        mailer = SmtpMailer(url)
        line = await Line.open(mailer._options)
        await line.announce(b"ana@agency.example", b"walt1@shop.example")
        await line.hand_over(as_data(build(mail(1))))
        await asyncio.sleep(0.1)
        with pytest.raises(ConnectionResetError):
            await line.announce(b"ana@agency.example", b"walt2@shop.example")
        outcomes = await send(url, range(6))
    assert not any(one.error for one in outcomes) and len(taken) == 7


@pytest.mark.parametrize("said", [b"hello\r\n", b"25\r\n", b"\xff\xfe\r\n", b"250-" + b"x" * 200_000])
async def test_a_server_that_answers_nonsense_got_no_mail_and_may_be_asked_again(said):
    async def talk(reader, writer):
        await greet(reader, writer)
        await reader.readexactly(len(ENVELOPE))
        writer.write(said)
        await reader.read()

    async with talking(talk) as url:
        (outcome,) = await send(url)
    assert type(outcome.error) is VendorError and not outcome.error.permanent


async def test_a_server_that_falls_silent_after_the_mail_leaves_it_in_doubt(monkeypatch):
    monkeypatch.setattr("webmagic.pitcher.transports.line.SECONDS", 0.2)

    async def talk(reader, writer):
        await greet(reader, writer)
        await reader.readexactly(len(ENVELOPE))
        writer.write(b"250 ok\r\n250 ok\r\n354 go\r\n")
        await reader.read()

    async with talking(talk) as url:
        (outcome,) = await send(url)
    assert type(outcome.error) is OutcomeUnknown


@pytest.mark.parametrize("content", [b"a\nb\r\n", b"a\rb\r\n", b"a\r\n.\nMAIL FROM:<x@y.example>\r\n"])
def test_no_bare_line_break_can_end_a_mail_before_its_end(content):
    with pytest.raises(VendorError, match="bare line break") as caught:
        as_data(content)
    assert caught.value.permanent


@given(st.lists(st.sampled_from([b".", b"..", b"a", b"", b".a", b"\xc3\xb1"])))
def test_lines_that_begin_with_a_dot_arrive_as_they_were(lines):
    data = as_data(b"".join(line + b"\r\n" for line in lines))
    assert data.endswith(b"\r\n.\r\n") and data.find(b"\r\n.\r\n") == len(data) - 5
    *read, end, rest = data.split(b"\r\n")
    assert (end, rest) == (b".", b"")
    assert [line.removeprefix(b".") for line in read] == (lines or [b""])


async def test_a_server_that_says_more_than_it_was_asked_is_not_asked_again_on_that_line():
    lines = 0

    async def talk(reader, writer):
        nonlocal lines
        lines += 1
        await greet(reader, writer)
        await reader.readuntil(b"DATA\r\n")
        writer.write(b"250 ok\r\n250 ok\r\n354 go\r\n")
        await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 queued\r\n550 and another thing\r\n")
        await reader.read()

    async with talking(talk) as url:
        outcomes = await send(url, range(9))
    assert [one.error for one in outcomes] == [None] * 9 and lines == 9


@pytest.mark.parametrize("kind", ["starttls", "smtps"])
async def test_the_line_is_as_secret_as_the_server_lets_it_be_and_signed_in(tmp_path, kind):
    made = make_certificate(tmp_path, ["localhost"])
    secret = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secret.load_cert_chain(made / "cert.pem", made / "key.pem")
    heard = []

    async def talk(reader, writer):
        writer.write(GREETING)
        await reader.readline()
        if kind == "starttls":
            writer.write(b"250-sink\r\n250 STARTTLS\r\n")
            assert await reader.readline() == b"STARTTLS\r\n"
            writer.write(b"220 go on\r\n")
            await writer.start_tls(secret)
            await reader.readline()
        writer.write(b"250-sink\r\n250-AUTH PLAIN\r\n250 PIPELINING\r\n")
        heard.append(await reader.readline())
        writer.write(b"235 welcome\r\n")
        heard.append(await reader.readexactly(len(ENVELOPE)))
        writer.write(b"250 ok\r\n250 ok\r\n354 go\r\n")
        heard.append(await reader.readuntil(b"\r\n.\r\n"))
        writer.write(b"250 queued\r\n")
        await reader.readline()
        writer.write(b"221 bye\r\n")

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=secret if kind == "smtps" else None)
    port = server.sockets[0].getsockname()[1]
    scheme = "smtps" if kind == "smtps" else "smtp"
    mailer = SmtpMailer(f"{scheme}://ana:p%40ss@localhost:{port}")
    mailer._options["tls_context"] = ssl.create_default_context(cafile=made / "cert.pem")
    (outcome,) = await mailer.send_many([mail()], "b", NoNotes())
    server.close()
    assert outcome.error is None
    assert heard[0].startswith(b"AUTH PLAIN ") and heard[1] == ENVELOPE and b"Buen" in heard[2]
