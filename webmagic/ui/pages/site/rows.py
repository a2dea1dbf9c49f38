"""The score card and the versions of one site."""

from dataclasses import dataclass
from typing import Any

from webmagic.creative import Changed, SiteRow, VersionRow
from webmagic.models import Lead, SiteStatus
from webmagic.ui.figures import microusd, moment

MOST_CHANGES, LONGEST_CHANGE = 12, 240

# What the gate looks at, in the order a reader cares; a rule nobody named belongs to the last.
CHECKS = (
    ("Every claim has a fact", "names, hours, prices and quotes traced to the listing", ()),
    (
        "Reads well by every means",
        "headings, labels, landmarks, alternative text",
        ("heading-order", "heading-empty", "landmarks", "lang", "label", "name", "alt", "aria-reference",
         "duplicate-id", "html", "contrast"),
    ),
    (
        "Light and whole",
        "no missing file, nothing too heavy",
        ("weight", "missing-file", "image-size", "dead-anchor", "viewport", "index"),
    ),
    (
        "Keeps to itself",
        "no other host, no inline script, no trick",
        ("foreign-host", "inline-script", "inline-style", "event-handler", "forbidden-element", "bad-scheme"),
    ),
    (
        "Holds in a real browser",
        "axe, console and six widths, light and dark",
        ("overflow", "console-error", "script-error", "failed-request", "lighthouse"),
    ),
    (
        "Found and shared properly",
        "title, description, structured data, previews",
        ("open-graph", "noindex", "json-ld", "json-ld-type", "title", "description", "canonical"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One line of the gate's card. `tone`: okk, warn or bad."""

    key: str
    tone: str
    mark: str
    title: str
    detail: str
    points: str


@dataclass(frozen=True)
class Change:
    """One thing that a version has otherwise than the one it was made from."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    number: int
    when: str
    at: str
    engine: str
    gate: str
    size: str
    note: str
    is_online: bool
    is_current: bool
    changes: list[Change]
    changed: str  # "3 changes"; "" where there is nothing to compare


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Enquiry:
    """What a visitor wrote into the site's contact form."""

    key: str
    who: str
    contact: str
    message: str
    when: str
    at: str


def enquiry_of(lead: Lead) -> Enquiry:
    return Enquiry(
        key=f"lead-{lead.id}",
        who=lead.name or lead.contact,
        contact=lead.contact,
        message=lead.message,
        when=moment(lead.created_at),
        at=lead.created_at.isoformat(),
    )


def checks_of(version: VersionRow | None) -> list[Check]:
    """Passed checks first would bury the news: findings stand on top."""
    if version is None:
        return []
    found = [_finding(n, finding) for n, finding in enumerate(version.findings)]
    touched = {_family(str(finding.get("rule", ""))) for finding in version.findings}
    passed = [
        Check(title, *_mark(detail), title, detail, "")
        for n, (title, detail, _rules) in enumerate(_asked(version))
        if n not in touched
    ]
    return sorted(found, key=lambda check: check.tone != "bad") + passed


def shots_of(site_id: int, version: VersionRow | None) -> list[str]:
    """Addresses of the screenshots of a version a browser has looked at."""
    if version is None or version.deep.get("state") not in {"passed", "repaired", "refused"}:
        return []
    return [f"/screenshots/{site_id}/{version.number}/{size}.webp" for size in ("desktop", "mobile")]


def _mark(detail: str) -> tuple[str, str]:
    """What nobody has looked at has not passed."""
    return ("", "eye-off") if detail.startswith("no browser") else ("okk", "check")


def _asked(version: VersionRow) -> list[tuple[str, str, tuple[str, ...]]]:
    """The families of checks; what a browser found stands under its own, with Lighthouse's scores."""
    if not version.deep:
        unseen = "no browser has looked at this version yet"
    elif version.deep.get("state") == "unavailable":
        unseen = "no browser could look: " + str(version.deep.get("reason", ""))[:90]
    else:
        unseen = ""
    scores = "/".join(str(value) for value in version.deep.get("scores", {}).values())
    seen = f", Lighthouse {scores}" if scores else ""
    return [
        (title, (unseen or detail + seen) if "overflow" in rules else detail, rules)
        for title, detail, rules in CHECKS
    ]


def refusal(failure: str, findings: list[dict[str, Any]]) -> list[Check]:
    """A refused build leaves no version: its findings stand with the site, at the least a sentence."""
    if findings:
        return [_finding(n, finding) for n, finding in enumerate(findings)]
    return [
        Check(
            "refused", "bad", "octagon-alert", failure or "The gate refused the page.", "the newest build", ""
        )
    ]


def _finding(n: int, finding: dict[str, Any]) -> Check:
    refuses = bool(finding.get("refuses", True))
    return Check(
        key=f"f{n}",
        tone="bad" if refuses else "warn",
        mark="octagon-alert" if refuses else "triangle-alert",
        title=str(finding.get("message", ""))[:240],
        detail=f"{finding.get('rule', '')}, {finding.get('place', '')}".strip(", ")[:120],
        points="−25" if refuses else "−8",
    )


def _family(rule: str) -> int:
    if rule.startswith(("axe-", "lighthouse-")):
        rule = "overflow"
    return next((n for n, (_, _, rules) in enumerate(CHECKS) if rule in rules), 0)


def version_of(row: VersionRow, current: int, changed: list[Changed]) -> Version:
    shown = [
        Change(f"{row.number}-{one.path}", one.label, _short(one.before), _short(one.after))
        for one in changed[:MOST_CHANGES]
    ]
    if len(changed) > MOST_CHANGES:
        shown.append(Change(f"{row.number}-more", f"and {len(changed) - MOST_CHANGES} more", "", ""))
    return Version(
        number=row.number,
        when=moment(row.created_at),
        at=row.created_at.isoformat(),
        engine=_made(row),
        gate=str(row.gate_score),
        size=f"{row.bytes / 1024:.0f} KB",
        note=row.note,
        is_online=row.is_published,
        is_current=row.number == current,
        changes=shown,
        changed=f"{len(changed)} change{'s' * (len(changed) != 1)}" if changed else "",
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CHANGE else text[: LONGEST_CHANGE - 1] + "…"


def _made(row: VersionRow) -> str:
    cost = f", {microusd(row.cost_microusd)}" if row.cost_microusd else ""
    name = "built-in designer" if row.engine == "studio" else engine_words(row.engine)
    return f"{name} in {row.seconds:.1f} s{cost}"


def engine_words(engine: str) -> str:
    return {"studio": "Built-in designer", "claude": "Claude", "": "Not built yet"}.get(engine, engine)


def gate_words(row: SiteRow, checks: list[Check]) -> tuple[str, str]:
    """The headline of the card and the line under it."""
    blocking = sum(check.tone == "bad" for check in checks)
    if row.status == SiteStatus.REFUSED or blocking:
        many = "One check blocks it." if blocking <= 1 else f"{blocking} checks block it."
        return "Gate is closed", many
    if row.gate_score is None:
        return "Not at the gate yet", "The gate looks when the page is finished."
    to_mend = sum(check.tone == "warn" for check in checks)
    if to_mend:
        return "Gate is open", f"{to_mend} thing{'s' * (to_mend != 1)} could be better."
    return "Gate is open", "Nothing to mend."


def _times(visits: int) -> str:
    return f"{visits:,} times" if visits > 1 else "once" if visits else "not yet"


def facts_of(row: SiteRow) -> list[Fact]:
    found = [
        ("Address", row.url.partition("://")[2]),
        ("Trade", row.trade.replace("_", " ").capitalize()),
        ("Place", row.city),
        ("Look", row.vibe.replace("_", " ").capitalize()),
        ("Made by", engine_words(row.engine)),
        ("Opened", _times(row.visits)),
        ("Owner", "Sold, no claim bar" if row.is_claimed else "Not sold yet"),
    ]
    return [Fact(label, value) for label, value in found if value]
