"""What the console's map asks for."""

import httpx

from tests.http.conftest import PASSWORD
from webmagic import hunter
from webmagic.core.database import transaction
from webmagic.models import AdminUser


async def _sign_in(client: httpx.AsyncClient, user: AdminUser) -> None:
    answer = await client.post("/auth/login", data={"email": user.email, "password": PASSWORD})
    assert answer.status_code == 303 and "error" not in answer.headers["location"]


async def _street() -> int:
    async with transaction() as session:
        one = await hunter.territories.add(
            session, country="US", state="OH", city="<b>Quill</b>", industry="plumber"
        )
        one.latitude, one.longitude = 40.00001, -84.0
        return one.id or 0


async def test_nobody_sees_the_map_without_a_session(client: httpx.AsyncClient, vera: AdminUser) -> None:
    await _street()
    for path in ("/map/places.json", "/map/cells.json?t=1"):
        answer = await client.get(path)
        assert answer.status_code == 401 and "Quill" not in answer.text


async def test_whoever_may_look_on_gets_the_places(client: httpx.AsyncClient, vera: AdminUser) -> None:
    territory = await _street()
    await _sign_in(client, vera)
    answer = await client.get("/map/places.json")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-type"] == "application/json"
    (row,) = answer.json()["places"]
    assert row[:7] == ["<b>Quill</b>", "OH", "US", 40.0, -84.0, 1, territory]
    assert row[12] == {"waiting": 1}
    assert (await client.get("/map/places.json?country=MX")).json() == {"places": []}
    assert (await client.get(f"/map/cells.json?t={territory}")).json() == {"cells": []}


async def test_a_number_that_is_none_is_refused(client: httpx.AsyncClient, vera: AdminUser) -> None:
    await _sign_in(client, vera)
    assert (await client.get("/map/cells.json?t=x")).status_code == 400
