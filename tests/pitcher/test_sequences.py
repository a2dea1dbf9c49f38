"""Follow-ups, the pace of a sender, the brake, and the race of subjects."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from tests.pitcher.shops import bakery, locksmith, on_the_road
from webmagic import pitcher
from webmagic.core.clock import ago, now
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, Refused
from webmagic.core.settings import get_settings
from webmagic.models import Business, Campaign, Message, MessageEvent, SendingIdentity, Stage
from webmagic.pitcher.identities import Sender, Wanted
from webmagic.pitcher.pacing import DEFAULT_PACE, RAMP, Load, Planner, cap_on
from webmagic.pitcher.reputation import Standing
from webmagic.pitcher.transports import MailboxMailer
from webmagic.pitcher.variants import Score, deal


def mailbox() -> MailboxMailer:
    return MailboxMailer(get_settings().mailbox_dir)


async def first_letter(days_ago: float = 10) -> int:
    """Sent so long ago; its follow-up is due. Returns the campaign."""
    async with transaction() as session:
        await on_the_road(session, locksmith())
        report = await pitcher.create_due(session, mailbox())
    await pitcher.deliver(report.message_ids[0], transaction, mailbox())
    await back(days_ago)
    return 1


async def back(days: float) -> None:
    """As if the last letter had left so long ago."""
    async with transaction() as session:
        last = (await session.exec(select(Message).order_by(col(Message.id).desc()))).first()
        campaign = (await session.exec(select(Campaign))).one()
        last.sent_at, campaign.next_at = ago(days=days), ago(minutes=1)
        session.add_all([last, campaign])


async def follow() -> Message | None:
    async with transaction() as session:
        report = await pitcher.create_due(session, mailbox())
        if not report.message_ids:
            return None
        return await session.get(Message, report.message_ids[0])


async def did(target: str, times: int = 1, machine: bool = False) -> None:
    async with transaction() as session:
        for _ in range(times):
            session.add(MessageEvent(message_id=1, kind="click", target=target, is_machine=machine))


async def test_three_letters_leave_and_then_it_is_over(db, home):
    await first_letter()
    second = await follow()
    assert (second.step, second.occasion) == (1, "")
    assert second.headers["In-Reply-To"].startswith("<message-1-")
    assert await pitcher.deliver(second.id, transaction, mailbox()) == "sent"
    await back(6)
    third = await follow()
    assert third.step == 2 and "last letter" in third.text_body
    assert await pitcher.deliver(third.id, transaction, mailbox()) == "sent"
    await back(30)
    assert await follow() is None
    async with reading() as session:
        assert (await session.exec(select(Campaign.state))).one() == "done"


@pytest.mark.parametrize(
    ("clicks", "occasion"),
    [
        ([("site", 1, False)], ""),
        ([("site", 3, False)], "visited"),
        ([("site", 9, True)], ""),  # machines follow every link
        ([("site", 3, False), ("claim", 1, False)], "form"),
    ],
)
async def test_a_follow_up_answers_what_people_did(sqlite_db, home, clicks, occasion):
    await first_letter()
    for target, times, machine in clicks:
        await did(target, times, machine)
    second = await follow()
    assert second.occasion == occasion


@pytest.mark.parametrize("stage", [Stage.CLAIMED, Stage.SOLD, Stage.OPTED_OUT])
async def test_whoever_claims_pays_or_leaves_gets_no_further_letter(sqlite_db, home, stage):
    await first_letter()
    async with transaction() as session:
        await pitcher.move(session, 1, stage)
    assert await follow() is None
    async with reading() as session:
        assert (await session.exec(select(Campaign.state))).one() == "stopped"


async def test_a_follow_up_waits_for_three_working_days(sqlite_db, home):
    await first_letter(days_ago=0.5)
    assert await follow() is None
    async with reading() as session:
        assert (await session.exec(select(Campaign.next_at))).one() > now() + dt.timedelta(days=1)


def test_a_sender_grows_day_by_day_up_to_its_cap():
    sender = Sender("A", "a@x.net", identity_id=1, daily_cap=120, started_at=ago(days=1))
    today = now().date()
    assert [cap_on(sender, today + dt.timedelta(days=n)) for n in range(4)] == [50, 100, 120, 120]
    fresh = Sender("A", "a@x.net", identity_id=1, daily_cap=5000)
    assert cap_on(fresh, today) == RAMP[0]


def test_a_plan_keeps_caps_working_hours_and_the_owners_clock():
    senders = [
        Sender("A", f"a@x{n}.net", identity_id=n, daily_cap=20, started_at=ago(days=40)) for n in (1, 2)
    ]
    planner = Planner(dict(DEFAULT_PACE), Load(), random.Random(4))
    zone, begin = ZoneInfo("America/Guatemala"), dt.datetime(2026, 11, 27, 22, tzinfo=dt.UTC)
    found = [planner.plan(bakery(id=n, email=f"o@s{n}.gt"), senders, begin) for n in range(100)]
    days: dict[tuple[int, dt.date], int] = {}
    for sender, at in found:
        local = at.astimezone(zone)
        assert 9 <= local.hour < 17 and local.weekday() < 5 and at >= begin
        key = (sender.identity_id, at.date())
        days[key] = days.get(key, 0) + 1
    assert max(days.values()) <= 20 and len({sender for sender, _ in days}) == 2
    one_domain = [planner.plan(bakery(id=n, email=f"o{n}@one.gt"), senders, begin) for n in range(15)]
    assert len({at.date() for _, at in one_domain}) >= 2  # ten a day to one company


@pytest.mark.parametrize(
    ("sent", "bounced", "complained", "stops"),
    [(10, 5, 0, False), (100, 2, 0, False), (100, 3, 0, True), (150, 0, 1, False), (150, 0, 2, True),
     (900, 0, 1, True), (2000, 0, 2, False), (2000, 0, 3, True)],
)  # fmt: skip
def test_the_brake_is_pulled_above_its_limits(sent, bounced, complained, stops):
    assert bool(Standing(1, sent, bounced, complained).trouble) is stops


async def test_a_troubled_sender_is_paused_at_once_and_one_click_lets_it_go_on(db, home):
    async with transaction() as session:
        row = await pitcher.add_identity(session, Wanted("outreach", "A", "a@x.net"), actor="ana")
        for n in range(60):
            message = Message(
                to_email=f"o{n}@s.gt", subject="x", state="sent", sent_at=ago(hours=1), identity_id=row.id
            )
            session.add(message)
            await session.flush()
            if n < 3:
                session.add(MessageEvent(message_id=message.id, kind="bounce"))
    async with transaction() as session:
        assert await pitcher.pause_troubled(session) == [row.id]
        assert await pitcher.pause_troubled(session) == []
        (pause,) = await pitcher.list_pauses(session)
        assert "3 of 60 mails came back" in pause.reason
    async with transaction() as session:
        await pitcher.resume_identity(session, row.id, actor="ana")
    async with transaction() as session:
        assert await pitcher.pause_troubled(session) == []
        assert (await session.get_one(SendingIdentity, row.id)).paused_at is None


async def test_offers_and_receipts_cannot_be_given_one_domain(db, home):
    async with transaction() as session:
        await pitcher.add_identity(session, Wanted("outreach", "A", "a@offers.x.net"), actor="ana")
        await pitcher.add_identity(session, Wanted("outreach", "B", "B@offers.x.net"), actor="ana")
        with pytest.raises(Conflict):
            await pitcher.add_identity(session, Wanted("outreach", "A", "A@Offers.x.net"), actor="ana")
        with pytest.raises(Refused, match="receipts"):
            await pitcher.add_identity(
                session, Wanted("outreach", "A", "a@webmagic.example.com"), actor="ana"
            )
        with pytest.raises(Refused):
            await pitcher.add_identity(session, Wanted("transactional", "A", "r@offers.x.net"), actor="ana")
        for wrong in (
            Wanted("x", "A", "a@y.net"),
            Wanted("outreach", "", "a@y.net"),
            Wanted("outreach", "A", "a"),
        ):
            with pytest.raises(Invalid):
                await pitcher.add_identity(session, wrong, actor="ana")
        names = [sender.email for sender in await pitcher.list_senders(session, "outreach")]
    assert names == ["a@offers.x.net", "b@offers.x.net"]


def test_the_subject_that_sells_is_dealt_most_often():
    scores = [Score(0, 400, 400, 2), Score(1, 400, 400, 24), Score(2, 400, 400, 3)]
    dealt = [deal(scores, business_id) for business_id in range(300)]
    assert dealt.count(1) > 250 and deal(scores, 7) == deal(scores, 7)
    even = [deal([Score(n, 0, 0, 0) for n in range(3)], business_id) for business_id in range(300)]
    assert min(even.count(n) for n in range(3)) > 60


async def test_paid_counts_and_opened_does_not(sqlite_db, home):
    await first_letter(days_ago=20)
    async with transaction() as session:
        message = await session.get_one(Message, 1)
        session.add(MessageEvent(message_id=1, kind="open"))
        await pitcher.move(session, 1, Stage.SOLD)
        scores = await pitcher.read_scores(session)
        assert (await session.get_one(Business, 1)).stage == "sold"
    assert [score.paid for score in scores] == [int(n == message.variant) for n in range(3)]
