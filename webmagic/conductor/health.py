"""What is wrong right now, in words, with what to do. Computed from rows when asked."""

import shutil
from dataclasses import asdict, dataclass
from typing import Any

from redis.exceptions import RedisError
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import pitcher
from webmagic.conductor.allowance import allowance
from webmagic.conductor.certificates import list_certificates
from webmagic.conductor.providers import provider_states
from webmagic.core.clock import ago
from webmagic.core.ledger import list_holds, list_workers
from webmagic.core.redis import get_redis
from webmagic.core.settings import get_settings
from webmagic.models import Job, JobState, Message, MessageState, Queue

MIN_SAMPLE = 4
FAILED_SITES = 0.5
FAILED_MESSAGES = 0.3
MAIL_JOBS = ("campaigns.send", "campaigns.batch")
SITE_JOBS = ("generation.build",)
BACKLOG_SECONDS = 900
STUCK_SECONDS = 2700  # longer than any kind may run
FREE_DISK = 500 * 1024 * 1024


@dataclass(frozen=True)
class Alert:
    """`tone` is bad, warn or hold; `to_do` says what helps; `link` where."""

    key: str
    tone: str
    text: str
    to_do: str
    link: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


async def list_alerts(session: AsyncSession) -> list[Alert]:
    found = [await check(session) for check in CHECKS]
    return [alert for alert in found if alert]


def _some(names: list[str], limit: int = 4) -> str:
    """ "a, b and 3 more": an alert stays one sentence however much is wrong."""
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


async def _workers(_session: AsyncSession) -> Alert | None:
    served = {queue for worker in await list_workers() for queue in worker["queues"]}
    silent = [queue for queue in Queue if queue not in served]
    if not silent:
        return None
    return Alert(
        "workers",
        "bad",
        f"No worker answers for {', '.join(silent)}.",
        "Work waits and nothing is lost. Start workers with `webmagic up`, or look at their log.",
        "/jobs",
    )


async def _redis(_session: AsyncSession) -> Alert | None:
    try:
        await get_redis().get("ping")
    except (RedisError, OSError):
        return Alert(
            "redis",
            "warn",
            "Redis does not answer.",
            "Work goes on a little slower, and live screens stand still, until it is back.",
        )
    return None


async def _disk(_session: AsyncSession) -> Alert | None:
    home = get_settings().webmagic_home
    free = shutil.disk_usage(home if home.exists() else home.parent).free
    if free > FREE_DISK:
        return None
    return Alert(
        "disk",
        "bad",
        f"Only {free // 1024 // 1024} MB of disk are left.",
        f"Make room on the disk of {home}.",
    )


async def failure_rate(session: AsyncSession, *kinds: str) -> tuple[float, int]:
    """Share of failed among the jobs of these kinds that ended in the last day, and how many ended."""
    found = await session.exec(
        select(Job.state, func.count())
        .where(
            col(Job.kind).in_(kinds),
            col(Job.state).in_([JobState.DONE, JobState.FAILED]),
            col(Job.finished_at) > ago(days=1),
        )
        .group_by(Job.state)
    )
    counts = dict(found.all())
    total = sum(counts.values())
    return (counts.get(JobState.FAILED, 0) / total if total else 0.0), total


async def _failing_sites(session: AsyncSession) -> Alert | None:
    rate, total = await failure_rate(session, "generation.build")
    if total < MIN_SAMPLE or rate <= FAILED_SITES:
        return None
    return Alert(
        "sites",
        "bad",
        f"{rate:.0%} of {total} sites failed today.",
        "Look at the cause.",
        "/jobs?state=failed",
    )


async def _failing_messages(session: AsyncSession) -> Alert | None:
    rate, total = await failure_rate(session, *MAIL_JOBS)
    if total < MIN_SAMPLE or rate <= FAILED_MESSAGES:
        return None
    return Alert(
        "mail",
        "bad",
        f"{rate:.0%} of {total} mails failed today.",
        "Look at the cause.",
        "/jobs?state=failed",
    )


async def _vendors(session: AsyncSession) -> Alert | None:
    """An outside service that keeps failing, counted by tries that ended in the last hour."""
    failing = (
        Job.error_kind == "VendorError",
        col(Job.state).in_([JobState.WAITING, JobState.FAILED]),
        col(Job.started_at) > ago(hours=1),
    )
    statement = (
        select(Job.kind, func.count(), func.max(Job.message))
        .where(*failing)
        .group_by(Job.kind)
        .order_by(func.count().desc())
    )
    worst = (await session.exec(statement)).first()
    if worst is None or worst[1] < MIN_SAMPLE:
        return None
    kind, count, message = worst
    return Alert(
        "vendors",
        "warn",
        f"An outside service failed {count} jobs ({kind}) within the hour.",
        f"It said: {message[:200]} The jobs are tried again by themselves.",
        f"/jobs?kind={kind}",
    )


