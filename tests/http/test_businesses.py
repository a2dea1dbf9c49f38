"""Businesses and territories through the API."""

import csv
import io

from tests.http.conftest import bearer
from webmagic.core.database import transaction
from webmagic.models import Checkout

BAKERY = {
    "name": "Panadería Luz",
    "city": "Cobán",
    "country": "GT",
    "phone": "+502 2222 3333",
    "category": "Bakery",
}


async def test_a_business_is_entered_corrected_and_taken_out(client, alice):
    made = await client.post("/api/v1/businesses", json=BAKERY, headers=bearer(alice))
    assert made.status_code == 201 and made.json()["phone"] == "+50222223333"
    path = f"/api/v1/businesses/{made.json()['id']}"
    changed = await client.patch(path, json={"email": "luz@example.com"}, headers=bearer(alice))
    assert changed.json()["email"] == "luz@example.com" and changed.json()["name"] == "Panadería Luz"
    assert changed.json()["score"] > made.json()["score"]
    assert (await client.delete(path, headers=bearer(alice))).status_code == 204
    assert (await client.get(path, headers=bearer(alice))).status_code == 404


async def test_a_business_is_entered_once(client, alice):
    await client.post("/api/v1/businesses", json=BAKERY, headers=bearer(alice))
    again = await client.post("/api/v1/businesses", json=BAKERY, headers=bearer(alice))
    assert again.status_code == 409 and "known already" in again.json()["error"]


async def test_one_with_money_behind_it_stays(client, alice):
    made = (await client.post("/api/v1/businesses", json=BAKERY, headers=bearer(alice))).json()
    async with transaction() as session:
        checkout = {"kind": "setup", "provider": "simulator", "amount_cents": 1, "currency": "USD"}
        session.add(Checkout(business_id=made["id"], **checkout))
    answer = await client.delete(f"/api/v1/businesses/{made['id']}", headers=bearer(alice))
    assert answer.status_code == 409


async def test_only_an_owner_takes_one_out(client, bob):
    made = (await client.post("/api/v1/businesses", json=BAKERY, headers=bearer(bob))).json()
    assert (await client.delete(f"/api/v1/businesses/{made['id']}", headers=bearer(bob))).status_code == 403


async def test_a_field_that_is_not_ours_to_set_is_refused(client, alice):
    answer = await client.post("/api/v1/businesses", json={**BAKERY, "score": 100}, headers=bearer(alice))
    assert answer.status_code == 400 and "score" in answer.json()["error"]


async def test_businesses_are_filtered_sorted_and_paged(client, alice):
    for number in range(5):
        body = {**BAKERY, "name": f"Shop {number}", "phone": f"+502 2222 333{number}"}
        assert (await client.post("/api/v1/businesses", json=body, headers=bearer(alice))).status_code == 201
    names, cursor = [], None
    for _ in range(3):
        params = {"sort": "name", "limit": 2, "city": "cobán", **({"cursor": cursor} if cursor else {})}
        page = (await client.get("/api/v1/businesses", params=params, headers=bearer(alice))).json()
        names += [row["name"] for row in page["items"]]
        cursor = page["next"]
    assert names == [f"Shop {number}" for number in range(5)] and cursor is None
    wrong = await client.get("/api/v1/businesses?sort=luck", headers=bearer(alice))
    assert wrong.status_code == 400
    stats = (await client.get("/api/v1/businesses/stats", headers=bearer(alice))).json()
    assert stats["total"] == 5 and stats["by_country"] == {"GT": 5}


async def test_an_export_is_a_file_a_spreadsheet_cannot_run(client, alice):
    evil = {**BAKERY, "name": "=HYPERLINK(1)"}
    await client.post("/api/v1/businesses", json=evil, headers=bearer(alice))
    answer = await client.get("/api/v1/businesses/export", headers=bearer(alice))
    assert answer.headers["content-disposition"] == 'attachment; filename="businesses.csv"'
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["name"] == "'=HYPERLINK(1)" and row["phone"] == "'+50222223333"
    empty = await client.get("/api/v1/businesses/export?city=nowhere", headers=bearer(alice))
    assert empty.text.startswith("id,name,") and len(empty.text.splitlines()) == 1

    wrong = await client.get("/api/v1/businesses/export?sort=luck", headers=bearer(alice))
    assert wrong.status_code == 400 and "luck" in wrong.json()["error"]


PLACE = {"country": "GT", "city": "Cobán", "industry": "bakery"}


async def test_a_territory_is_added_paused_and_scraped_when_it_is_due(client, bob):
    made = await client.post("/api/v1/coverage", json=PLACE, headers=bearer(bob))
    assert made.status_code == 201
    path = f"/api/v1/coverage/{made.json()['id']}"
    paused = await client.patch(path, json={"is_paused": True, "priority": 3}, headers=bearer(bob))
    assert (paused.json()["status"], paused.json()["priority"]) == ("paused", 3)
    none = await client.post("/api/v1/coverage/scrape-next", headers=bearer(bob))
    assert none.status_code == 404 and none.json()["error"] == "No territory is due."
    await client.patch(path, json={"is_paused": False}, headers=bearer(bob))
    due = await client.post("/api/v1/coverage/scrape-next", headers=bearer(bob))
    assert (due.status_code, due.json()) == (202, {"territory": made.json()["id"], "asked": True})
    again = await client.post(
        "/api/v1/coverage/scrape", json={"territory_id": made.json()["id"]}, headers=bearer(bob)
    )
    assert again.json()["asked"] is False
    jobs = (await client.get("/api/v1/jobs?queue=scraping", headers=bearer(bob))).json()["items"]
    assert [job["arguments"] for job in jobs] == [{"territory_id": made.json()["id"]}]
    report = (await client.get("/api/v1/coverage/report/scraping", headers=bearer(bob))).json()
    assert report["by_status"] == {"pending": 1} and len(report["territories"]) == 1


async def test_the_same_territory_twice_is_a_conflict(client, bob):
    await client.post("/api/v1/coverage", json=PLACE, headers=bearer(bob))
    assert (await client.post("/api/v1/coverage", json=PLACE, headers=bearer(bob))).status_code == 409


async def test_a_number_no_row_can_have_is_simply_not_there(client, alice):
    answer = await client.get(f"/api/v1/businesses/{10**22}", headers=bearer(alice))
    assert answer.status_code == 404 and "incident" not in answer.json()
