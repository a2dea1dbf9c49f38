"""Lines of the activity log as a timeline shows them."""

from collections.abc import Iterable

from webmagic.conductor import Happened
from webmagic.models import Activity
from webmagic.ui.components.timeline import Happening
from webmagic.ui.figures import moment

MARKS = {
    "site": "app-window",
    "payment": "banknote",
    "subscription": "repeat",
    "checkout": "credit-card",
    "message": "send",
    "mail": "send",
    "campaign": "send",
    "campaigns": "send",
    "visit": "eye",
    "claim": "hand",
    "scrape": "hexagon",
    "territory": "hexagon",
    "import": "hexagon",
    "business": "store",
    "ticket": "life-buoy",
    "user": "circle-user-round",
    "job": "octagon-alert",
    "schedule": "clock",
    "queue": "list-checks",
    "settings": "sliders-horizontal",
    "lead": "phone",
    "autopilot": "lightbulb",
}


def mark_of(kind: str) -> str:
    return MARKS.get(kind.partition(".")[0], "activity")


def happenings_of(lines: Iterable[Activity]) -> list[Happening]:
    return [
        Happening(line.id or 0, mark_of(line.kind), line.text, moment(line.at), line.at.isoformat())
        for line in lines
    ]


def timeline_of(lines: Iterable[Happened]) -> list[Happening]:
    """Everything that happened to one business, out of all packages."""
    return [
        Happening(number, mark_of(line.kind), line.text, moment(line.at), line.at.isoformat())
        for number, line in enumerate(lines)
    ]
