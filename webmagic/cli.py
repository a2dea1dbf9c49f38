"""The command line. Every verb takes --json: one document on standard output, words on standard error.

Exit codes: 0 success, 1 a failure explained in one line, 2 bad usage.
"""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from webmagic import accounts, backup, conductor, creative, payments, supervisor
from webmagic.command import Json, closing, explain, say, verb
from webmagic.core import database
from webmagic.core.database import reading, transaction
from webmagic.core.ids import password
from webmagic.core.ledger import Queue, Runner
from webmagic.core.migrations import migrate_now
from webmagic.core.settings import get_settings
from webmagic.doctor import examine
from webmagic.verbs import evaluating, hunting
from workers import campaigns, generation, monitoring, scraping

JOBS = (campaigns, generation, monitoring, scraping)  # importing them declares their kinds
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
campaign_app = typer.Typer(no_args_is_help=True, help="Offers to owners.")
user_app = typer.Typer(no_args_is_help=True, help="Administrators.")
app.add_typer(hunting.territory_app, name="territory")
app.add_typer(campaign_app, name="campaign")
app.add_typer(user_app, name="user")


@app.command()
def up(host: str = "127.0.0.1", port: int = 3000, no_workers: bool = False) -> None:
    """Start everything and serve until Ctrl-C."""
    explain(lambda: supervisor.up(host, port, with_workers=not no_workers))


@app.command()
def init(admin_email: str = "admin@webmagic.example.com", as_json: Json = False) -> None:
    """Migrate, make the first administrator, seed the prompts. Safe to repeat."""

    async def work() -> None:
        made = await initialise(admin_email)
        words = f"Database ready: {made['database']}"
        if made.get("admin_password"):
            words += f"\nFirst administrator: {made['admin_email']}"
            words += f"\nPassword (shown once): {made['admin_password']}"
        say(made, as_json, words=words)

    def run() -> None:
        migrate_now()
        asyncio.run(closing(work()))

    explain(run)


async def initialise(admin_email: str) -> dict[str, Any]:
    """First administrator and prompts, where they are missing."""
    made: dict[str, Any] = {
        "database": database.describe(get_settings().database),
        "admin_email": admin_email,
    }
    async with transaction() as session:
        await creative.seed_prompts(session)
        admins = await accounts.list_admins(session)
        if admins:
            made["admin_email"] = admins[0].email
        else:
            secret = password()
            await accounts.create_admin(session, admin_email, "", secret, "owner")
            made["admin_password"] = secret
    return made


app.command("import")(hunting.import_)
app.command("scrape")(hunting.scrape)
app.command("verify")(hunting.verify)


@app.command()
@verb
async def generate(
    business: Annotated[int | None, typer.Argument()] = None,
    all_: Annotated[bool, typer.Option("--all")] = False,
    engine: str = "auto",
    limit: int = 1000,
    from_stage: str = "",
    as_json: Json = False,
) -> None:
    """Make a site for one business, or for all that qualify and have none."""
    if business is None and not all_:
        raise typer.BadParameter("name a business, or use --all")
    async with transaction() as session:
        if business is None:
            ids = await conductor.list_unbuilt(session, limit)
        else:
            ids = [business]
        sites = [
            await conductor.request_build(
                session,
                one,
                engine=engine,
                actor="command line",
                by_hand=business is not None,
                from_stage=from_stage,
            )
            for one in ids
        ]
        site_ids = [site.id for site in sites if site.id]
    await Runner([Queue.GENERATION], slots=2).drain()
    async with reading() as session:
        results = await conductor.list_built(session, site_ids)
    words = "\n".join(
        f"{row['subdomain']}: {row['status']}, gate {row['gate']}, {row['seconds']} s" for row in results
    )
    say(results, as_json, words=words or "Nothing to build: no qualified business is without a site.")
    if any(row["status"] in ("refused", "failed", "building") for row in results):
        raise typer.Exit(1)


@app.command()
@verb
async def publish(
    site: Annotated[int | None, typer.Argument()] = None,
    all_: Annotated[bool, typer.Option("--all")] = False,
    as_json: Json = False,
) -> None:
    """Put the current version of a site online."""
    if site is None and not all_:
        raise typer.BadParameter("name a site, or use --all")
    async with reading() as session:
        ids = [site] if site else await conductor.list_publishable(session)
    published: list[dict[str, Any]] = []
    for one in ids:
        files = await conductor.publish_site(one, transaction)
        async with reading() as session:
            row = await creative.get_site_row(session, one)
        published.append({"site": one, "url": row.url, "path": str(files.path), "bytes": files.bytes})
    say(published, as_json, words="\n".join(row["url"] for row in published) or "Nothing to publish.")


