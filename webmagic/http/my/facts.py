"""What an owner states about the business: opening hours, telephone, address, what is offered."""

import re
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from webmagic import creative, support
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Invalid, Refused
from webmagic.http.my.access import Own, Owner, Reading, back_to, draw
from webmagic.http.my.forms import base_of, read_fields, say
from webmagic.http.pages import words

router = APIRouter(prefix="/sites/{site_id}")
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
OPEN, CLOSED, UNKNOWN = "open", "closed", "unknown"
MIDNIGHT = {"00:00": "24:00"}  # a day that ends at midnight; no browser's field can say 24:00
DETAILS = ("phone", "email", "street", "city", "postcode", "price_range")
LONGEST, MOST_SERVICES = 200, 40


@router.get("/hours")
async def show_hours(request: Request, own: Own, session: Reading) -> Response:
    page = await support.read_page(session, own)
    return _hours(own, page, _week(page.facts["hours"]), said=request.query_params.get("said", ""))


@router.post("/hours")
async def save_hours(request: Request, own: Own, email: Owner, session: Reading) -> Response:
    fields = await read_fields(request)
    page = await support.read_page(session, own)
    week = [_typed(day, fields) for day in range(7)]
    problem = next(filter(None, (_wrong(own, day) for day in week)), "")
    if problem:
        return _hours(own, page, week, problem=problem, status=400)
    if week == _week(page.facts["hours"]):
        return _hours(own, page, week, problem=say(own, "nothing"), status=400)
    days = [
        {"day": day["day"], "spans": _spans(day) if day["state"] == OPEN else []}
        for day in week
        if day["state"] != UNKNOWN
    ]
    failure = await _state(own, email, fields, {"hours": days})
    if failure:
        return _hours(own, page, week, problem=failure[1], status=failure[0])
    return back_to(f"/my/sites/{own.id}/hours", "saved")


def _week(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {row["day"]: row["spans"] for row in rows}
    week = []
    for day in range(7):
        spans = [(span["opens"], span["closes"].replace("24:00", "00:00")) for span in known.get(day, [])]
        state = OPEN if spans else CLOSED if day in known else UNKNOWN
        week.append({"day": day, "state": state, "spans": (spans + [("", "")] * 2)[:2]})
    return week


def _typed(day: int, fields: dict[str, str]) -> dict[str, Any]:
    state = fields.get(f"state{day}", UNKNOWN)
    spans = [
        (_time(fields.get(f"opens{day}{n}", "")), _time(fields.get(f"closes{day}{n}", ""))) for n in (0, 1)
    ]
    if state != OPEN:
        spans = [("", ""), ("", "")]
    return {"day": day, "state": state if state in (OPEN, CLOSED) else UNKNOWN, "spans": spans}


def _time(text: str) -> str:
    """As typed without a browser's help, too: "8:00" is "08:00"."""
    text = text.strip()[:5]
    return f"0{text}" if len(text) == 4 else text


def _spans(day: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"opens": opens, "closes": MIDNIGHT.get(closes, closes)} for opens, closes in day["spans"] if opens
    ]


def _wrong(own: support.OwnedSite, day: dict[str, Any]) -> str:
    said = words(own.language)["my"]
    name, minutes = said["days"][day["day"]], []
    if day["state"] != OPEN:
        return ""
    given = [span for span in day["spans"] if any(span)]
    if not given or not all(TIME.fullmatch(part) for span in given for part in span):
        return said["hours"]["wrong"].format(day=name)
    for opens, closes in given:
        begin, end = _minutes(opens), _minutes(closes)
        if begin == end:
            return said["hours"]["same"].format(day=name)
        minutes.append((begin, end if end > begin else end + 1440))
    minutes.sort()
    if len(minutes) == 2 and minutes[1][0] < minutes[0][1]:
        return said["hours"]["overlap"].format(day=name)
    return ""


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _hours(own: support.OwnedSite, page: support.OwnPage, week: list, **more: Any) -> Response:
    return draw(own, "hours.html", version=page.version.number, week=week, **more)


@router.get("/details")
async def show_details(request: Request, own: Own, session: Reading) -> Response:
    page = await support.read_page(session, own)
    return _details(own, page, _known(page), said=request.query_params.get("said", ""))


@router.post("/details")
async def save_details(request: Request, own: Own, email: Owner, session: Reading) -> Response:
    fields = await read_fields(request)
    page = await support.read_page(session, own)
    known = _known(page)
    typed = {name: " ".join(fields.get(name, "").split())[:LONGEST] for name in DETAILS}
    lines = [" ".join(line.split())[:LONGEST] for line in fields.get("services", "").splitlines()]
    typed["services"] = "\n".join([line for line in lines if line][:MOST_SERVICES])
    typed["has_whatsapp"] = "yes" if fields.get("has_whatsapp") else ""
    changed: dict[str, Any] = {name: text for name, text in typed.items() if text != known[name]}
    if not changed:
        return _details(own, page, typed, problem=say(own, "nothing"), status=400)
    if "services" in changed:
        changed["services"] = typed["services"].split("\n") if typed["services"] else []
    if "has_whatsapp" in changed:
        changed["has_whatsapp"] = bool(typed["has_whatsapp"])
    failure = await _state(own, email, fields, changed)
    if failure:
        return _details(own, page, typed, problem=failure[1], status=failure[0])
    return back_to(f"/my/sites/{own.id}/details", "saved")


def _known(page: support.OwnPage) -> dict[str, str]:
    facts = page.facts
    return {
        **{name: facts.get(name) or "" for name in DETAILS},
        "phone": facts.get("phone_display") or facts.get("phone") or "",
        "services": "\n".join(facts.get("services", ())),
        "has_whatsapp": "yes" if facts.get("has_whatsapp") else "",
    }


def _details(own: support.OwnedSite, page: support.OwnPage, form: dict[str, str], **more: Any) -> Response:
    return draw(own, "details.html", version=page.version.number, form=form, **more)


async def _state(
    own: support.OwnedSite, email: str, fields: dict[str, str], stated: dict[str, Any]
) -> tuple[int, str] | None:
    """Have it on the page; or the answer's status and what to say."""
    try:
        edits = creative.Edits(facts=creative.FactPatch(**stated))
        async with transaction() as session:
            await support.change_page(session, own, edits, base=base_of(fields), email=email)
    except (Invalid, ValidationError) as error:
        why = str(error) if isinstance(error, Invalid) else "?"
        return 400, say(own, "failed", why=why)
    except Conflict:
        return 409, say(own, "conflict")
    except Refused as error:
        return 422, say(own, "refused", why=error)
    return None
