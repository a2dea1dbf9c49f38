"""The publish gate: what may not be published, and why.

`inspect` reads a finished page without a browser: structure, resources, head, and the fact lock.
"""

from webmagic.creative.facts import Facts
from webmagic.creative.gate import factlock, markup, metadata, resources
from webmagic.creative.gate.reading import read
from webmagic.creative.gate.report import Finding, Report
from webmagic.creative.page import Page


def inspect(page: Page, facts: Facts, *, is_preview: bool | None = None) -> Report:
    """Every rule of the page, and each claim traced to its fact. `is_preview` None leaves robots alone."""
    if "index.html" not in page.files:
        return Report(findings=[Finding(rule="index", place="/", message="The page has no index.html.")])
    readings = {
        path: read(content.decode()) for path, content in page.files.items() if path.endswith(".html")
    }
    index = readings["index.html"]
    findings = [*markup.check(index, facts), *resources.check(page, readings)]
    findings += metadata.check(index, facts, is_preview)
    traced: dict[tuple[str, str], None] = {}
    for reading in readings.values():
        wrong, right = factlock.check_reading(reading, facts)
        findings += wrong
        traced.update(dict.fromkeys(right))
    unique = {(f.rule, f.place, f.message): f for f in findings}
    return Report(findings=list(unique.values()), traced=list(traced), weight=resources.weigh(page))


__all__ = ["Finding", "Report", "inspect"]
