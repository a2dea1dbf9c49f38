"""A letter from the due list to the mailbox, and what comes back."""

import asyncio
import email
from email.policy import default
from pathlib import Path

import pytest
from sqlmodel import select

from tests.pitcher.shops import bakery, locksmith, on_the_road
from webmagic import pitcher
from webmagic.core.database import transaction
from webmagic.core.errors import VendorError
from webmagic.core.ledger import Job
from webmagic.core.security import sign
from webmagic.core.settings import get_settings
from webmagic.models import Activity, Business, Campaign, Message, MessageEvent, Suppression
from webmagic.pitcher.transports import MailboxMailer, OutcomeUnknown, OutgoingMail

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"


def mailbox() -> MailboxMailer:
    return MailboxMailer(get_settings().mailbox_dir)


def mails(home: Path) -> list[email.message.EmailMessage]:
    files = sorted((home / "mailbox").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in files]


async def one_letter(business: Business | None = None) -> int:
    async with transaction() as session:
        await on_the_road(session, business or bakery())
        report = await pitcher.create_due(session, mailbox())
    return report.message_ids[0]


async def row(message_id: int) -> Message:
    async with transaction() as session:
        message = await session.get(Message, message_id)
        assert message
        return message


async def test_a_published_site_is_offered_once_and_the_letter_lands_in_the_mailbox(db, home):
    message_id = await one_letter()
    async with transaction() as session:
        again = await pitcher.create_due(session, mailbox())
        jobs = (await session.exec(select(Job).where(Job.kind == "campaigns.batch"))).all()
    assert (again.created, again.held) == (0, [])
    assert [job.arguments for job in jobs] == [{"message_ids": [message_id]}]

    assert await pitcher.deliver(message_id, transaction, mailbox()) == "sent"
    (mail,) = mails(home)
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert mail["To"] == "pedidos@laespiga.example.com"
    assert "Panadería La Espiga de Prueba" in mail["Subject"] or "sus clientes" in mail["Subject"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<http://localhost:3000/u/")
    for part in (text, html):
        assert "Las conchas salen a las cuatro y a las cinco ya no hay." in part
        assert "mensaje comercial" in part and "1 Sample Street" in part and "Google Maps" in part
        assert mail["List-Unsubscribe"].strip("<>") in part
    assert "Q1,145" in text and "laespiga" not in text

    async with transaction() as session:
        business = (await session.exec(select(Business))).one()
        notes = [line.text for line in (await session.exec(select(Activity))).all()]
    assert business.stage == "pitched"
    assert notes == ["Mailed Panadería La Espiga de Prueba"]


async def test_sending_twice_at_the_same_moment_makes_one_mail(db, home):
    message_id = await one_letter()
    await asyncio.gather(*(pitcher.deliver(message_id, transaction, mailbox()) for _ in range(8)))
    assert len(mails(home)) == 1
    async with transaction() as session:
        assert len((await session.exec(select(Activity))).all()) == 1
    assert (await row(message_id)).state == "sent"


async def test_a_crash_while_sending_is_repeated_only_where_the_transport_recognises_it(sqlite_db, home):
    message_id = await one_letter()

    class Dying(MailboxMailer):
        async def send(self, mail: OutgoingMail) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await pitcher.deliver(message_id, transaction, Dying(home / "mailbox"))
    assert (await row(message_id)).state == "sending"
    assert await pitcher.deliver(message_id, transaction, mailbox()) == "sent"
    assert len(mails(home)) == 1


async def test_a_crash_while_sending_by_plain_smtp_ends_in_unknown_for_good(sqlite_db, home):
    message_id = await one_letter()

    class Plain(MailboxMailer):
        has_idempotency = False

        async def send(self, mail: OutgoingMail) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await pitcher.deliver(message_id, transaction, Plain(home / "mailbox"))
    for _ in range(2):
        assert await pitcher.deliver(message_id, transaction, Plain(home / "mailbox")) == "unknown"
    assert mails(home) == []


@pytest.mark.parametrize(
    ("error", "state", "is_raised"),
    [
        (VendorError("Busy.", retry_after=3), "queued", True),
        (VendorError("No such mailbox.", permanent=True), "failed", False),
        (OutcomeUnknown("The line broke.", permanent=True), "unknown", False),
    ],
)
async def test_an_error_of_the_transport_says_what_becomes_of_the_letter(
    sqlite_db, home, error, state, is_raised
):
    message_id = await one_letter()

    class Failing(MailboxMailer):
        async def send(self, mail: OutgoingMail) -> str:
            raise error

    try:
        await pitcher.deliver(message_id, transaction, Failing(home / "mailbox"))
        assert not is_raised
    except VendorError:
        assert is_raised
    message = await row(message_id)
    assert (message.state, message.error) == (state, str(error))


async def test_a_dry_run_writes_nothing(sqlite_db, home):
    async with transaction() as session:
        await on_the_road(session, bakery())
        await on_the_road(session, locksmith(email=""))
        report = await pitcher.create_due(session, mailbox(), dry_run=True)
        assert (await session.exec(select(Campaign))).all() == []
    assert report.created == 1
    assert [held.rule for held in report.held] == ["no-email"]


async def test_a_held_campaign_is_written_when_the_reason_is_gone(sqlite_db, home):
    async with transaction() as session:
        business = await on_the_road(session, locksmith(email=""))
        report = await pitcher.create_due(session, mailbox())
        assert report.created == 0
    async with transaction() as session:
        business = await session.get(Business, business.id)
        business.email = "walt@harrowlocks.example.com"
        campaign = (await session.exec(select(Campaign))).one()
        assert campaign.held_reason == "There is no e-mail address."
        campaign.updated_at = campaign.updated_at.replace(year=2020)
        session.add_all([business, campaign])
    async with transaction() as session:
        report = await pitcher.create_due(session, mailbox())
    assert report.created == 1
    assert await pitcher.deliver(report.message_ids[0], transaction, mailbox()) == "sent"


async def test_two_listings_of_one_owner_get_one_letter(sqlite_db):
    async with transaction() as session:
        await on_the_road(session, bakery())
        await on_the_road(session, bakery(dedupe_key="place:branch", email="PEDIDOS@laespiga.example.com"))
        report = await pitcher.create_due(session, mailbox())
    assert report.created == 1
    assert [held.rule for held in report.held] == ["one-sequence"]


async def test_unsubscribing_stops_everything_and_may_be_repeated(db, home):
    message_id = await one_letter()
    token = sign("unsubscribe", str(message_id))
    for channel in ("one-click", "page", "one-click"):
        async with transaction() as session:
            await pitcher.unsubscribe(session, token, channel)
    assert await pitcher.deliver(message_id, transaction, mailbox()) == "held"
    async with transaction() as session:
        business = (await session.exec(select(Business))).one()
        campaign = (await session.exec(select(Campaign))).one()
        assert (business.stage, business.do_not_contact) == ("opted_out", True)
        assert campaign.state == "stopped"
        assert len((await session.exec(select(Suppression))).all()) == 1
        assert len((await session.exec(select(MessageEvent))).all()) == 1
    assert mails(home) == []


async def test_whoever_unsubscribes_before_the_sending_gets_no_letter(db, home):
    """Thirty letters and thirty unsubscribes at once: either the letter was first, or it never leaves."""
    async with transaction() as session:
        for n in range(12):
            await on_the_road(session, bakery(dedupe_key=f"place:{n}", email=f"n{n}@shop.example.com"))
        ids = (await pitcher.create_due(session, mailbox())).message_ids
    gone: list[int] = []

    async def leave(message_id: int) -> None:
        async with transaction() as session:
            await pitcher.unsubscribe(session, sign("unsubscribe", str(message_id)), "one-click")
        if (await row(message_id)).state in ("queued", "held"):
            gone.append(message_id)

    work = [leave(n) for n in ids] + [pitcher.deliver(n, transaction, mailbox()) for n in ids]
    await asyncio.gather(*work)
    await asyncio.gather(*(pitcher.deliver(n, transaction, mailbox()) for n in ids))
    sent = {mail["To"] for mail in mails(home)}
    for message_id in gone:
        message = await row(message_id)
        assert message.state == "held"
        assert message.to_email not in sent


async def test_an_erased_address_stays_suppressed_by_its_hash_and_domains_can_be_suppressed(sqlite_db):
    async with transaction() as session:
        await pitcher.suppress(session, "Walt@HarrowLocks.example.com ", reason="asked", channel="phone")
        await pitcher.suppress(session, "@laespiga.example.com", reason="asked", channel="phone")
        for row_ in (await session.exec(select(Suppression))).all():
            row_.address = ""
        await on_the_road(session, bakery())
        await on_the_road(session, locksmith())
        report = await pitcher.create_due(session, mailbox())
    assert [held.rule for held in report.held] == ["suppressed", "suppressed"]


async def test_a_bounce_and_a_complaint_close_the_address_and_soft_bounces_need_three(db):
    message_id = await one_letter()
    async with transaction() as session:
        message = await session.get(Message, message_id)
        message.state, message.provider, message.provider_id = "sent", "resend", "re-1"
        session.add(message)

    def report(kind: str, **more):
        return {"type": f"email.{kind}", "data": {"email_id": "re-1", **more}}

    soft = report("bounced", bounce={"type": "Transient", "subType": "MailboxFull"})
    for delivery in ("d0", "d1", "d1"):
        async with transaction() as session:
            await pitcher.take_report(session, report("delivered"), "d0")
            await pitcher.take_report(session, soft, f"soft-{delivery}")
    async with transaction() as session:
        assert (await session.exec(select(Suppression))).all() == []
        await pitcher.take_report(session, soft, "soft-3")
        assert (await session.exec(select(Suppression.reason))).all() == ["bounce"]
        assert await pitcher.take_report(session, report("complained"), "d4") == ""
        assert (await session.exec(select(Business.stage))).one() == "opted_out"
    async with transaction() as session:
        unknown = {"type": "email.bounced", "data": {"email_id": "other"}}
        assert "No message" in await pitcher.take_report(session, unknown, "d5")


async def test_the_mailbox_is_paged_and_searched(sqlite_db):
    async with transaction() as session:
        for n in range(5):
            await on_the_road(session, bakery(dedupe_key=f"p:{n}", email=f"n{n}@shop.example.com"))
        await pitcher.create_due(session, mailbox())
        first = await pitcher.page_messages(session, limit=3)
        second = await pitcher.page_messages(session, limit=3, cursor=first.next)
        found = await pitcher.page_messages(session, search="n4@SHOP")
        nothing = await pitcher.page_messages(session, search="100%_")
        detail = await pitcher.get_message(session, first.items[0].message.id)
        campaigns = await pitcher.page_campaigns(session, state="active")
    assert [len(first.items), len(second.items), second.next] == [3, 2, None]
    assert (len(found.items), len(nothing.items), len(campaigns.items)) == (1, 0, 5)
    assert detail.business and detail.message.html_body.startswith("<!doctype html>")
