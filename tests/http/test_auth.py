"""Signing in with a browser: cookies, codes, and nobody sent away."""

import pytest

from tests.http.conftest import PASSWORD, browser, build_app
from webmagic import accounts
from webmagic.core.database import reading
from webmagic.core.settings import get_settings

FORM = {"email": "alice@example.com", "password": PASSWORD}


async def test_the_right_password_opens_a_session_and_goes_on(client, alice):
    answer = await client.post("/auth/login", data={**FORM, "next": "/businesses?stage=found"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/businesses?stage=found")
    async with reading() as session:
        user = await accounts.find_session(session, answer.cookies["webmagic"])
    assert user and user.email == "alice@example.com" and user.last_login_at


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, alice):
    answer = await client.post("/auth/login", data=FORM)
    for cookie in answer.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
        assert "Domain" not in cookie


async def test_over_https_the_cookie_is_secure_and_bound_to_the_host(sqlite_db, monkeypatch, alice):
    monkeypatch.setenv("PUBLIC_URL", "https://admin.example.com")
    get_settings.cache_clear()
    async with browser(build_app(), "https://admin.example.com") as client:
        answer = await client.post("/auth/login", data=FORM)
    first = answer.headers.get_list("set-cookie")[0]
    assert first.startswith("__Host-webmagic=") and "Secure" in first


async def test_a_wrong_password_and_an_unknown_account_look_the_same(client, alice):
    known = await client.post("/auth/login", data={**FORM, "password": "wrong password"})
    unknown = await client.post(
        "/auth/login", data={"email": "nobody@example.com", "password": "wrong password"}
    )
    assert known.headers["location"] == unknown.headers["location"] == "/login?error=wrong"
    assert "set-cookie" not in known.headers


async def test_what_was_asked_for_survives_a_wrong_password(client, alice):
    answer = await client.post("/auth/login", data={**FORM, "password": "no", "next": "/sites/3"})
    assert answer.headers["location"] == "/login?error=wrong&next=%2Fsites%2F3"


ELSEWHERE = [
    "https://evil.test",
    "//evil.test",
    "///evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "https:evil.test",
    "javascript:alert(1)",
    " //evil.test",
    "evil.test",
    "/ok\r\nSet-Cookie: a=b",
    "/é",
    "/auth/logout",
    "/" + "a" * 2000,
    "",
]


@pytest.mark.parametrize("target", ELSEWHERE)
async def test_nobody_is_sent_elsewhere_after_signing_in(client, alice, target):
    answer = await client.post("/auth/login", data={**FORM, "next": target})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://shop.localhost:3000"},
    ],
)
async def test_a_form_on_another_site_signs_nobody_in(client, alice, headers):
    answer = await client.post("/auth/login", data=FORM, headers=headers)
    assert answer.headers["location"] == "/login?error=origin" and "set-cookie" not in answer.headers


async def test_our_own_page_may_sign_in(client, alice):
    headers = {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-origin"}
    assert (await client.post("/auth/login", data=FORM, headers=headers)).headers["location"] == "/"


async def test_after_signing_out_the_cookie_is_worth_nothing(client, alice):
    raw = (await client.post("/auth/login", data=FORM)).cookies["webmagic"]
    answer = await client.post("/auth/logout")
    assert answer.headers["location"] == "/login" and 'webmagic=""' in answer.headers["set-cookie"]
    async with reading() as session:
        assert await accounts.find_session(session, raw) is None


async def test_another_site_cannot_sign_anybody_out(client, alice):
    raw = (await client.post("/auth/login", data=FORM)).cookies["webmagic"]
    await client.post("/auth/logout", headers={"Sec-Fetch-Site": "cross-site"})
    async with reading() as session:
        assert await accounts.find_session(session, raw)


async def test_too_many_tries_are_told_how_long_to_wait(client, alice):
    wrong = {**FORM, "password": "wrong"}
    answers = [(await client.post("/auth/login", data=wrong)).headers["location"] for _ in range(7)]
    assert answers[0] == "/login?error=wrong" and answers[-1].startswith("/login?error=wait&seconds=")


async def test_a_form_without_a_password_is_told_so(client):
    assert (await client.post("/auth/login", data={})).headers["location"] == "/login?error=missing"


async def test_a_huge_form_is_refused(client):
    answer = await client.post("/auth/login", data={"email": "a" * 40_000})
    assert answer.status_code == 413
