"""P6: our own unsubscribe link is tried over the wire, and every way it can be broken is found."""

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.responses import PlainTextResponse, RedirectResponse

from tests.http_public.conftest import Town
from webmagic import pitcher
from webmagic.core.database import reading, transaction
from webmagic.models import Message, Suppression
from webmagic.pitcher.wayout import try_way_out


async def left_behind() -> int:
    async with reading() as session:
        return len((await session.exec(select(Message))).all()) + len(
            (await session.exec(select(Suppression))).all()
        )


async def test_our_own_way_out_works_and_the_try_leaves_nothing_behind(town: Town):
    before = await left_behind()
    finding = await try_way_out(transaction, town.wire)
    assert finding.tone == "ok", finding.text
    assert await left_behind() == before


async def _unsubscribe(token: str) -> None:
    async with transaction() as session:
        await pitcher.unsubscribe(session, token, "page")


def _app(way: str) -> FastAPI:
    app = FastAPI()

    @app.get("/u/{token}")
    async def look(token: str):
        if way == "get-unsubscribes":
            await _unsubscribe(token)
        return RedirectResponse("/login") if way == "asks-for-a-login" else PlainTextResponse("sure?")

    @app.post("/u/{token}")
    async def leave(token: str):
        if way == "post-redirects":
            await _unsubscribe(token)
            return RedirectResponse("/bye", 303)
        if way != "post-does-nothing":
            await _unsubscribe(token)
        return PlainTextResponse("no", 403) if way == "post-refused" else PlainTextResponse("yes")

    return app


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("get-unsubscribes", "Opening the unsubscribe page already unsubscribes"),
        ("asks-for-a-login", "answered with 307"),
        ("post-redirects", "answered with 303"),
        ("post-refused", "answered with 403"),
        ("post-does-nothing", "said yes and did nothing"),
    ],
)
async def test_a_way_out_that_is_broken_holds_the_domain(village: Town, way: str, words: str):
    before = await left_behind()
    finding = await try_way_out(transaction, httpx.ASGITransport(_app(way)))
    assert finding.tone == "bad" and words in finding.text and finding.to_do
    assert await left_behind() == before


async def test_a_way_out_that_nobody_reaches_is_bad(village: Town):
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    finding = await try_way_out(transaction, httpx.MockTransport(refuse))
    assert finding.tone == "bad" and "could not be reached" in finding.text
