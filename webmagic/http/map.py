"""What the console's map draws, asked for by its script with the browser's own session.

Rows are short lists, for a country may hold thousands of towns.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from starlette.requests import Request

from webmagic import accounts
from webmagic.core.database import reading
from webmagic.core.errors import Unauthorized
from webmagic.core.settings import get_settings
from webmagic.hunter import atlas

router = APIRouter(prefix="/map", include_in_schema=False)
PRIVATE = {"Cache-Control": "private, no-store"}


async def _signed_in(request: Request) -> None:
    raw = request.cookies.get(accounts.session_cookie_name(get_settings()), "")
    async with reading() as session:
        user = await accounts.find_session(session, raw) if raw else None
    if user is None:
        raise Unauthorized("Sign in first.")
    accounts.require(user, "read")


SignedIn = Annotated[None, Depends(_signed_in)]


@router.get("/places.json")
async def places(
    _: SignedIn, response: Response, country: str = "", trade: str = "", state: str = "", q: str = ""
) -> dict[str, list]:
    response.headers.update(PRIVATE)
    wanted = atlas.Wanted(country[:2], trade[:120], state[:20], q[:100])
    async with reading() as session:
        found = await atlas.places(session, wanted)
    return {"places": [_row(place) for place in found]}


def _row(place: atlas.Place) -> list:
    return [
        place.city,
        place.state,
        place.country,
        round(place.latitude, 4),
        round(place.longitude, 4),
        place.count,
        place.first_id,
        place.found,
        place.qualified,
        place.cost_microusd,
        place.last_scraped_at.isoformat() if place.last_scraped_at else "",
        place.rests_until.isoformat() if place.rests_until else "",
        place.standings,
    ]


@router.get("/cells.json")
async def cells(_: SignedIn, response: Response, t: int) -> dict[str, list]:
    response.headers.update(PRIVATE)
    async with reading() as session:
        found = await atlas.shapes(session, t)
    return {
        "cells": [
            [shape.state, shape.found, shape.new, [[round(a, 4), round(b, 4)] for a, b in shape.corners]]
            for shape in found
        ]
    }
