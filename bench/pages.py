"""What a page costs: designed, assembled, checked and written, in CPU, without photos; and whether the
count behind the look-alike guard stays flat while the number of sites grows to ten thousand.

Beside it stands the least any publisher must do with the same files: compress them and write them.
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
from webmagic.core.database import dispose, transaction
from webmagic.core.settings import Settings
from webmagic.creative import gate
from webmagic.creative.build import _count_before
from webmagic.creative.facts import Facts
from webmagic.creative.studio import analyst, architect, concept, director
from webmagic.creative.studio.render import SiteContext, render
from webmagic.hosting import publish
from webmagic.models import Business, GeneratedSite

PAGES = 60
AIM_MS = 150
SITES = (100, 1000, 10_000)
TOWNS, TRADES = 50, 10
ASKED = 40
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
        "look_alikes_ms": _grown(),
    }


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


def _grown() -> dict[int, float]:
    """Milliseconds of the question "how many of this trade in this town came before", by sites there are."""
    with scene() as place, place.as_ours():
        return asyncio.run(_look_alikes())


async def _look_alikes() -> dict[int, float]:
    asked, known = {}, 0
    for total in SITES:
        await _add_sites(known, total)
        known = total
        asked[total] = round(await _ask(total), 3)
    await dispose()
    return asked


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
    by_sites = ", ".join(f"{total:,}: {value} ms" for total, value in figures["look_alikes_ms"].items())
    return [
        (
            f"a page, designed to written ({figures['pages']} of them)",
            f"{figures['median_ms']} ms CPU at the median, {figures['p95_ms']} at the 95th of a hundred",
            f"{figures['ratio']} × compressing and writing it ({figures['bare_ms']} ms), aim ≤ {AIM_MS} ms",
        ),
        ("pages a second and core", str(figures["per_second_and_core"]), steps),
        ("look-alike guard, by sites there are", by_sites, "flat is the aim"),
    ]
