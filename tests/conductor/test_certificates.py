"""Certificates of real TLS servers, and domains that must not be asked."""

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.fakes.certificates import make_certificate
from webmagic import conductor
from webmagic.conductor.certificates import look_at
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.models import Business, Domain, GeneratedSite

PUBLIC = "93.184.215.14"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for ten days, in one file."""
    return make_certificate(tmp_path_factory.mktemp("tls"), ["shop.example.com"], days=10)


@pytest.fixture
def server(certificate: Path) -> Iterator[int]:
    http = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate / "both.pem")
    http.socket = tls.wrap_socket(http.socket, server_side=True)
    http.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield http.server_port
    http.shutdown()
    http.server_close()


async def public(_host: str) -> list[str]:
    return [PUBLIC]


async def private(_host: str) -> list[str]:
    return ["10.0.0.7"]


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate / "cert.pem"))


async def test_the_end_of_a_certificate_is_read(certificate, server):
    there = lambda _address, _port: ("127.0.0.1", server)  # noqa: E731
    ends_at, problem = await look_at("shop.example.com", public, there, trusting(certificate))
    assert problem == "" and ends_at and 8 <= (ends_at - now()).days <= 10


async def test_one_that_nobody_trusts_or_for_another_name_is_refused_in_words(certificate, server):
    there = lambda _address, _port: ("127.0.0.1", server)  # noqa: E731
    _, untrusted = await look_at("shop.example.com", public, there, ssl.create_default_context())
    _, other = await look_at("else.example.com", public, there, trusting(certificate))
    assert "refused" in untrusted and "refused" in other


async def test_a_domain_that_leads_into_our_own_network_is_not_asked(certificate):
    def dial(_address: str, _port: int) -> tuple[str, int]:
        raise AssertionError("somebody was dialled")

    _, problem = await look_at("shop.example.com", private, dial, trusting(certificate))
    assert "private network" in problem


async def test_only_proven_domains_are_read_and_one_that_ends_soon_is_an_alert(
    sqlite_db, certificate, server, monkeypatch
):
    monkeypatch.setenv("PUBLIC_URL", "https://shop.example.com")
    get_settings.cache_clear()
    async with transaction() as session:
        shop = Business(dedupe_key="a", name="A shop")
        session.add(shop)
        await session.flush()
        site = GeneratedSite(business_id=shop.id, subdomain="a-shop")
        session.add(site)
        await session.flush()
        session.add(Domain(site_id=site.id or 0, host="unproven.example.com"))
        session.add(Domain(site_id=site.id or 0, host="other.example.com", verified_at=now()))
    there = lambda _address, _port: ("127.0.0.1", server)  # noqa: E731
    looked = await conductor.read_certificates(
        transaction, resolve=public, dial=there, tls=trusting(certificate)
    )
    async with reading() as session:
        found = {one.host: one for one in await conductor.list_certificates(session)}
        told = {alert.key: alert for alert in await conductor.list_alerts(session)}["certificates"]
    assert looked == 2 and set(found) == {"shop.example.com", "other.example.com"}
    assert found["shop.example.com"].is_ours and not found["other.example.com"].is_ours
    assert told.tone == "warn" and "2 certificates" in told.text


async def test_without_https_there_is_nothing_to_read(sqlite_db):
    assert await conductor.read_certificates(transaction) == 0
