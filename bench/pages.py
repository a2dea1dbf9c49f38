"""What a page costs: designed, assembled, checked and written, in CPU, without photos; and whether that,
the list of sites and the count behind the look-alike guard stay flat while sites grow to ten thousand.

Beside it stands the least any publisher must do with the same files: compress them and write them.
Templates are compiled before: a process does that once for all its pages.
"""

import asyncio
import itertools
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.scene import scene
from tests.creative import shops
from webmagic.core.clock import now
from webmagic.core.database import dispose, reading, transaction
from webmagic.core.settings import Settings, get_settings
from webmagic.creative import gate, page_sites
from webmagic.creative.build import _count_before
from webmagic.creative.facts import Facts
from webmagic.creative.studio import analyst, architect, concept, director
from webmagic.creative.studio.grammars import GRAMMARS
from webmagic.creative.studio.render import SiteContext, environment_of, render
from webmagic.hosting import publish
from webmagic.models import Business, GeneratedSite

PAGES = 60
AIM_MS = 150
SITES = (100, 1000, 10_000)
TOWNS, TRADES = 50, 10
ASKED, GROWN_PAGES = 40, 20
STEPS = ("analyst", "concept", "art director", "architect", "assembled", "checked", "written")


def businesses(count: int) -> list[Facts]:
    """No two with the same reviews: a sentence read before would be known already."""
    made = []
    for number in range(count):
        facts = shops.ALL[number % len(shops.ALL)]()
        reviews = tuple(
            review.model_copy(update={"text": f"{review.text} Visit {number * 31 + at}."})
            for at, review in enumerate(facts.reviews)
        )
        name = f"{facts.name} {number}"
        made.append(facts.model_copy(update={"business_id": number, "name": name, "reviews": reviews}))
    return made


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="wmpages") as home:
        settings = Settings(_env_file=None, webmagic_home=Path(home))
        warm = businesses(len(shops.ALL))
        for facts in warm:
            _make(facts, settings, 0)
        _compile()
        runs = [_make(facts, settings, n) for n, facts in enumerate(businesses(PAGES), start=len(warm))]
    spent = [sum(run[:-1]) for run in runs]
    bare = [run[-1] for run in runs]
    steps = {name: round(statistics.median(run[at] for run in runs), 1) for at, name in enumerate(STEPS)}
    return {
        "pages": PAGES,
        "median_ms": round(statistics.median(spent), 1),
        "p95_ms": round(statistics.quantiles(spent, n=20)[-1], 1),
        "per_second_and_core": round(1000 * PAGES / sum(spent), 1),
        "bare_ms": round(statistics.median(bare), 1),
        "ratio": round(statistics.median(spent) / statistics.median(bare), 1),
        "steps_ms": steps,
        "grown": _grown(),
    }


def _compile() -> None:
    for key in GRAMMARS:
        environment = environment_of(key)
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)


def _make(facts: Facts, settings: Settings, nth: int) -> list[float]:
    """CPU milliseconds of each step, then of writing the bare files once more elsewhere."""
    marks = [time.process_time()]

    def mark(made: Any) -> Any:
        marks.append(time.process_time())
        return made

    read = mark(analyst.analyse(facts))
    idea = mark(concept.conceive(facts, read))
    direction = mark(director.direct(facts, read, idea, nth))
    blueprint = mark(architect.build(facts, read, idea, direction))
    site = SiteContext("https://shop.example", claim_url="/claim/abc", is_preview=True)
    page = mark(render(facts, direction, blueprint, site=site))
    report = mark(gate.inspect(page, facts, is_preview=True))
    assert not report.is_refused, report.sentence
    mark(publish.write_site(settings, f"shop-{nth}", page.files))
    mark(publish.write_site(settings, f"bare-{nth}", page.files))
    return [1000 * (after - before) for before, after in itertools.pairwise(marks)]


