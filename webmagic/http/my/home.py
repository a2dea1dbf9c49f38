"""A site's desk: how it stands, who came, who wrote, and the ways on."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from webmagic import hosting, support
from webmagic.core.settings import get_settings
from webmagic.http.my.access import Own, Owner, Reading, draw
from webmagic.http.my.dates import day_of, moment_of
from webmagic.http.pages import words

router = APIRouter(prefix="/sites/{site_id}")
ENQUIRIES = 20
GROUPS = {
    "page": (("words", "pencil"), ("photos", "image"), ("hours", "clock"), ("details", "phone"),
             ("requests", "message-square")),
    "people": (("enquiries", "inbox"), ("visits", "trending-up")),
    "business": (("domain", "globe"), ("plan", "credit-card")),
}  # fmt: skip


@router.get("")
async def home(request: Request, own: Own, email: Owner, session: Reading) -> Response:
    said = words(own.language)["my"]["home"]
    desk = await support.desk_of(session, own)
    week = await hosting.visitors_of(session, own.id, 7)
    tickets = await support.count_tickets(session, site_id=own.id)
    day = day_of(desk.until, own)
    lead = said["until_lead"] if desk.state == "online" and day else said[f"{desk.state}_lead"]
    return draw(
        own,
        "home.html",
        is_home=True,
        said=request.query_params.get("said", ""),
        heading=said[desk.state].format(day=day),
        lead=lead.format(day=day),
        pay_url=desk.owes,
        visits=week.people,
        enquiries=await hosting.count_leads(session, own.id, 30),
        groups=_groups(own, tickets),
        others=len(await support.sites_of(session, email)) > 1,
    )


def _groups(own: support.OwnedSite, tickets: dict[str, int]) -> list[dict[str, Any]]:
    said = words(own.language)["my"]["home"]
    example = f"www.{own.site.subdomain}.com"
    counts = {"requests": tickets["proposed"]}
    return [
        {
            "name": said[f"group_{group}"],
            "rows": [
                {
                    "path": path,
                    "icon": icon,
                    "name": said[path],
                    "note": said[f"{path}_note"].format(example=example),
                    "count": counts.get(path, 0),
                }
                for path, icon in rows
            ],
        }
        for group, rows in GROUPS.items()
    ]


@router.get("/enquiries")
async def enquiries(own: Own, session: Reading, after: str = "") -> Response:
    page = await hosting.page_leads(session, own.id, cursor=after or None, limit=ENQUIRIES)
    leads = [
        {
            "name": lead.name,
            "message": lead.message,
            "contact": lead.contact,
            "href": _href(lead.contact),
            "at": lead.created_at.isoformat(),
            "when": moment_of(lead.created_at, own),
        }
        for lead in page.items
    ]
    return draw(own, "enquiries.html", leads=leads, older=page.next or "")


def _href(contact: str) -> str:
    """To write or to call at a touch; a plain text when it is neither."""
    if "@" in contact and " " not in contact:
        return f"mailto:{contact}"
    digits = "".join(c for c in contact if c.isdigit() or c == "+")
    return f"tel:{digits}" if len(digits) >= 7 else ""


@router.get("/visits")
async def visits(own: Own, session: Reading) -> Response:
    found = await hosting.visitors_of(session, own.id, 30)
    top = max((count for _, count in found.by_day), default=0) or 1
    heights = [(day, count, round(60 * count / top)) for day, count in found.by_day]
    bars = [
        {
            "x": n * 10 + 1,
            "y": 62 - max(height, 1),
            "height": max(height, 1),
            "day": day.isoformat(),
            "count": count,
            "is_today": n == len(heights) - 1,
        }
        for n, (day, count, height) in enumerate(heights)
    ]
    own_host = get_settings().site_url(own.site.subdomain).partition("://")[2].partition(":")[0]
    places = [{"name": host, "count": count} for host, count in found.by_place if host != own_host]
    return draw(
        own,
        "visits.html",
        people=found.people,
        total=found.people,
        bars=bars,
        first_day=day_of_date(found.by_day[0][0], own),
        places=places,
    )


def day_of_date(day: Any, own: support.OwnedSite) -> str:
    said = words(own.language)["my"]
    return said["date"].format(day=day.day, month=said["months"][day.month - 1], year=day.year)
