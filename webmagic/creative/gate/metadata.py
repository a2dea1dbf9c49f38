"""Head of the page: title, description, canonical address, structured data, robots."""

from collections.abc import Iterator
from typing import Any

from webmagic.creative.facts import Facts
from webmagic.creative.gate.reading import Reading, squeeze, tag_of
from webmagic.creative.gate.report import Finding
from webmagic.creative.studio import trades

TITLE = (10, 60)
DESCRIPTION = (50, 160)
BUSINESS_TYPES = frozenset({trade.schema for trade in trades.all_().values()} | {"LocalBusiness"})


def check(reading: Reading, facts: Facts, is_preview: bool | None = None) -> Iterator[Finding]:
    """`is_preview` True demands noindex, False forbids it, None does not look."""
    head = [e for e in reading.root.iter() if tag_of(e) in {"title", "meta", "link"}]
    metas = {
        (e.get("name") or e.get("property") or "").lower(): e.get("content") or ""
        for e in head
        if tag_of(e) == "meta"
    }
    title = squeeze(next((e.text or "" for e in head if tag_of(e) == "title"), ""))
    yield from _length("title", title, *TITLE)
    yield from _length("description", squeeze(metas.get("description", "")), *DESCRIPTION)
    if "viewport" not in metas:
        yield Finding(
            rule="viewport", place="head", message="The page has no viewport, so phones would shrink it."
        )
    for key in ("og:title", "og:description"):
        if key not in metas:
            yield Finding(rule="open-graph", place="head", message=f"The page has no {key}.", refuses=False)
    yield from _robots(metas.get("robots", ""), is_preview)
    yield from _business(reading, facts)


def _length(what: str, text: str, least: int, most: int) -> Iterator[Finding]:
    if not text:
        yield Finding(rule=what, place="head", message=f"The page has no {what}.", repairable=True)
    elif not least <= len(text) <= most:
        message = f"The {what} has {len(text)} characters; {least} to {most} are shown."
        yield Finding(rule=what, place="head", message=message, repairable=True, refuses=False)


def _robots(robots: str, is_preview: bool | None) -> Iterator[Finding]:
    hidden = "noindex" in robots.lower()
    if is_preview and not hidden:
        yield Finding(rule="noindex", place="head", message="A preview must say noindex.")
    if is_preview is False and hidden:
        yield Finding(rule="noindex", place="head", message="A published page must not say noindex.")


def _business(reading: Reading, facts: Facts) -> Iterator[Finding]:
    for error in reading.broken_data:
        yield Finding(rule="json-ld", place="head", message=f"The structured data do not parse: {error}.")
    types = {kind for data in reading.data for kind in _types(data)}
    if not types & BUSINESS_TYPES:
        yield Finding(rule="json-ld", place="head", message="The page has no LocalBusiness data.")
        return
    wanted = trades.get(facts.trade).schema
    if wanted not in types and facts.trade != "general":
        message = f"The structured data say {', '.join(sorted(types))}; the trade is {wanted}."
        yield Finding(rule="json-ld-type", place="head", message=message, refuses=False)


def _types(data: Any) -> Iterator[str]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            kind = item.get("@type", [])
            yield from [kind] if isinstance(kind, str) else kind
            yield from _types(item.get("@graph", []))
