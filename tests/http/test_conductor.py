"""The conductor over HTTP: anybody signed in looks, an operator stops, an owner lets go on."""

import datetime as dt

from tests.http.conftest import bearer
from webmagic.core.clock import now
from webmagic.core.database import transaction
from webmagic.models import AlertRow

BASE = "/api/v1/conductor"


async def test_an_operator_stops_everything_and_an_owner_lets_it_go_on(client, alice, bob):
    stopped = await client.post(f"{BASE}/stop", headers=bearer(bob))
    assert stopped.status_code == 200 and stopped.json()["by"] == "bob"
    told = (await client.get(f"{BASE}/status", headers=bearer(bob))).json()
    assert told["stopped"]["by"] == "bob" and len(told["holds"]) == 3
    assert (await client.post(f"{BASE}/cycle", headers=bearer(bob))).status_code == 422
    assert (await client.post(f"{BASE}/resume", headers=bearer(bob))).status_code == 403
    assert (await client.post(f"{BASE}/resume", headers=bearer(alice))).status_code == 204
    assert (await client.post(f"{BASE}/cycle", headers=bearer(bob))).status_code == 202


async def test_queues_tell_their_latency_and_are_paused_and_resumed(client, bob):
    assert (await client.post("/api/v1/jobs/queues/campaigns/pause", headers=bearer(bob))).status_code == 204
    rows = (await client.get("/api/v1/jobs/queues", headers=bearer(bob))).json()
    assert {row["queue"]: row["is_paused"] for row in rows}["campaigns"]
    assert {"pick_up_ms", "run_ms"} <= set(rows[0])
    assert (await client.post("/api/v1/jobs/queues/campaigns/resume", headers=bearer(bob))).status_code == 204
    assert (await client.post("/api/v1/jobs/queues/coffee/pause", headers=bearer(bob))).status_code in (
        400,
        422,
    )


async def test_cycles_alerts_reports_and_a_rehearsal_are_there_to_read(client, vera):
    async with transaction() as session:
        session.add(AlertRow(key="disk", tone="bad", text="The disk is full.", to_do="Make room."))
    read = {"cycles": [], "alerts": ["The disk is full."]}
    assert (await client.get(f"{BASE}/cycles", headers=bearer(vera))).json() == read["cycles"]
    alerts = (await client.get(f"{BASE}/alerts", headers=bearer(vera))).json()
    assert [row["text"] for row in alerts] == read["alerts"]
    assert (await client.get(f"{BASE}/rehearsal?hours=2", headers=bearer(vera))).json()["hours"] == 2
    yesterday = now().date() - dt.timedelta(days=1)
    assert (await client.get(f"{BASE}/reports/{yesterday}", headers=bearer(vera))).json()["lines"]
    assert (await client.get(f"{BASE}/reports/2999-01-01", headers=bearer(vera))).status_code == 400
