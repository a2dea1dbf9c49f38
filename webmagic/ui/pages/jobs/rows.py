"""The ledger's figures as the screen shows them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webmagic.conductor import FailureGroup, JobRow, QueueRow
from webmagic.core.clock import now
from webmagic.models import JobState
from webmagic.ui.figures import moment, since

QUEUES = {
    "scraping": ("Hunt", "hexagon"),
    "generation": ("Build and publish", "panels-top-left"),
    "campaigns": ("Mail", "send"),
    "monitoring": ("Check and clean up", "shield-check"),
}
KINDS = {
    "scraping.territory": "Hunt a territory",
    "scraping.due": "See which territory is due",
    "scraping.verify": "Look for a website",
    "scraping.import": "Read a file of listings",
    "scraping.rescore": "Judge businesses anew",
    "generation.build": "Build a site",
    "generation.publish": "Publish a site",
    "generation.withdraw": "Take a site down",
    "generation.inspect": "Look at a page in a browser",
    "generation.due": "See which sites are due",
    "generation.change": "Think about a change asked for",
    "generation.batches": "Carry questions to the models",
    "campaigns.create": "Write what is due",
    "campaigns.send": "Send a mail",
    "campaigns.batch": "Send a batch of offers",
    "campaigns.recover": "Look for mails a crash left behind",
    "campaigns.write": "Write a letter in Claude's words",
    "campaigns.sign_in": "Mail an owner's sign-in link",
    "campaigns.judge": "Tell people from machines",
    "campaigns.fetch_replies": "Fetch answers",
    "campaigns.customer_reply": "Put an answer into its ticket",
    "monitoring.domains": "Look at customers' domains",
    "monitoring.previews": "End previews nobody claimed",
    "monitoring.webhook": "Read a payment's message",
    "monitoring.clean_up": "Clean up",
    "monitoring.health": "Look after itself",
    "monitoring.alert": "Tell of trouble",
    "monitoring.try_alert": "Try the alerts' way out",
    "monitoring.stuck": "Free what stands still",
    "monitoring.report": "Send the day's report",
    "monitoring.retention": "Forget what is too old",
    "monitoring.snapshot": "Note the day's figures",
    "monitoring.abandoned": "Remind of payments that were left",
    "monitoring.plans": "Follow plans and overdue money",
    "monitoring.reconcile": "Compare payments with the gateway",
    "monitoring.providers": "Ask the outside services",
    "monitoring.certificates": "Read the certificates",
    "monitoring.cycle": "Run one cycle by hand",
}
TONES = {
    JobState.WAITING: ("", "clock"),
    JobState.RUNNING: ("live", "lightbulb"),
    JobState.DONE: ("ok", "check"),
    JobState.FAILED: ("bad", "octagon-alert"),
    JobState.CANCELLED: ("", "ban"),
}
SAYS_NO = {"Refused", "Invalid", "NotFound", "BadSettings", "Forbidden", "Conflict"}
SILENT_SECONDS = 600


@dataclass(frozen=True)
class QueueLine:
    key: str
    name: str
    icon: str
    waiting: str
    later: str
    running: str
    done: str
    pace: str  # done a minute
    line: str  # the last hour as a path, "" when nothing was done
    area: str
    latency: str
    oldest: str
    tone: str
    mark: str
    words: str
    href: str
    is_held: bool
    held_words: str


@dataclass(frozen=True)
class Group:
    """Failed jobs with one cause. `safe` says whether another try can end differently."""

    fingerprint: str
    count: str
    cause: str
    where: str
    detail: str
    tone: str
    mark: str
    advice: str
    retry_words: str
    note: str
    href: str


@dataclass(frozen=True)
class Line:
    id: int
    kind: str
    detail: str
    queue: str
    state: str
    tone: str
    mark: str
    attempt: str
    took: str
    age: str
    message: str
    business: str  # its address, "" for none
    can_retry: bool
    can_cancel: bool


def queue_line(
    row: QueueRow, *, has_workers: bool, held: str | None = None, done: Sequence[int] = ()
) -> QueueLine:
    """`held` is why somebody paused it; None when nobody did. `done`: the last hour in equal parts."""
    name, icon = QUEUES.get(row.queue, (row.queue, "list-checks"))
    tone, mark, words = _pace(row, has_workers) if held is None else ("hold", "pause", "paused")
    return QueueLine(
        key=row.queue,
        name=name,
        icon=icon,
        waiting=f"{row.waiting:,}",
        later=f"{row.later:,}",
        running=f"{row.running:,}",
        done=f"{row.done_last_hour:,}",
        pace=_a_minute(row.done_last_hour),
        line=spark(done),
        area=f"{line}V22H0Z" if (line := spark(done)) else "",
        latency=_latency(row),
        oldest=span(row.oldest_seconds) if row.waiting else "–",
        tone=tone,
        mark=mark,
        words=words,
        href=f"/jobs?queue={row.queue}",
        is_held=held is not None,
        held_words=held or "",
    )


def _a_minute(an_hour: int) -> str:
    return f"{an_hour / 60:,.0f}" if an_hour >= 600 else f"{an_hour / 60:.1f}" if an_hour else "0"


def _latency(row: QueueRow) -> str:
    """From due to begun, and how long it then ran: the middle of the last hundred."""
    if row.pick_up_ms is None or row.run_ms is None:
        return "–"
    return f"{_millis(row.pick_up_ms)} + {_millis(row.run_ms)}"


def _millis(value: float) -> str:
    return f"{value:.0f} ms" if value < 1000 else span(value / 1000)


def spark(done: Sequence[int]) -> str:
    """A line through the last hour, 120 wide and 22 high."""
    if not any(done):
        return ""
    top, step = max(done), 120 / max(1, len(done) - 1)
    points = [f"{n * step:.1f} {20 - 18 * count / top:.1f}" for n, count in enumerate(done)]
    return "M" + "L".join(points)


def _pace(row: QueueRow, has_workers: bool) -> tuple[str, str, str]:
    if row.running:
        return "live", "lightbulb", f"{row.running} at work"
    if row.waiting and (not has_workers or row.oldest_seconds > SILENT_SECONDS):
        return "bad", "octagon-alert", "silent"
    if row.waiting:
        return "ok", "check", "moving"
    return "", "clock", "resting"


def group_of(row: FailureGroup) -> Group:
    """A person's "no" stays a no; a vendor that was busy may answer the next time."""
    kind, count = KINDS.get(row.kind, row.kind), f"{row.count:,}"
    is_no, died = row.error_kind in SAYS_NO, row.error_kind == "WorkerDied"
    tone, mark, advice = ("ok", "check", "worth a retry")
    note = "What was finished before the stop is kept, so a retry cannot double a result."
    if is_no:
        tone, mark, advice = ("hold", "pause", "needs a fix")
        note = "It was refused for a reason. Mend the reason first, or a retry ends the same way."
    elif died:
        tone, mark, advice = ("warn", "triangle-alert", "ended its worker")
        note = "It took its worker down more than once. Try one before you try them all."
    return Group(
        fingerprint=row.fingerprint,
        count=count,
        cause=first_line(row.message) or "It ended without a word",
        where=f"{kind}, {_when(row)}",
        detail=f"{row.error_kind or 'unknown'}\n{row.message}".strip()[:2000],
        tone=tone,
        mark=mark,
        advice=advice,
        retry_words="Try it again" if row.count == 1 else f"Retry all {count}",
        note=note,
        href=f"/jobs?state=failed&kind={row.kind}",
    )