def _grown() -> dict[str, dict[int, float]]:
    """By how many sites there are: CPU of a page made and written, the question "how many of this trade in
    this town came before", and the first page of the list of sites, in milliseconds at the median."""
    with scene() as place, place.as_ours():
        return asyncio.run(_grow())


async def _grow() -> dict[str, dict[int, float]]:
    grown: dict[str, dict[int, float]] = {"page": {}, "look_alikes": {}, "list": {}}
    known, settings, stock = 0, get_settings(), businesses(GROWN_PAGES * len(SITES))
    for at, total in enumerate(SITES):
        await _add_sites(known, total)
        await asyncio.to_thread(_add_folders, settings, known, total)
        known = total
        made = [_make(facts, settings, n) for n, facts in enumerate(stock[at :: len(SITES)], start=total)]
        grown["page"][total] = round(statistics.median(sum(run[:-1]) for run in made), 1)
        grown["look_alikes"][total] = round(await _ask(total), 3)
        grown["list"][total] = round(await _list(), 3)
    await dispose()
    return grown


def _add_folders(settings: Settings, first: int, last: int) -> None:
    """What lies on disk for a stock of sites: a release each, and the link to it."""
    for number in range(first + 1, last + 1):
        release = settings.sites_dir / f"s{number}" / "releases" / f"{number:020x}"
        release.mkdir(parents=True)
        (release / "index.html").write_bytes(b"<!doctype html>")
        (release.parent.parent / "current").symlink_to(release.relative_to(release.parent.parent))


async def _list() -> float:
    spent = []
    for _ in range(ASKED):
        async with reading() as session:
            began = time.perf_counter()
            await page_sites(session)
            spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent)


async def _add_sites(first: int, last: int) -> None:
    fields = {"status": "published", "engine": "studio", "vibe": "", "current_version": 1}
    fields |= {"published_version": 1, "is_claimed": False, "visits": 0, "created_at": now()}
    async with transaction() as session:
        for number in range(first + 1, last + 1):
            town, trade = f"Town {number % TOWNS}", f"trade-{number // TOWNS % TRADES}"
            session.add(
                Business(id=number, dedupe_key=f"b:{number}", name=str(number), city=town, trade=trade)
            )
        await session.flush()
        rows = [
            {"id": n, "business_id": n, "subdomain": f"s{n}", **fields, "updated_at": now()}
            for n in range(first + 1, last + 1)
        ]
        await session.exec(sa.insert(GeneratedSite), params=rows)


async def _ask(total: int) -> float:
    spent = []
    async with transaction() as session:
        for number in range(total - ASKED, total):
            business = await session.get_one(Business, number)
            site = await session.get_one(GeneratedSite, number)
            began = time.perf_counter()
            await _count_before(session, site, business)
            spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent)


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    steps = ", ".join(f"{name} {value}" for name, value in figures["steps_ms"].items())
    grown = {
        name: (", ".join(f"{int(total):,}: {value} ms" for total, value in by.items()), _growth(by))
        for name, by in figures["grown"].items()
    }
    return [
        (
            f"a page, designed to written ({figures['pages']} of them)",
            f"{figures['median_ms']} ms CPU at the median, {figures['p95_ms']} at the 95th of a hundred",
            f"{figures['ratio']} × compressing and writing it ({figures['bare_ms']} ms), aim ≤ {AIM_MS} ms",
        ),
        ("pages a second and core", str(figures["per_second_and_core"]), steps),
        ("a page made and written, by sites there are", *grown["page"]),
        ("the list of sites", *grown["list"]),
        ("look-alike guard", *grown["look_alikes"]),
    ]


def _growth(by: dict[int, float]) -> str:
    """The last over the first: a hundred times the sites at this many times the cost."""
    values = list(by.values())
    return (
        f"{values[-1] / max(values[0], 1e-9):.2f} × from {SITES[0]:,} to {SITES[-1]:,} sites, flat is the aim"
    )
