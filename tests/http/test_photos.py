"""Photos through the console's form: who may, what comes back, and what a stranger sees."""

import httpx

from tests.creative.editing.pages import built, standing
from tests.creative.photos.pictures import jpeg
from tests.http.conftest import PASSWORD
from webmagic.models import AdminUser

FILES = {"photo": ("a.jpg", jpeg(400, 300), "image/jpeg")}


async def _sign_in(client: httpx.AsyncClient, user: AdminUser) -> None:
    await client.post("/auth/login", data={"email": user.email, "password": PASSWORD})


async def test_a_photo_handed_in_is_a_version_and_is_seen(client: httpx.AsyncClient, bob: AdminUser) -> None:
    site_id = await built()
    await _sign_in(client, bob)
    answer = await client.post(f"/photos/{site_id}", files=FILES, data={"caption": "El horno"})
    assert answer.headers["location"] == f"/sites/{site_id}/studio?tab=facts"
    _, version = await standing(site_id)
    (photo,) = version.facts["photos"]
    assert (version.number, version.author, photo["caption"]) == (2, bob.email, "El horno")
    shown = await client.get(f"/photos/{photo['key']}.webp")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    answer = await client.post(f"/photos/{site_id}", files={"photo": ("a.jpg", b"no photo", "image/jpeg")})
    assert "not+a+photo" in answer.headers["location"]
    assert (await standing(site_id))[1].number == 2


async def test_who_may_not_neither_sends_nor_sees(client: httpx.AsyncClient, vera: AdminUser) -> None:
    site_id = await built()
    assert (await client.post(f"/photos/{site_id}", files=FILES)).status_code == 401
    assert (await client.get(f"/photos/{'0' * 24}.webp")).status_code == 401
    await _sign_in(client, vera)
    assert (await client.post(f"/photos/{site_id}", files=FILES)).status_code == 403
    assert (await client.get(f"/photos/{'0' * 24}.webp")).status_code == 404
    headers = {"sec-fetch-site": "cross-site"}
    assert (await client.post(f"/photos/{site_id}", files=FILES, headers=headers)).status_code == 403
    assert (await standing(site_id))[1].number == 1
