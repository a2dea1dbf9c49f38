"""An uploaded file, its columns and what its first rows would become, as the page shows them."""

from dataclasses import dataclass
from typing import Any

from webmagic.hunter import mapping, uploads
from webmagic.models import Upload, UploadState, WebsiteState
from webmagic.ui.components.tabs import address
from webmagic.ui.figures import since
from webmagic.ui.standing import WEBSITES

STATES = {
    UploadState.READY: ("", "clock", "not imported yet"),
    UploadState.WAITING: ("live", "clock", "waits its turn"),
    UploadState.RUNNING: ("live", "upload", "being imported"),
    UploadState.DONE: ("ok", "check", "imported"),
    UploadState.FAILED: ("bad", "octagon-alert", "stopped"),
}
SHAPES = {
    "table": "a plain table whose headings are known",
    "outscraper": "an Outscraper export",
    "apify": "a Google Maps export (Apify)",
    "serpapi": "a Google Maps export (SerpApi)",
    "serpapi-place": "a Google Maps place (SerpApi)",
    "places-api": "an answer of the Google Places API",
    "places-api-flat": "an answer of the Google Places API",
    "places-api-old": "an answer of the older Google Places API",
    "geojson": "OpenStreetMap as GeoJSON",
    "overpass": "OpenStreetMap as Overpass gives it",
    "osm-table": "a table of OpenStreetMap",
}


@dataclass(frozen=True)
class File:
    id: int = 0
    name: str = ""
    size: str = ""
    tone: str = ""
    mark: str = "clock"
    words: str = ""
    when: str = ""
    by: str = ""
    error: str = ""
    href: str = ""
    read: str = ""
    created: str = ""
    updated: str = ""
    duplicates: str = ""
    rejected: str = ""
    qualified: str = ""
    seconds: str = ""
    rejects: str = ""
    is_ready: bool = False
    is_running: bool = False
    is_done: bool = False


@dataclass(frozen=True)
class Column:
    key: str  # the name of its control
    name: str
    samples: str
    chosen: str


@dataclass(frozen=True)
class Draft:
    key: str
    row: str
    name: str
    trade: str
    place: str
    phone: str
    email: str
    website: str
    reason: str


def file_of(upload: Upload) -> File:
    state = UploadState(upload.state)
    tone, mark, words = STATES[state]
    figures = {name: f"{upload.counts.get(name, 0):,}" for name in uploads.COUNTS} if upload.counts else {}
    has_rejects = bool(upload.counts.get("rejected")) and state == UploadState.DONE
    return File(
        id=upload.id or 0,
        name=upload.name,
        size=size_of(upload.bytes),
        tone=tone,
        mark=mark,
        words=words,
        when=since(upload.created_at),
        by=upload.asked_by,
        error=upload.error,
        href=address("/import", u=upload.id),
        seconds=f"{upload.counts['seconds']:.1f} s" if upload.counts.get("seconds") else "",
        rejects=f"/uploads/{upload.id}/rejected.csv" if has_rejects else "",
        is_ready=state in (UploadState.READY, UploadState.FAILED),
        is_running=state in (UploadState.WAITING, UploadState.RUNNING),
        is_done=state == UploadState.DONE,
        **figures,
    )


def size_of(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 100_000 else f"{max(number, 100) / 1000:.1f} kB"


def columns_of(columns: list[mapping.Column], known: mapping.Columns | None) -> list[Column]:
    """What was said the last time, else the guess. The website has a question of its own."""
    said = {name: field for field, names in known.fields.items() for name in names} if known else None
    rows = []
    for number, one in enumerate(columns):
        field = said.get(one.name, "") if said is not None else one.guess
        chosen = "" if field == "website" else field
        rows.append(Column(f"c{number}", one.name, " · ".join(one.samples) or "(empty)", chosen))
    return rows


def website_of(columns: list[mapping.Column], known: mapping.Columns | None) -> str:
    """The column preselected for the website: "-" when the last such file was said to know none."""
    if known:
        return next(iter(known.fields.get("website", ())), "-")
    return next((one.name for one in columns if one.guess == "website"), "")


def draft_of(made: dict[str, Any]) -> Draft:
    place = ", ".join(part for part in (made.get("city"), made.get("state"), made.get("country")) if part)
    state = WebsiteState(made.get("website_state", WebsiteState.UNKNOWN))
    return Draft(
        key=str(made["row"]),
        row=str(made["row"]),
        name=str(made.get("name", ""))[:80],
        trade=str(made.get("category") or made.get("trade") or "")[:40],
        place=place[:60] or str(made.get("address", ""))[:60],
        phone=str(made.get("phone", "")),
        email=str(made.get("email", ""))[:60],
        website=str(made.get("website", ""))[:60] or WEBSITES[state],
        reason=str(made.get("reason", "")),
    )
