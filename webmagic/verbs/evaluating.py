"""`webmagic eval`: two choices of prompts or models, the same businesses, one report."""

from pathlib import Path
from typing import Annotated

import typer

from webmagic import hosting
from webmagic.command import Json, bar, say, verb
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.core.settings import get_settings
from webmagic.creative import evaluation
from webmagic.creative.evaluation.choices import HELP
from webmagic.creative.prompts import seed_prompts

MOST = 200


@verb
async def evaluate(
    a: Annotated[str, typer.Option("--a", help=f"One side. {HELP}. Empty: as in use.")] = "",
    b: Annotated[str, typer.Option("--b", help="The other side, written the same way.")] = "",
    limit: Annotated[int, typer.Option(help="How many businesses, the best qualified first.")] = 10,
    business: Annotated[list[int], typer.Option(help="These instead; may be given often.")] = [],  # noqa: B006
    out: Annotated[Path | None, typer.Option(help="Where the report goes.")] = None,
    screens: Annotated[bool, typer.Option(help="Pictures of the pages, where a browser is there.")] = True,
    as_json: Json = False,
) -> None:
    """Put two choices of prompts or models to the same businesses and write one HTML report: gate findings,
    repairs, cost, time and screens side by side. Asks Claude, so it costs what the report says."""
    choices = [evaluation.read_choice("A", a), evaluation.read_choice("B", b)]
    if choices[0].words == choices[1].words:
        raise typer.BadParameter(f"both sides are the same ({choices[0].words}); change --a or --b")
    if not 1 <= limit <= MOST:
        raise typer.BadParameter(f"--limit is 1 to {MOST}")
    async with transaction() as session:
        await seed_prompts(session)
    async with reading() as session:
        ids = business or await evaluation.list_subjects(session, limit)
    if not ids:
        raise Invalid("There is no qualified business to ask about. Import some first.")
    with bar("Looking at each") as progress:
        task = progress.add_task("eval", total=len(ids), name="of the businesses")
        found = await evaluation.evaluate(
            choices, ids, transaction, lambda done: progress.update(task, completed=done)
        )
        missing = "No screens were asked for."
        if screens:
            task = progress.add_task("screens", total=len(found.results), name="of the pages")
            headers = hosting.site_headers(get_settings())
            seen = lambda done: progress.update(task, completed=done)  # noqa: E731
            missing = await evaluation.take_screens(found.results, headers, seen)
    path = out or get_settings().webmagic_home / "evaluations" / f"{now():%Y-%m-%d-%H%M%S}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(evaluation.page_of(found, missing), encoding="utf-8")
    _tell(found, path, missing, as_json)


def _tell(found: evaluation.Evaluation, path: Path, missing: str, as_json: bool) -> None:
    summaries = found.summaries()
    words = "\n".join(
        f"{one.side} ({one.words}): gate {one.gate_mean:.1f}, {one.findings} findings, "
        f"{one.repaired} repaired, ${one.cost_usd:.4f} and {one.seconds:.1f} s a site"
        for one in summaries
    )
    document = {
        "report": str(path),
        "sides": [one.document() for one in summaries],
        "results": [one.document() for one in found.results],
        "screens": not missing,
    }
    say(document, as_json, words=f"{words}\n{missing + chr(10) if missing else ''}{path}")
