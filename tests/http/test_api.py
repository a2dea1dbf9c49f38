"""The API as a whole: nothing without a token, one sentence for every failure, and its own document."""

import re

import pytest

from tests.http.conftest import bearer
from webmagic import accounts
from webmagic.core.database import transaction
from webmagic.http.app import make_api
from webmagic.models import Business, Job, JobState

OPEN = {("POST", "/api/v1/auth/login")}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
FOR_EVERYBODY = {("POST", "/api/v1/auth/verify"), ("POST", "/api/v1/auth/password")}


def operations() -> list[tuple[str, str]]:
    document = make_api().openapi()
    return [(method.upper(), path) for path, methods in document["paths"].items() for method in methods]


def filled(path: str) -> str:
    return re.sub(r"\{agent\}", "analyst", re.sub(r"\{\w+_id\}|\{version\}|\{number\}", "1", path))


@pytest.mark.parametrize(("method", "path"), sorted(set(operations()) - OPEN))
async def test_every_route_asks_for_a_token(client, method, path):
    answer = await client.request(method, filled(path), json={})
    assert answer.status_code == 401 and set(answer.json()) == {"error"}


async def test_a_viewer_changes_nothing(client, vera):
    for method, path in sorted(set(operations()) - OPEN - FOR_EVERYBODY):
        if method in WRITES:
            answer = await client.request(method, filled(path), headers=bearer(vera), json={})
            assert answer.status_code == 403, (method, path)


async def test_a_viewer_sees_every_list(client, vera):
    for method, path in operations():
        if method == "GET" and "{" not in path and path != "/api/v1/checkouts":
            answer = await client.get(path, headers=bearer(vera))
            assert answer.status_code == 200, (path, answer.text)


async def test_the_routes_of_the_contract_are_in_the_document(client):
    document = (await client.get("/api/openapi.json")).json()
    assert document["info"]["title"] == "WebMagic API"
    nouns = {path.split("/")[3] for path in document["paths"]}
    assert nouns >= {
        "auth",
        "businesses",
        "coverage",
        "sites",
        "settings",
        "campaigns",
        "payments",
        "customers",
        "subscriptions",
        "checkouts",
        "tickets",
        "jobs",
        "conductor",
        "activity",
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation.get("security") or (method.upper(), path) in OPEN, path


async def test_the_documentation_is_one_page_without_foreign_hosts(client):
    page = (await client.get("/api/docs")).text
    assert "/api/v1/auth/login" in page and "<script" not in page
    assert not re.search(r"(?:src|href)=\"?(?:https?:)?//", page)


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/nothing", 404),
        ("DELETE", "/api/v1/activity", 405),
        ("GET", "/api/v1/jobs/999999", 404),
        ("GET", "/api/v1/jobs/x", 400),
        ("GET", "/api/v1/activity?limit=0", 400),
        ("GET", "/api/v1/activity?limit=9999", 400),
        ("GET", "/api/v1/activity?cursor=%27%20OR%201", 400),
        ("GET", "/api/v1/sites/999999", 404),
        ("GET", "/api/v1/settings/templates/nobody", 404),
        ("POST", "/api/v1/sites/generate", 400),
    ],
)
async def test_every_failure_is_one_sentence(client, alice, method, path, code):
    answer = await client.request(method, path, headers=bearer(alice))
    sentence = answer.json()["error"]
    assert answer.status_code in {code, 404 if code == 405 else code}
    assert (sentence.endswith(".") and sentence[0].isupper()) or ":" in sentence


async def test_what_we_did_not_foresee_shows_a_number_and_no_trace(client, alice, monkeypatch, caplog):
    async def broken(*_arguments, **_named):
        raise ValueError("secret detail")

    monkeypatch.setattr(accounts, "page_activity", broken)
    answer = await client.get("/api/v1/activity", headers=bearer(alice))
    assert answer.status_code == 500 and "secret detail" not in answer.text and "Traceback" not in answer.text
    assert answer.json()["incident"] in caplog.text


async def test_broken_json_and_a_huge_body_are_refused(client, alice):
    headers = {**bearer(alice), "content-type": "application/json"}
    broken = await client.post("/api/v1/auth/login", content=b"{", headers=headers)
    assert broken.status_code == 400 and "error" in broken.json()
    huge = await client.post("/api/v1/auth/login", content=b"a" * 1_100_000, headers=headers)
    assert huge.status_code == 413 and "error" in huge.json()


async def test_a_long_list_is_paged_to_its_end(client, alice):
    async with transaction() as session:
        for number in range(7):
            await accounts.record(session, "note", f"line {number}")
    seen, cursor = [], None
    for _ in range(4):
        params = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        answer = (await client.get("/api/v1/activity", params=params, headers=bearer(alice))).json()
        seen += [item["text"] for item in answer["items"]]
        if not (cursor := answer["next"]):
            break
    assert seen == [f"line {number}" for number in reversed(range(7))]


async def test_a_failed_job_is_tried_again_by_an_operator(client, bob):
    async with transaction() as session:
        session.add(Job(kind="generation.build", queue="generation", state=JobState.FAILED, fingerprint="f"))
    jobs = (await client.get("/api/v1/jobs?state=failed", headers=bearer(bob))).json()["items"]
    assert [job["kind"] for job in jobs] == ["generation.build"]
    answer = await client.post(f"/api/v1/jobs/{jobs[0]['id']}/retry", headers=bearer(bob))
    assert answer.json() == {"retried": 1}
    again = await client.post(f"/api/v1/jobs/{jobs[0]['id']}/retry", headers=bearer(bob))
    assert again.status_code == 409


async def test_an_asked_for_site_is_a_job_and_not_asked_twice(client, bob):
    async with transaction() as session:
        business = Business(dedupe_key="np:x", name="Panadería Luz", city="Cobán", qualified=True)
        session.add(business)
        await session.flush()
        order = {"business_id": business.id}
    first = await client.post("/api/v1/sites/generate", json=order, headers=bearer(bob))
    assert first.status_code == 202 and first.json()["subdomain"] == "panaderia-luz"
    assert (await client.post("/api/v1/sites/generate", json=order, headers=bearer(bob))).status_code == 409
    site = (await client.get(f"/api/v1/sites/{first.json()['site']}", headers=bearer(bob))).json()
    assert site["url"] == "http://panaderia-luz.localhost:3000"
