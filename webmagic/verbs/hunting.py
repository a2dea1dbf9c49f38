"""`webmagic import`, `territory`, `scrape` and `verify`: businesses come in and are looked at."""

from pathlib import Path
from typing import Annotated, Any

import typer

from webmagic import hunter
from webmagic.command import Json, bar, say, verb
from webmagic.core.database import reading, transaction
from webmagic.hunter import mapping

MAP = (
    "For unknown columns, kept for the next such file: field=column, as in name=Business,phone=Tel,city=Town"
)
territory_app = typer.Typer(no_args_is_help=True, help="Places and trades to hunt.")


@verb
async def import_(
    file: Path,
    source: str = "auto",
    country: str = "",
    industry: str = "",
    map_: Annotated[list[str], typer.Option("--map", help=MAP)] = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Read a file of listings: Outscraper, Google Maps exports, OpenStreetMap, CSV, XLSX, JSON."""
    columns = mapping.parse(map_) if map_ else None
    with bar("Reading") as progress:
        task = progress.add_task("import", total=None, name=file.name)
        report = await mapping.import_any(
            file,
            columns=columns,
            source=source,
            country=country,
            industry=industry,
            transaction=transaction,
            on_progress=lambda so_far: progress.update(task, completed=so_far.read),
        )
    words = (
        f"{report.read} read: {report.created} new, {report.updated} updated, {report.duplicates} known, "
        f"{report.rejected} rejected. {report.qualified} qualify. {report.seconds:.1f} s."
    )
    if columns and not columns.knows_websites:
        words += "\n  The file says nothing about websites, so none qualifies until that was looked at."
    for reject in report.rejects[:20]:
        words += f"\n  row {reject['row']}: {reject['reason']}"
    counts = ("read", "created", "updated", "duplicates", "rejected", "qualified", "rejects", "seconds")
    say({name: getattr(report, name) for name in counts}, as_json, words=words)


@territory_app.command("add")
@verb
async def territory_add(
    country: Annotated[str, typer.Option()],
    city: str = "",
    industry: str = "",
    state: str = "",
    priority: int = 50,
    source: Annotated[str, typer.Option(help="Which source to ask. Empty: the first that covers it.")] = "",
    cities_over: Annotated[int, typer.Option(help="All towns of so many people, instead of a --city.")] = 0,
    industries: Annotated[str, typer.Option(help="With --cities-over: trades, separated by commas.")] = "",
    preview: Annotated[bool, typer.Option(help="With --cities-over: only say what it would make.")] = False,
    as_json: Json = False,
) -> None:
    """Add a place and a trade to hunt; or every town over a size, once per trade."""
    if cities_over:
        await _add_many(country, state, industries or industry, cities_over, source, preview, as_json)
        return
    if not city or not industry:
        raise typer.BadParameter("name a --city and an --industry, or use --cities-over")
    async with transaction() as session:
        await hunter.territories.add(
            session,
            country=country,
            state=state,
            city=city,
            industry=industry,
            priority=priority,
            source=source,
        )
        await session.flush()
        say(await hunter.territories.list_(session), as_json, words=f"Added {industry} in {city}.")


async def _add_many(
    country: str, state: str, industries: str, over: int, source: str, preview: bool, as_json: bool
) -> None:
    split = {"countries": country.split(","), "states": state.split(","), "industries": industries.split(",")}
    wanted: dict[str, Any] = {**split, "min_population": over, "source": source}
    async with transaction() as session:
        plan = await hunter.territories.preview_many(session, **wanted)
        made = None if preview else await hunter.territories.create_many(session, **wanted)
    say(made or plan, as_json, words=f"{made.created} territories added. {plan}" if made else str(plan))


@territory_app.command("list")
@verb
async def territory_list(as_json: Json = False) -> None:
    """Territories by priority."""
    async with reading() as session:
        rows = await hunter.territories.list_(session)
    words = "\n".join(
        f"{row.id:>5}  {row.industry} in {row.city}, {row.country}  {row.status}" for row in rows
    )
    say(rows, as_json, words=words or "No territories yet. Add one with `webmagic territory add`.")


@verb
async def scrape(
    territory: int | None = None,
    next_: Annotated[bool, typer.Option("--next")] = False,
    limit: int = 100,
    quote: bool = False,
    as_json: Json = False,
) -> None:
    """Search one territory for businesses."""
    async with reading() as session:
        if territory is None:
            due = await hunter.territories.next_due(session) if next_ else None
            if due is None or due.id is None:
                raise typer.BadParameter("name a --territory, or use --next when one is due")
            territory = due.id
    if quote:
        async with reading() as session:
            say(await hunter.territories.quote(session, territory, limit), as_json)
        return
    say(await hunter.scrape(transaction, territory, limit), as_json)


@verb
async def verify(
    business: int | None = None, all_: Annotated[bool, typer.Option("--all")] = False, as_json: Json = False
) -> None:
    """Look whether businesses really have no website: on the web where a network answers, else by
    their listings alone, which is said."""
    if business is None and not all_:
        raise typer.BadParameter("name a --business, or use --all")
    with bar("Looking") as progress:
        task = progress.add_task("verify", total=None, name="for websites")
        summary = await hunter.verify_now(
            transaction, business, lambda done, of: progress.update(task, completed=done, total=of)
        )
    say(summary.document, as_json, words=summary.words)
