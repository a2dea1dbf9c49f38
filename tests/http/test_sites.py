"""Published sites as a browser gets them."""

import gzip
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest
from sqlmodel import select

from tests.http.conftest import ask, browser
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.hosting import withdraw, write_site
from webmagic.http.sites import visits
from webmagic.models import Business, GeneratedSite, SiteVisit

PAGE = b"<!doctype html><link rel=stylesheet href=site.1a2b3c.css>" + b"<p>Fresh bread every morning</p>" * 40
FILES = {
    "index.html": PAGE,
    "site.1a2b3c.css": b"p{color:#123}" * 60,
    "site.1a2b3c.js": b"void 0",
    "assets/icon.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "assets/menu/list.txt": b"bread",
    "about.html": b"<p>about</p>",
    "404.html": b"<p>not baked here</p>",
}


@pytest.fixture
async def site(app):
    write_site(get_settings(), "bakery", FILES)
    async with browser(app, "http://bakery.localhost:3000") as client:
        client.headers["user-agent"] = "Mozilla/5.0 Firefox/140"
        yield client


async def add_row(subdomain: str = "bakery") -> None:
    async with transaction() as session:
        business = Business(dedupe_key=f"np:{subdomain}", name=subdomain)
        session.add(business)
        await session.flush()
        session.add(GeneratedSite(business_id=business.id, subdomain=subdomain))


async def test_the_front_page_and_its_parts_have_their_types(site):
    types = {
        "/": "text/html; charset=utf-8",
        "/index.html": "text/html; charset=utf-8",
        "/about": "text/html; charset=utf-8",
        "/site.1a2b3c.css": "text/css; charset=utf-8",
        "/site.1a2b3c.js": "text/javascript; charset=utf-8",
        "/assets/icon.svg": "image/svg+xml",
        "/assets/menu/list.txt": "text/plain; charset=utf-8",
    }
    for path, media_type in types.items():
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type), path


async def test_every_answer_carries_the_policy_and_no_cookie(site):
    for method, path in (
        ("GET", "/"),
        ("GET", "/nowhere"),
        ("PUT", "/"),
        ("POST", "/_contact"),
        ("HEAD", "/"),
    ):
        answer = await site.request(method, path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:" in policy
        assert "object-src 'none'; base-uri 'none'; form-action 'self'" in policy
        assert policy.endswith("frame-ancestors http://localhost:3000") and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"]
        assert "set-cookie" not in answer.headers


async def test_a_page_known_to_the_browser_is_not_sent_again(site):
    first = await site.get("/")
    again = await site.get("/", headers={"if-none-match": f'W/"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (await site.get("/", headers={"if-none-match": '"other"'})).status_code == 200


async def test_named_by_content_means_kept_for_a_year(site):
    assert "immutable" in (await site.get("/site.1a2b3c.css")).headers["cache-control"]
    assert (await site.get("/")).headers["cache-control"] == "public, no-cache"
    assert (await site.get("/assets/icon.svg")).headers["cache-control"] == "public, max-age=3600"
    assert (await site.get("/nowhere")).headers["cache-control"] == "no-cache"


async def test_a_part_that_did_not_change_is_not_sent_again_after_the_next_publish(site):
    etag = (await site.get("/assets/icon.svg")).headers["etag"]
    write_site(get_settings(), "bakery", {**FILES, "index.html": b"<p>new</p>"})
    again = await site.get("/assets/icon.svg", headers={"if-none-match": etag})
    assert again.status_code == 304


async def test_text_goes_out_compressed_to_those_who_can_read_it(site):
    for coding, undo in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        async with site.stream("GET", "/", headers={"accept-encoding": f"x;q=0, {coding};q=0.8"}) as answer:
            raw = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == coding and undo(raw) == PAGE and len(raw) < len(PAGE) / 4
        assert int(answer.headers["content-length"]) == len(raw)
    plain = await site.get("/", headers={"accept-encoding": "br;q=0, identity"})
    assert "content-encoding" not in plain.headers and plain.content == PAGE
    assert plain.headers["vary"] == "accept-encoding"


async def test_a_head_has_the_length_and_no_body(site):
    answer = await site.head("/", headers={"accept-encoding": "identity"})
    assert (
        answer.status_code == 200
        and answer.content == b""
        and answer.headers["content-length"] == str(len(PAGE))
    )


async def test_a_missing_page_is_the_sites_own_404(site):
    answer = await site.get("/nowhere")
    assert (answer.status_code, answer.content) == (404, FILES["404.html"])


async def test_a_site_that_does_not_exist_or_was_withdrawn_is_not_there(app, site):
    withdraw(get_settings(), "bakery")
    assert (await site.get("/")).status_code == 404
    async with browser(app, "http://never.localhost:3000") as client:
        assert (await client.get("/")).status_code == 404


CLIMBING = [
    "/../secret.key",
    "/..%2fsecret.key",
    "/%2e%2e/secret.key",
    "/%2e%2e%2f%2e%2e%2fsecret.key",
    "/assets/../../../../secret.key",
    "/..\\..\\secret.key",
    "/..%5c..%5csecret.key",
    "/....//secret.key",
    "//secret.key",
    "/%00",
    "/index.html%00.css",
    "/.hidden",
    "/assets//icon.svg",
    "/assets/./icon.svg",
    "/releases/",
    "/~root",
    "/%c0%ae%c0%ae/secret.key",
    "/" + "a/" * 500,
    "/secret-link",
    "/leak/secret.key",
    "/%E2%80%A5/secret.key",
    "/C:/secret.key",
]


@pytest.mark.parametrize("path", CLIMBING)
async def test_no_path_leaves_the_site(app, site, home: Path, path):
    (home / "secret.key").write_text("the secret")
    (home / "sites" / "secret.key").write_text("the secret")
    for given in (path, unquote(path)):  # servers hand the path over decoded; none should twice
        status, body = await ask(app, b"bakery.localhost", path=given)
        assert (status, body) == (404, FILES["404.html"])


async def test_precompressed_neighbours_are_not_pages_of_their_own(site):
    assert (await site.get("/index.html.br")).status_code == 404


async def test_only_reading_is_allowed(site):
    for method in ("PUT", "DELETE", "PATCH", "POST", "OPTIONS", "TRACE"):
        assert (await site.request(method, "/")).status_code == 405


async def counted() -> tuple[int, list[SiteVisit]]:
    await visits.write()
    async with reading() as session:
        count = (await session.exec(select(GeneratedSite.visits))).one()
        return count, list((await session.exec(select(SiteVisit))).all())


async def test_a_reader_is_counted_without_being_remembered(site):
    await add_row()
    await site.get("/", headers={"referer": "https://search.example/?q=private+words"})
    await site.get("/about")
    await site.get("/site.1a2b3c.css")
    await site.get("/nowhere")
    await site.head("/")
    await site.get("/", headers={"sec-fetch-dest": "iframe"})
    count, rows = await counted()
    assert count == 2 and [row.path for row in rows] == ["/", "/about"]
    assert rows[0].visitor == rows[1].visitor and rows[0].referrer_host == "search.example"
    assert "203.0.113" not in repr(rows)


async def test_programs_are_noted_apart(site):
    await add_row()
    await site.get("/", headers={"user-agent": "Googlebot/2.1"})
    count, rows = await counted()
    assert count == 0 and rows[0].is_bot


async def test_a_visit_that_cannot_be_counted_costs_the_reader_nothing(site):
    assert (await site.get("/")).status_code == 200  # no row in the database for this site
    await visits.write()