def _when(row: FailureGroup) -> str:
    if row.first_at is None or row.last_at is None:
        return "time unknown"
    if row.count == 1 or row.first_at == row.last_at:
        return _said(row.last_at)
    return f"{_said(row.first_at)} to {_said(row.last_at).removeprefix('today, ')}"


def _said(at: dt.datetime) -> str:
    return moment(at).replace("Today", "today")


def first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:160]


def line_of(row: JobRow) -> Line:
    state = JobState(row.state)
    tone, mark = TONES[state]
    is_later = state == JobState.WAITING and row.run_after > now()
    return Line(
        id=row.id,
        kind=KINDS.get(row.kind, row.kind),
        detail=_detail(row.arguments),
        queue=QUEUES.get(row.queue, (row.queue, ""))[0],
        state="waits until " + moment(row.run_after).removeprefix("Today, ") if is_later else state,
        tone=tone,
        mark=mark,
        attempt=f"try {row.attempt}" if row.attempt > 1 else "",
        took="–" if row.seconds is None or state == JobState.WAITING else span(row.seconds),
        age=since(row.finished_at or row.started_at or row.created_at),
        message=first_line(row.message) if state == JobState.FAILED else "",
        business=f"/businesses/{row.business_id}" if row.business_id else "",
        can_retry=state in (JobState.FAILED, JobState.CANCELLED),
        can_cancel=state in (JobState.WAITING, JobState.RUNNING),
    )


def _detail(arguments: dict[str, Any]) -> str:
    """The ids it works on; what is left to chance is not worth a word."""
    told = {key: value for key, value in arguments.items() if value and (key, value) != ("engine", "auto")}
    return ", ".join(f"{key.removesuffix('_id').replace('_', ' ')} {value}" for key, value in told.items())[
        :80
    ]


def span(seconds: float) -> str:
    """0.4 s, 31 s, 6 min, 3 h, 2 d."""
    seconds = max(0.0, seconds)
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds < 172_800 else f"{seconds / 86_400:.0f} d"
