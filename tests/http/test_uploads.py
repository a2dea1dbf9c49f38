"""Handing a file in."""

import httpx
import pytest

from tests.http.conftest import PASSWORD
from webmagic.core.database import reading
from webmagic.hunter import uploads
from webmagic.models import AdminUser

FILE = {"file": ("../list.csv", b"Firma X,Fono X\nQuill,937-555-0142\n", "text/csv")}


async def _sign_in(client: httpx.AsyncClient, user: AdminUser) -> None:
    await client.post("/auth/login", data={"email": user.email, "password": PASSWORD})


def _kept() -> list[str]:
    return sorted(path.name for path in uploads.folder().rglob("*") if path.is_file())


async def test_a_file_is_kept_and_opened(client: httpx.AsyncClient, bob: AdminUser) -> None:
    await _sign_in(client, bob)
    answer = await client.post("/uploads", files=FILE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/import?u=1")
    async with reading() as session:
        upload = await uploads.get(session, 1)
    assert (upload.name, upload.asked_by) == ("list.csv", bob.email)
    assert uploads.path_of(upload).read_bytes() == FILE["file"][1]


async def test_nobody_hands_in_a_file_without_the_right(client: httpx.AsyncClient, vera: AdminUser) -> None:
    assert (await client.post("/uploads", files=FILE)).status_code == 401
    await _sign_in(client, vera)
    assert (await client.post("/uploads", files=FILE)).status_code == 403
    assert _kept() == []


async def test_another_site_cannot_hand_in_a_file(client: httpx.AsyncClient, bob: AdminUser) -> None:
    await _sign_in(client, bob)
    answer = await client.post("/uploads", files=FILE, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and _kept() == []


async def test_what_cannot_be_taken_is_a_sentence_and_leaves_nothing(
    client: httpx.AsyncClient, bob: AdminUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _sign_in(client, bob)
    for files, code in (
        ({"file": ("empty.csv", b"", "text/csv")}, "error=refused"),
        ({"other": ("list.csv", b"x", "text/csv")}, "error=missing"),
        ({"file": ("list.csv", bytes(200), "text/csv")}, "error=refused"),
    ):
        monkeypatch.setattr(uploads, "MAX_BYTES", 100)
        answer = await client.post("/uploads", files=files)
        assert answer.status_code == 303 and code in answer.headers["location"]
    assert _kept() == []


async def test_a_body_beyond_the_limit_is_cut_off(client: httpx.AsyncClient, bob: AdminUser) -> None:
    await _sign_in(client, bob)
    big = {"file": ("list.csv", bytes(uploads.MAX_BYTES + (2 << 20)), "text/csv")}
    answer = await client.post("/uploads", files=big)
    assert answer.status_code in (303, 413) and "u=" not in answer.headers.get("location", "")
    assert _kept() == []


async def test_rejected_rows_are_for_those_who_are_signed_in(
    client: httpx.AsyncClient, bob: AdminUser
) -> None:
    await _sign_in(client, bob)
    await client.post("/uploads", files=FILE)
    assert (await client.get("/uploads/1/rejected.csv")).status_code == 404
    async with reading() as session:
        uploads.rejects_of(await uploads.get(session, 1)).write_text("row,reason\n")
    answer = await client.get("/uploads/1/rejected.csv")
    assert answer.text == "row,reason\n" and answer.headers["content-disposition"].startswith("attachment")
    client.cookies.clear()
    assert (await client.get("/uploads/1/rejected.csv")).status_code == 401
