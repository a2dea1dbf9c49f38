"""What Claude costs a site, by the real prompts over a hundred invented listings, at list prices; and
what a run costs us besides the model's own time.

There is no tokenizer of these models to install, so tokens are counted as bytes / 3.5, which errs on
the dear side for English and Spanish. Answers are those of the test server's mind: the built-in designer's
own words in the shape the agents answer in. A prompt of fewer tokens than the model's published
minimum is counted as never cached.
"""

import asyncio
import os
import statistics
import time
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from bench.claude_runs import business_of
from bench.scene import scene
from tests.creative import shops
from tests.fakes import anthropic as fake_module
from tests.fakes.anthropic import FakeAnthropic, serving
from webmagic.core.database import dispose, reading, transaction
from webmagic.core.ledger import Postponed
from webmagic.core.settings import get_settings
from webmagic.creative import build_site, carry_batches, open_site, seed_prompts
from webmagic.creative.engines.claude import prices
from webmagic.creative.engines.claude.wire import Wire
from webmagic.models import ModelCall

LISTINGS = 100
BY_HAND = 30
AIMS = {"composed": 0.01, "bespoke": 0.05}


@dataclass
class Vendor:
    """Time spent waiting for the model, of which our own overhead is what is left."""

    seconds: float = 0.0


def measure() -> dict[str, Any]:
    with scene() as place:
        place.environment |= {"DEEP_CHECK": "off", "ANTHROPIC_DAY_USD": "1000", "ANTHROPIC_MONTH_USD": "1000"}
        with place.as_ours():
            return asyncio.run(_measure())


async def _measure() -> dict[str, Any]:
    fake = FakeAnthropic(slices=4000)
    fake_module.LEAST_CACHED = min(model.least_cached for model in map(prices.model_of, (prices.HAIKU,)))
    async with serving(fake):
        os.environ |= {"ANTHROPIC_API_KEY": fake.key, "ANTHROPIC_BASE_URL": fake.url}
        get_settings.cache_clear()
        sites = await _listed()
        waited = _watch()
        at_once = await _all(sites, "at-once", waited)
        batched = await _all(sites, "batch", waited, by_batch=True)
        by_hand = await _all(sites[:BY_HAND], "hand", waited, engine="bespoke")
        by_night = await _all(sites[:BY_HAND], "hand-batch", waited, engine="bespoke", by_batch=True)
    await dispose()
    return {
        "listings": len(sites),
        "prices_of": prices.AS_OF.isoformat(),
        "counted": "bytes / 3.5",
        "composed": at_once,
        "composed_by_batch": batched,
        "bespoke": by_hand,
        "bespoke_by_batch": by_night,
        "aims_usd": AIMS,
    }


async def _listed() -> list[int]:
    """A hundred shops out of our invented ones, no two with the same reviews."""
    made: list[int] = []
    async with transaction() as session:
        await seed_prompts(session)
        for number in range(LISTINGS):
            facts = shops.ALL[number % len(shops.ALL)]()
            reviews = tuple(
                r.model_copy(update={"text": f"{r.text} Visit {number * 31 + at}."})
                for at, r in enumerate(facts.reviews)
            )
            shop = business_of(facts.model_copy(update={"reviews": reviews}), number + 1)
            session.add(shop)
            await session.flush()
            site = await open_site(session, shop.id or 0, f"shop-{number}")
            made.append(site.id or 0)
    return made


def _watch() -> Vendor:
    """Counts the time within every request to the vendor."""
    waited, real = Vendor(), Wire.send

    async def send(self: Wire, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return await real(self, *arguments)
        finally:
            waited.seconds += time.perf_counter() - began

    Wire.send = send  # type: ignore[method-assign]
    return waited


async def _all(
    sites: list[int], name: str, waited: Vendor, *, engine: str = "auto", by_batch: bool = False
) -> dict[str, Any]:
    own: list[float] = []
    spent: list[float] = []
    for site_id in sites:
        began, model, cpu = time.perf_counter(), waited.seconds, time.process_time()
        await _built(site_id, f"{name}:{site_id}", engine, by_batch)
        own.append(time.perf_counter() - began - (waited.seconds - model))
        spent.append(time.process_time() - cpu)
    async with reading() as session:
        calls = list((await session.exec(select(ModelCall))).all())
    mine: dict[str, list[ModelCall]] = {}
    for call in calls:
        if call.build_key.startswith(f"{name}:"):
            mine.setdefault(call.build_key, []).append(call)
    costs = sorted(sum(call.cost_microusd for call in found) / 1e6 for found in mine.values())
    return {
        "sites": len(mine),
        "median_usd": round(statistics.median(costs), 5),
        "p95_usd": round(costs[int(len(costs) * 0.95) - 1], 5),
        "median_tokens_in": int(
            statistics.median(
                sum(c.tokens_in + c.cache_read + c.cache_write for c in found) for found in mine.values()
            )
        ),
        "median_tokens_out": int(
            statistics.median(sum(c.tokens_out for c in found) for found in mine.values())
        ),
        "cached_share": round(
            sum(c.cache_read for c in calls)
            / max(1, sum(c.tokens_in + c.cache_read + c.cache_write for c in calls)),
            2,
        ),
        "own_seconds_median": round(statistics.median(own), 3),
        "cpu_seconds_median": round(statistics.median(spent), 3),
    }


async def _built(site_id: int, key: str, engine: str, by_batch: bool) -> None:
    for _ in range(30):  # by hand and by night: a round for each agent, and one for a section asked again
        try:
            await build_site(site_id, key, transaction, engine_name=engine, by_batch=by_batch)
            return
        except Postponed:
            await carry_batches(transaction)
    raise AssertionError(f"{key} never ended")


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    for name in ("composed", "composed_by_batch", "bespoke", "bespoke_by_batch"):
        one = figures[name]
        aim = AIMS[name.partition("_")[0]]
        found.append(
            (
                f"a site by Claude, {name.replace('_', ' ')} ({one['sites']} of them)",
                f"${one['median_usd']:.4f} at the median, ${one['p95_usd']:.4f} at the 95th of a hundred",
                f"aim ≤ ${aim:.2f}; {one['median_tokens_in']:,} tokens in, {one['median_tokens_out']:,} out",
            )
        )
    one = figures["composed"]
    found.append(
        (
            "our own time a run, the model's apart",
            f"{one['own_seconds_median']} s",
            f"aim ≤ 1 s; {one['cpu_seconds_median']} s of CPU with the test server's",
        )
    )
    return found
