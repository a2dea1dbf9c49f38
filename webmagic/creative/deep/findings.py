"""What the browser saw, in the gate's words: each finding has a name, a place and a sentence."""

from collections.abc import Iterator
from typing import Any

from webmagic.creative.gate.report import Finding

NAMES = {
    "console": "console-error",
    "script": "script-error",
    "request": "failed-request",
    "foreign": "foreign-host",
}
SENTENCES = {
    "console": "The browser complains: {text}",
    "script": "A script fails: {text}",
    "request": "A file does not arrive: {text}",
    "foreign": "The page asks another host: {text}",
}
PERFECT = ("accessibility", "best-practices", "seo")
FAST = 95
BY_DESIGN = frozenset({"is-crawlable"})  # a preview asks not to be found


def findings_of(found: dict[str, Any], *, is_preview: bool) -> list[Finding]:
    """Each fault once, however many widths and schemes show it."""
    every = [*_axe(found["axe"]), *_overflow(found["overflow"]), *_first(found["first"])]
    every += _complaints(found["complaints"])
    if seen := found.get("lighthouse"):
        every += _lighthouse(seen, is_preview)
    return list({(finding.rule, finding.place): finding for finding in reversed(every)}.values())[::-1]


def _axe(violations: list[dict[str, Any]]) -> Iterator[Finding]:
    for violation in violations:
        for node in violation["nodes"] or [{"html": "", "section": ""}]:
            where = f"at {violation['width']} px, {violation['scheme']}"
            message = f"{violation['help']} ({where}): {node['html'][:120]}"
            yield Finding(
                rule=f"axe-{violation['id']}",
                place=node["section"] or "page",
                message=message,
                repairable=bool(node["section"]),
            )


def _overflow(wide: list[dict[str, Any]]) -> Iterator[Finding]:
    for one in wide:
        message = f"At {one['width']} px the page scrolls sideways by {one['by']} px: {one['element'][:80]}"
        yield Finding(
            rule="overflow",
            place=one["section"] or "page",
            message=message,
            repairable=bool(one["section"]),
        )


def _first(faults: list[dict[str, Any]]) -> Iterator[Finding]:
    for one in faults:
        message = f"First screen, {one['width']} px wide: {one['fault']}"
        yield Finding(rule="first-screen", place="hero", message=message, repairable=True)


def _complaints(complaints: list[dict[str, Any]]) -> Iterator[Finding]:
    for one in complaints:
        message = SENTENCES[one["kind"]].format(text=one["text"][:200])
        yield Finding(rule=NAMES[one["kind"]], place="page", message=message)


def _lighthouse(seen: dict[str, Any], is_preview: bool) -> Iterator[Finding]:
    """A busy machine measures speed badly, and previews hide from search: neither refuses a page."""
    if seen.get("error"):
        yield Finding(rule="lighthouse", place="page", message=seen["error"][:200], refuses=False)
        return
    for audit in seen["failed"]:
        if audit["category"] in PERFECT and not (is_preview and audit["id"] in BY_DESIGN):
            message = f"Lighthouse, {audit['category']}: {audit['title']}"
            yield Finding(rule=f"lighthouse-{audit['id']}", place="page", message=message, refuses=False)
    speed = seen["scores"].get("performance")
    if speed is not None and speed < FAST:
        message = f"Lighthouse measures a speed of {speed}; {FAST} is asked."
        yield Finding(rule="lighthouse-performance", place="page", message=message, refuses=False)
