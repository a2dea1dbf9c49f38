"""A build taken back and gone on with, over HTTP."""

from tests.creative.test_build import make_shop
from tests.http.conftest import bearer


async def test_an_operator_stops_a_build_and_goes_on_with_it(client, bob, vera):
    site = await make_shop()
    asked = await client.post("/api/v1/sites/generate", json={"business_id": 1}, headers=bearer(bob))
    assert asked.status_code == 202
    path = f"/api/v1/sites/{site}"
    assert (await client.post(f"{path}/stop", headers=bearer(vera))).status_code == 403
    stopped = await client.post(f"{path}/stop", headers=bearer(bob))
    assert stopped.json() == {
        "site": site,
        "kept": [],
        "online": 0,
        "sentence": "Stopped: nothing was finished yet, and nothing is online.",
    }
    assert (await client.post(f"{path}/stop", headers=bearer(bob))).status_code == 409
    assert (await client.post(f"{path}/continue", headers=bearer(bob))).status_code == 202
    assert (await client.post(f"{path}/continue", headers=bearer(bob))).status_code == 409
    assert (await client.post("/api/v1/sites/99/stop", headers=bearer(bob))).status_code == 404
