from datetime import timedelta
from pathlib import Path

import workers.main  # noqa: F401 (declares every kind)
from tests.ui.conftest import open_page
from webmagic.core.clock import now
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import enqueue, registered
from webmagic.models import Job, JobState
from webmagic.ui.pages.jobs import rows
from webmagic.ui.pages.jobs.state import JobsState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str, address: str = "/jobs") -> JobsState:
    state = await open_page(JobsState, address, cookie)
    await JobsState.event_handlers["load"].fn(state)
    return state


async def _failed(count: int, kind: str = "generation.build", error: str = "VendorError") -> None:
    async with transaction() as session:
        session.add_all(
            Job(kind=kind, queue=kind.partition(".")[0], state=JobState.FAILED, error_kind=error, attempt=2,
                fingerprint=f"{kind}:{error}", message="Too many requests.", finished_at=now())
            for _ in range(count)
        )  # fmt: skip


async def _states() -> list[str]:
    async with reading() as session:
        return sorted(str(job.state) for job in (await session.exec(Job.__table__.select())).all())


async def test_a_fresh_ledger_is_calm(owner: str) -> None:
    state = await _open(owner)
    assert state.summary == "0 waiting, 0 running" and state.lines == [] and state.groups == []
    assert {queue.words for queue in state.queues} == {"resting"}


async def test_a_waiting_job_without_a_worker_is_called_silent(owner: str) -> None:
    async with transaction() as session:
        await enqueue(session, "generation.build", site_id=1, business_id=7)
    state = await _open(owner)
    build = next(queue for queue in state.queues if queue.key == "generation")
    assert (build.waiting, build.words) == ("1", "silent")
    assert state.lines[0].business == "/businesses/7" and state.lines[0].can_cancel


async def test_failures_are_grouped_by_cause_and_retried_together(owner: str) -> None:
    await _failed(3)
    await _failed(1, error="Refused")
    state = await _open(owner)
    assert [(group.count, group.advice) for group in state.groups] == [
        ("3", "worth a retry"),
        ("1", "needs a fix"),
    ]
    assert state.failed.startswith("4 jobs, 2 causes")
    await JobsState.event_handlers["retry_group"].fn(state, state.groups[0].fingerprint)
    assert await _states() == ["failed", "waiting", "waiting", "waiting"]
    assert [group.count for group in state.groups] == ["1"]


async def test_one_job_is_retried_and_one_cancelled(owner: str) -> None:
    await _failed(1)
    state = await _open(owner, "/jobs?state=failed")
    job_id = state.lines[0].id
    await JobsState.event_handlers["retry"].fn(state, job_id)
    assert await _states() == ["waiting"] and state.lines == []
    await JobsState.event_handlers["cancel"].fn(state, job_id)
    assert await _states() == ["cancelled"]


async def test_the_address_narrows_the_list(owner: str) -> None:
    await _failed(1)
    async with transaction() as session:
        await enqueue(session, "campaigns.send", message_id=1)
    state = await _open(owner, "/jobs?state=waiting&queue=campaigns")
    assert [line.kind for line in state.lines] == ["Send a mail"] and state.only == "Mail"
    assert (
        next(tab for tab in state.tabs if tab.label == "Failed").href == "/jobs?queue=campaigns&state=failed"
    )


async def test_a_long_list_is_paged_by_key(owner: str) -> None:
    await _failed(31)
    state = await _open(owner)
    assert len(state.lines) == 30 and state.older.startswith("/jobs?after=") and state.newest == ""
    further = await _open(owner, state.older)
    assert len(further.lines) == 1 and further.newest == "/jobs" and further.older == ""


async def test_a_viewer_looks_and_touches_nothing(viewer: str, sqlite_db: Path) -> None:
    await _failed(1)
    state = await _open(viewer)
    await JobsState.event_handlers["retry"].fn(state, state.lines[0].id)
    assert await _states() == ["failed"]
    assert "role does not allow" in (await state.get_state(ToastState)).notes[0].text


async def test_a_queue_is_paused_and_let_go_on(owner: str) -> None:
    state = await _open(owner)
    await JobsState.event_handlers["pause"].fn(state, "campaigns")
    mail = next(queue for queue in state.queues if queue.key == "campaigns")
    assert (mail.is_held, mail.words, mail.held_words) == (True, "paused", "by owner person")
    await JobsState.event_handlers["resume"].fn(state, "campaigns")
    assert not any(queue.is_held for queue in state.queues)


async def test_a_queue_there_is_not_cannot_be_paused(owner: str) -> None:
    state = await _open(owner)
    await JobsState.event_handlers["pause"].fn(state, "everything")
    assert "does not understand" in (await state.get_state(ToastState)).notes[0].text


def test_every_kind_of_job_and_every_queue_has_words() -> None:
    ours = {name for name, kind in registered().items() if kind.handler.__module__.startswith("workers.")}
    assert ours and ours <= set(rows.KINDS), f"without words: {ours - set(rows.KINDS)}"
    assert {str(kind.queue) for kind in registered().values()} <= set(rows.QUEUES)


async def test_a_queue_shows_its_pace_its_latency_and_the_last_hour(owner: str) -> None:
    async with transaction() as session:
        for _ in range(6):
            at = now() - timedelta(seconds=20)
            session.add(
                Job(
                    kind="campaigns.send",
                    queue="campaigns",
                    state=JobState.DONE,
                    run_after=at,
                    started_at=at + timedelta(milliseconds=5),
                    finished_at=at + timedelta(milliseconds=45),
                )
            )
    mail = next(queue for queue in (await _open(owner)).queues if queue.key == "campaigns")
    assert (mail.pace, mail.latency) == ("0.1", "5 ms + 40 ms")
    assert mail.line.startswith("M0.0 20.0") and mail.line.endswith("120.0 2.0")
    assert rows.spark([0, 0, 0]) == ""