async def _spending(session: AsyncSession) -> Alert | None:
    found = await allowance(session)
    spent = [reason for phase, reason in found.stopped.items() if phase in ("generate", "scrape")]
    if not spent:
        return None
    return Alert(
        "spending",
        "hold",
        " ".join(spent),
        "The autopilot goes on at midnight UTC. Raise the budget to go on sooner.",
        "/conductor#budgets",
    )


async def _backlog(session: AsyncSession) -> Alert | None:
    """Work on hold waits because somebody said so; that is no backlog."""
    holds = await list_holds(session)
    statement = select(func.count()).where(
        Job.state == JobState.WAITING,
        col(Job.run_after) < ago(seconds=BACKLOG_SECONDS),
        col(Job.queue).not_in([name.removeprefix("queue:") for name in holds]),
        col(Job.origin).not_in([name.removeprefix("origin:") for name in holds]),
    )
    waiting = (await session.exec(statement)).one()
    if not waiting:
        return None
    return Alert(
        "backlog",
        "warn",
        f"{waiting} jobs have been due for over 15 minutes.",
        "Add workers or slots.",
        "/jobs",
    )


async def _held(session: AsyncSession) -> Alert | None:
    held = (await session.exec(select(func.count()).where(Message.state == MessageState.HELD))).one()
    if not held:
        return None
    return Alert(
        "held",
        "hold",
        f"{held} mails are held by policy.",
        "See why each one waits.",
        "/campaigns?state=held",
    )


async def _providers(session: AsyncSession) -> Alert | None:
    """An outside service that was asked and did not answer, or refused our key: twice in a row."""
    silent = [one for one in await provider_states(session) if one.failures and one.is_trouble]
    if not silent:
        return None
    words = " ".join(f"{one.name}: {one.words}" for one in silent)
    return Alert(
        "providers",
        "bad",
        f"{_some([one.name for one in silent])} cannot be worked with.",
        f"{words} Look at the key and at the service's own status page; work that needs it is tried again.",
        "/conductor#health",
    )


async def _balance(session: AsyncSession) -> Alert | None:
    low = [one for one in await provider_states(session) if one.is_well and one.is_low]
    if not low:
        return None
    return Alert(
        "balance",
        "warn",
        " ".join(f"{one.name} has ${one.figure:,.2f} left." for one in low),
        "Top it up before the next hunt; hunts stop by themselves when nothing is left.",
        "/conductor#health",
    )


async def _certificates(session: AsyncSession) -> Alert | None:
    """Of our own addresses it is bad, of a customer's a warning: theirs to mend, ours to tell."""
    troubled = [one for one in await list_certificates(session) if one.is_trouble]
    if not troubled:
        return None
    days = [one.days_left for one in troubled if one.days_left is not None]
    is_urgent = any(one.is_ours and (one.problem or (one.days_left or 0) < 3) for one in troubled)
    soon = f" The first ends in {min(days)} days." if days else ""
    return Alert(
        "certificates",
        "bad" if is_urgent else "warn",
        f"{len(troubled)} certificate{'s' * (len(troubled) != 1)} need you: "
        f"{_some([one.host for one in troubled])}.{soon}",
        "Renew it at the proxy, or ask the domain's owner. Each is listed with what is wrong.",
        "/conductor#health",
    )


async def _stuck(session: AsyncSession) -> Alert | None:
    """Work far beyond its time: it is freed by itself after two hours."""
    long = select(func.count()).where(
        Job.state == JobState.RUNNING, col(Job.started_at) < ago(seconds=STUCK_SECONDS)
    )
    count = (await session.exec(long)).one()
    if not count:
        return None
    return Alert(
        "stuck",
        "warn",
        f"{count} job{'s have' if count != 1 else ' has'} been running for over {STUCK_SECONDS // 60} min.",
        "After two hours it is stopped and kept. Cancel it to free its slot sooner.",
        "/jobs?state=running",
    )


async def _paused_senders(session: AsyncSession) -> Alert | None:
    """Too many bounces or complaints: the brake was pulled, and a person lets go."""
    paused = await pitcher.list_pauses(session)
    if not paused:
        return None
    return Alert(
        "senders",
        "bad",
        f"Sending is paused for {_some([one.from_email for one in paused])}. {paused[0].reason}",
        "See why, mend the list or the domain, and let it send again with one click.",
        "/campaigns/deliverability",
    )


CHECKS = (
    *(_workers, _redis, _disk, _failing_sites, _failing_messages),
    *(_vendors, _providers, _balance, _certificates, _spending, _backlog, _stuck, _held, _paused_senders),
)