@app.command()
@verb
async def export(site: int, zip_: Annotated[Path, typer.Option("--zip")], as_json: Json = False) -> None:
    """Write a site as a ZIP that works from any web server."""
    say(await conductor.export_site(site, zip_, transaction), as_json, words=f"Written to {zip_}.")


@campaign_app.command("run")
@verb
async def campaign_run(limit: int = 100, dry_run: bool = False, as_json: Json = False) -> None:
    """Write offers for published sites and send what is due."""
    report = await conductor.run_campaigns(transaction, limit=limit, dry_run=dry_run)
    words = f"{report['created']} written, {report['sent']} sent, {len(report['held'])} held."
    say(report, as_json, words=words)


@app.command("conductor")
@verb
async def conductor_(
    mode: str = "once",
    interval: float = 300,
    status: bool = False,
    simulate_hours: int | None = None,
    as_json: Json = False,
) -> None:
    """Run the autopilot's cycle, say how things stand, or what the coming hours would bring and cost."""
    if simulate_hours is not None:
        async with reading() as session:
            plan = await conductor.rehearse(session, simulate_hours)
        say(plan, as_json, words=plan.as_text())
        return
    if status:
        async with reading() as session:
            say(await conductor.status(session), as_json)
        return
    if mode not in ("once", "continuous"):
        raise typer.BadParameter("--mode is once or continuous")
    while True:
        report = await conductor.run_cycle(transaction)
        words = "\n".join(
            f"{row['phase']:<12} {row['asked']:>4} due, {row['jobs_run']:>4} jobs run  "
            f"{row['detail'].get('stopped', '')}".rstrip()
            for row in report
        )
        say(report, as_json, words=words)
        if mode == "once":
            return
        await asyncio.sleep(interval)


app.command("eval")(evaluating.evaluate)


@app.command("backup")
def backup_(file: Path, as_json: Json = False) -> None:
    """Write database, sites, mailbox and keys to one file. Work may go on meanwhile."""
    explain(lambda: _tell_archive(backup.backup(file), as_json))


@app.command("restore")
def restore_(file: Path, as_json: Json = False) -> None:
    """Put a backup in place of what is there. WebMagic must be stopped."""
    explain(lambda: _tell_archive(backup.restore(file), as_json))


def _tell_archive(report: dict[str, Any], as_json: bool) -> None:
    say(report, as_json, words=f"{report['path']}: {report['bytes']:,} bytes, {report['seconds']} s.")


@app.command()
@verb
async def reconcile(as_json: Json = False) -> None:
    """Compare our payments with the gateway's, and correct what differs."""
    run = await payments.reconcile(transaction, actor="command line")
    found = run.model_dump(include={"checked", "drift", "remaining", "rounds", "corrections"})
    left = f" {run.remaining} remain: see the corrections." if run.remaining else ""
    say(found, as_json, words=f"{run.checked} checked, {run.drift} differed.{left}")


@app.command()
@verb
async def doctor(as_json: Json = False) -> None:
    """Check settings, database, Redis, disk, browser and fonts."""
    checks = await examine()
    words = "\n".join(f"{'✓' if check.ok else '✗'} {check.check}: {check.detail}" for check in checks)
    say(checks, as_json, words=words)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


@user_app.command("add")
@verb
async def user_add(email: str, name: str = "", role: str = "operator", as_json: Json = False) -> None:
    """Add an administrator with a random password."""
    secret = password()
    async with transaction() as session:
        await accounts.create_admin(session, email, name, secret, role)
    say({"email": email, "password": secret}, as_json, words=f"{email}\nPassword (shown once): {secret}")


@user_app.command("list")
@verb
async def user_list(as_json: Json = False) -> None:
    """Administrators."""
    async with reading() as session:
        rows = [
            {"id": row.id, "email": row.email, "name": row.name, "role": row.role, "is_active": row.is_active}
            for row in await accounts.list_admins(session)
        ]
    say(rows, as_json, words="\n".join(f"{row['email']}  {row['role']}" for row in rows))


@user_app.command("reset-password")
@verb
async def user_reset_password(email: str, as_json: Json = False) -> None:
    """Give an administrator a new random password and end their sessions."""
    secret = password()
    async with transaction() as session:
        await accounts.reset_password(session, email, secret)
    say({"email": email, "password": secret}, as_json, words=f"{email}\nNew password (shown once): {secret}")


def main() -> None:
    app()


if __name__ == "__main__":
    main()
