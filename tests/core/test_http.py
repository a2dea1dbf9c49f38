"""The guarded fetcher, against real servers on this machine and names that mean harm."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.fakes.certificates import make_certificate
from webmagic.core.http import MAX_REDIRECTS, Cause, Fetcher, FetchError, check_url, is_public, system_resolve

PUBLIC = "93.184.215.14"
Answer = Callable[[dict[str, str], str], Awaitable[bytes] | bytes]


def page(body: bytes = b"<html>hello</html>", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str) -> bytes:
    return page(b"", "302 Found", Location=to)


@asynccontextmanager
async def server(answer: Answer, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            said = answer(headers, head[0].split(" ")[1])
            writer.write(said if isinstance(said, bytes) else await said)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    running = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    yield running.sockets[0].getsockname()[1]
    running.close()


class Net:
    """A resolver with a table, and a dialler to one port of this machine that notes what it was asked."""

    def __init__(self, port: int, **names: list[str]):
        self.port, self.names = port, names
        self.asked: list[str] = []
        self.dialled: list[tuple[str, int]] = []

    async def resolve(self, host: str) -> list[str]:
        self.asked.append(host)
        answer = self.names.get(host.replace(".", "_"), [PUBLIC])
        return answer

    def dial(self, address: str, port: int) -> tuple[str, int]:
        self.dialled.append((address, port))
        return "127.0.0.1", self.port

    def fetcher(self, **options) -> Fetcher:
        return Fetcher(resolve=self.resolve, dial=self.dial, **options)


HOSTILE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1",
    "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::", "fc00::1", "fd00::1", "fe80::1", "fec0::1",
    "ff02::1", "fe80::1%eth0", "not an address", "", "8.8.8.8.8",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_no_private_reserved_or_disguised_address_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::1"]
)
def test_ordinary_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", [
    "127.1", "0x7f000001", "2130706433", "127.0.0.1", "[::1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]",
    "169.254.169.254", "0", "localhost",
])  # fmt: skip
async def test_addresses_in_every_spelling_are_refused_with_the_systems_resolver(host):
    async with Fetcher(resolve=system_resolve) as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.get(f"http://{host}/latest/meta-data/")
    assert error.value.cause in (Cause.REFUSED, Cause.DNS) and error.value.cause != Cause.CONNECT


@pytest.mark.parametrize("url", [
    "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "javascript:alert(1)", "//a.example/",
    "http://a.example:22/", "http://a.example:8080/", "https://a.example:80/", "http://a.example:99999/",
    "http://user@a.example/", "http://u:p@a.example/", "http:///path", "http://", "", "http://a.example\\@b/",
    "http://a.example/\r\nHost: b", "http://a.example/ x", "http://[::1", "http://a.example/" + "x" * 3000,
])  # fmt: skip
def test_strange_addresses_are_refused_before_any_name_is_looked_up(url):
    with pytest.raises(FetchError) as error:
        check_url(url)
    assert error.value.cause == Cause.REFUSED and error.value.permanent


async def test_a_page_is_fetched_at_the_checked_address_under_its_own_name():
    seen = {}

    def answer(headers, path):
        seen.update(headers, path=path)
        return page()

    async with server(answer) as port, (net := Net(port)).fetcher() as fetcher:
        fetched = await fetcher.get("http://shop.example/x?y=1")
    assert (fetched.status, fetched.kind, fetched.text()) == (200, "html", "<html>hello</html>")
    assert (seen["host"], seen["path"]) == ("shop.example", "/x?y=1")
    assert net.dialled == [(PUBLIC, 80)]


async def test_one_private_address_among_many_refuses_the_name():
    async with Net(1, mixed_example=[PUBLIC, "10.0.0.1"]).fetcher() as fetcher:
        with pytest.raises(FetchError, match="private"):
            await fetcher.get("http://mixed.example/")


async def test_a_name_that_changes_its_mind_is_asked_once_and_the_checked_address_is_used():
    answers = [[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]]

    async def resolve(_host):
        return answers.pop(0)

    async with server(lambda *_: page()) as port:
        net = Net(port)
        async with Fetcher(resolve=resolve, dial=net.dial) as fetcher:
            assert (await fetcher.get("http://rebind.example/")).status == 200
            assert net.dialled == [(PUBLIC, 80)] and len(answers) == 2
            with pytest.raises(FetchError, match="private"):
                await fetcher.get("http://rebind.example/")
    assert len(net.dialled) == 1


@pytest.mark.parametrize("target", [
    "http://169.254.169.254/latest/", "http://127.0.0.1/", "http://[::1]/", "http://inside.example/",
    "http://shop.example:6379/", "file:///etc/passwd", "//10.0.0.1/", "gopher://shop.example/",
])  # fmt: skip
async def test_a_redirect_is_checked_like_a_first_request(target):
    async with server(lambda *_: redirect(target)) as port:
        net = Net(port, inside_example=["192.168.0.5"])
        async with net.fetcher() as fetcher:
            with pytest.raises(FetchError) as error:
                await fetcher.get("http://shop.example/")
    assert error.value.cause in (Cause.REFUSED, Cause.BROKEN)
    assert net.dialled == [(PUBLIC, 80)]


async def test_redirects_are_followed_so_far_and_no_further():
    def answer(_headers, path):
        left = int(path.strip("/"))
        return redirect(f"http://shop.example/{left - 1}") if left else page()

    async with server(answer) as port, Net(port).fetcher() as fetcher:
        fetched = await fetcher.get(f"http://shop.example/{MAX_REDIRECTS}")
        assert fetched.url == "http://shop.example/0" and len(fetched.hops) == MAX_REDIRECTS
        with pytest.raises(FetchError) as error:
            await fetcher.get(f"http://shop.example/{MAX_REDIRECTS + 1}")
    assert error.value.cause == Cause.REDIRECTS


async def test_a_cookie_is_not_carried_to_the_next_request():
    seen = []

    def answer(headers, path):
        seen.append(headers.get("cookie"))
        return page(b"", "302 Found", Location="/b", Set_Cookie="a=b; Path=/") if path == "/a" else page()

    async with server(answer) as port, Net(port).fetcher() as fetcher:
        await fetcher.get("http://shop.example/a")
    assert seen == [None, None]


async def test_a_body_beyond_the_limit_is_refused_or_cut():
    long = page(b"<html>" + b"x" * 5000)
    async with server(lambda *_: long) as port, Net(port).fetcher(max_bytes=1000) as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.get("http://shop.example/")
        fetched = await fetcher.get("http://shop.example/", cut=True)
    assert error.value.cause == Cause.TOO_LARGE
    assert len(fetched.body) == 1000 and fetched.is_cut


async def test_a_small_body_that_unfolds_into_a_huge_one_is_refused():
    bomb = gzip.compress(b"0" * 50_000_000)
    async with server(lambda *_: page(bomb, Content_Encoding="gzip")) as port, Net(port).fetcher() as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.get("http://shop.example/")
    assert error.value.cause == Cause.TOO_LARGE


async def test_packed_pages_are_unpacked():
    packed = gzip.compress("<html>café".encode())
    async with (
        server(lambda *_: page(packed, Content_Encoding="gzip")) as port,
        Net(port).fetcher() as fetcher,
    ):
        assert (await fetcher.get("http://shop.example/")).text() == "<html>café"


async def test_slow_servers_are_given_up_even_when_they_drip():
    async def never(*_):
        await asyncio.sleep(30)
        return page()

    async with server(never) as port, Net(port).fetcher(seconds=0.3) as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.get("http://shop.example/")
    assert error.value.cause == Cause.TIMEOUT


@pytest.mark.parametrize("said", [
    b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
    page(b"x", Content_Encoding="br"), page(b"no gzip", Content_Encoding="gzip"),
])  # fmt: skip
async def test_broken_answers_are_one_clear_error(said):
    async with server(lambda *_: said) as port, Net(port).fetcher() as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.get("http://shop.example/")
    assert error.value.cause == Cause.BROKEN


async def test_nobody_home_and_no_such_name_are_told_apart():
    async with Net(1, gone_example=[]).fetcher() as fetcher:
        for url, cause in (("http://gone.example/", Cause.DNS), ("http://quiet.example/", Cause.CONNECT)):
            with pytest.raises(FetchError) as error:
                await fetcher.get(url)
            assert error.value.cause == cause


@pytest.mark.parametrize("body, kind", [
    (b"\x89PNG\r\n\x1a\nxx", "png"), (b"GIF89a", "gif"), (b"\xff\xd8\xff\xe0", "jpeg"),
    (b"RIFFxxxxWEBPVP8", "webp"),
    (b"%PDF-1.7", "pdf"), (b"<!DOCTYPE html><p>", "html"), (b"\xef\xbb\xbf  <html>", "html"), (b"{}", "json"),
    (b"", "empty"), (b"plain words", "text"), (b"MZ\x00\x01", "binary"),
])  # fmt: skip
async def test_the_kind_is_told_by_the_body_not_by_its_label(body, kind):
    async with (
        server(lambda *_: page(body, Content_Type="image/png")) as port,
        Net(port).fetcher() as fetcher,
    ):
        assert (await fetcher.get("http://shop.example/")).kind == kind


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"), ["shop.example"])


async def test_tls_asks_for_the_name_and_checks_the_certificate_against_it(certificate):
    names = []
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    serving.sni_callback = lambda _socket, name, _context: names.append(name)
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    async with server(lambda h, _: page(h["host"].encode()), serving) as port:
        net = Net(port)
        async with net.fetcher(tls=trusting) as fetcher:
            assert (await fetcher.get("https://shop.example/")).body == b"shop.example"
            with pytest.raises(FetchError) as error:
                await fetcher.get("https://other.example/")
    assert names == ["shop.example", "other.example"] and net.dialled[0] == (PUBLIC, 443)
    assert error.value.cause == Cause.TLS
