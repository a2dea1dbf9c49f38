# ruff: noqa: E501 (mails do not break where code does)
"""From the mailbox to the inbox, and from the inbox back to the owner, once."""

import asyncio
import email
from email.policy import default

import pytest
from sqlmodel import select

from tests.fakes.imap import ImapServer, imap_server
from tests.pitcher.shops import bakery, locksmith, on_the_road
from webmagic import pitcher
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Invalid, NotFound, VendorError
from webmagic.core.settings import get_settings
from webmagic.models import Business, Campaign, Message, MessageEvent, Reply, Suppression
from webmagic.pitcher.replies.fetching import read_address
from webmagic.pitcher.reports.applying import key_of

WALT = "walt@harrowlocks.example.com"


async def everything(table) -> list:
    async with transaction() as session:
        return list((await session.exec(select(table).order_by(table.id))).all())


async def letter(business: Business | None = None) -> Message:
    """One that has left."""
    async with transaction() as session:
        await on_the_road(session, business or locksmith())
        await pitcher.create_due(session, pitcher.choose(get_settings()))
    async with transaction() as session:
        message = (await session.exec(select(Message).order_by(Message.id.desc()))).first()
        message.state, message.provider = "sent", "mailbox"
        session.add(message)
    return message


def mail(
    text: str, message: Message | None = None, *, sender: str = WALT, number: int = 1, extra: str = ""
) -> bytes:
    about = f"In-Reply-To: <{key_of(message)}@webmagic.example.com>\n" if message else ""
    head = f"From: Walt <{sender}>\nTo: hello@webmagic.example.com\nSubject: Re: A website\nMessage-ID: <m{number}@x>\n"
    return f"{head}{about}{extra}\n{text}\n".encode()


async def take(raw: bytes, source: str = "imap") -> Reply | None:
    async with transaction() as session:
        return await pitcher.keep_reply(session, source, pitcher.read_mail(raw))


async def test_an_answer_finds_its_letter_stops_the_sequence_and_waits_for_a_person(db, home):
    message = await letter()
    reply = await take(mail("How much does it cost per month?", message, sender="walter@elsewhere.example"))
    assert (reply.reply_class, reply.state, reply.matched_by, reply.message_id) == (
        "question",
        "new",
        "reference",
        message.id,
    )
    (campaign,), (event,) = await everything(Campaign), await everything(MessageEvent)
    assert (campaign.state, campaign.stopped_reason, event.kind) == ("stopped", "They answered.", "reply")
    assert "[Your answer here.]" in reply.draft and "Harrow Bay" in reply.draft
    assert (
        await take(mail("How much does it cost per month?", message, sender="walter@elsewhere.example"))
        is None
    )
    assert len(await everything(Reply)) == 1


@pytest.mark.parametrize(
    "text", ["Not interested, thanks.", "Unsubscribe", "You have the wrong person, I don't own a shop."]
)
async def test_a_no_in_any_words_closes_both_addresses_at_once(db, home, text):
    message = await letter()
    await take(mail(text, message, sender="office@harrowlocks.example.com"))
    (business,) = await everything(Business)
    assert (business.do_not_contact, business.stage) == (True, "opted_out")
    async with transaction() as session:
        for address in (WALT, "office@harrowlocks.example.com"):
            assert await pitcher.find_suppression(session, address)


async def test_an_automatic_answer_stops_nothing(db, home):
    message = await letter()
    reply = await take(
        mail("I am out of office until Monday.", message, extra="Auto-Submitted: auto-replied\n")
    )
    assert (reply.reply_class, reply.state) == ("out_of_office", "done")
    assert [one.state for one in await everything(Campaign)] == ["active"]
    assert await everything(MessageEvent) == []


async def test_a_bounce_that_carries_our_letter_closes_its_address_and_a_made_up_one_does_not(db, home):
    message = await letter()
    report = (
        "From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail\nMessage-ID: <b{n}@x>\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=X\n\n"
        "--X\nContent-Type: text/plain\n\nuser unknown\n"
        "--X\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.1.1\n\n"
        "--X\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{key}@webmagic.example.com>\n\n--X--\n"
    )
    await take(report.format(n=1, to=WALT, key=f"message-{message.id}-000000000000").encode())
    assert await everything(Suppression) == []
    await take(report.format(n=2, to="other@x.example", key=key_of(message)).encode())
    assert await everything(Suppression) == []
    reply = await take(report.format(n=3, to=WALT, key=key_of(message)).encode())
    assert (reply.reply_class, reply.state) == ("bounce", "done")
    assert [row.reason for row in await everything(Suppression)] == ["bounce"]
    assert [one.state for one in await everything(Campaign)] == ["stopped"]


async def test_a_stranger_is_never_dropped_and_can_be_given_a_business(db, home):
    await letter(bakery())
    reply = await take(mail("Can you make one for me too?", sender="nobody@nowhere.example"))
    assert (reply.business_id, reply.matched_by, reply.state) == (None, "", "new")
    async with transaction() as session:
        (found,) = await pitcher.find_businesses(session, "espiga")
        await pitcher.reassign_reply(session, reply.id, found.id, actor="Ana")
        detail = await pitcher.get_reply(session, reply.id)
    assert (detail.business.id, detail.reply.matched_by) == (found.id, "hand")
    assert [part.is_ours for part in detail.thread] == [True, False]
    async with transaction() as session:
        with pytest.raises(NotFound):
            await pitcher.reassign_reply(session, reply.id, 999, actor="Ana")


@pytest.mark.parametrize(
    ("sender", "by"),
    [(WALT, "sender"), ("wife@harrowlocks.example.com", "domain"), ("x@gmail.com", ""), ("", "")],
)
async def test_without_a_reference_the_sender_tells(sqlite_db, home, sender, by):
    await letter()
    reply = await take(mail("Hello there", sender=sender))
    assert reply.matched_by == by


async def test_the_plus_address_of_a_letter_is_its_own(sqlite_db, home):
    message = await letter()
    number, token = key_of(message).split("-")[1:]
    raw = mail("Yes please", sender="new@elsewhere.example").replace(
        b"hello@", f"hello+m{number}-{token}@".encode()
    )
    assert (await take(raw)).matched_by == "address"
    forged = mail("Yes", sender="n2@elsewhere.example", number=2).replace(
        b"hello@", b"hello+m1-000000000000@"
    )
    assert (await take(forged)).matched_by == ""


async def test_an_answer_leaves_once_however_often_it_is_pressed(db, home):
    message = await letter()
    reply = await take(mail("How much is it?", message))
    text = "Hello Walt,\n\nit is all in the letter."

    async def press() -> bool:
        try:
            async with transaction() as session:
                await pitcher.answer_reply(session, reply.id, text, actor="ana@example.com")
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(*(press() for _ in range(6)))) == [False] * 5 + [True]
    (answer,) = [one for one in await everything(Message) if one.purpose == "transactional"]
    assert (answer.to_email, answer.subject) == (WALT, "Re: A website")
    for _ in range(2):
        await pitcher.deliver(answer.id, transaction, pitcher.choose(get_settings()))
    (path,) = (home / "mailbox").glob("*.eml")
    sent = email.message_from_bytes(path.read_bytes(), policy=default)
    assert (sent["In-Reply-To"], sent["To"]) == ("<m1@x>", WALT)
    (row,) = await everything(Reply)
    assert (row.state, row.answer_id, row.handled_by) == ("answered", answer.id, "ana@example.com")


@pytest.mark.parametrize("text", ["", "   ", "Hello [Your answer here.]", "x" * 20_001])
async def test_an_unfinished_answer_is_not_sent(sqlite_db, home, text):
    reply = await take(mail("How much is it?", await letter()))
    async with transaction() as session:
        with pytest.raises(Invalid):
            await pitcher.answer_reply(session, reply.id, text, actor="ana")
    assert (await everything(Reply))[0].state == "new"


async def test_the_inbox_is_paged_searched_and_put_aside(sqlite_db, home):
    for n in range(5):
        await take(mail(f"Hello number {n}", sender=f"n{n}@x.example", number=n))
    async with transaction() as session:
        first = await pitcher.page_replies(session, state="new", limit=3)
        found = await pitcher.page_replies(session, search="number 4")
        await pitcher.finish_reply(session, first.items[0].reply.id, actor="ana")
        assert await pitcher.count_replies(session) == {"new": 4, "done": 1}
        with pytest.raises(Conflict):
            await pitcher.finish_reply(session, first.items[0].reply.id, actor="bob")
        await pitcher.reopen_reply(session, first.items[0].reply.id)
    assert (len(first.items), first.next is not None, len(found.items)) == (3, True, 1)


@pytest.fixture
async def mailbox(home, monkeypatch):
    async with imap_server(ImapServer()) as server:
        monkeypatch.setenv("IMAP_URL", server.url)
        get_settings.cache_clear()
        yield server


async def test_new_mails_are_read_from_the_mailbox_and_each_once(sqlite_db, mailbox):
    for n in range(55):
        mailbox.put(mail(f"Hello {n}", sender=f"n{n}@x.example", number=n))
    assert await pitcher.fetch_replies(transaction) == 55
    assert await pitcher.fetch_replies(transaction) == 0
    mailbox.put(mail("One more", sender="late@x.example", number=99))
    assert await pitcher.fetch_replies(transaction) == 1
    assert len(mailbox.fetched) == 56
    mailbox.validity = 8  # the server numbered anew: everything is read again, and nothing doubled
    assert await pitcher.fetch_replies(transaction) == 0
    assert len(await everything(Reply)) == 56


async def test_a_mailbox_that_refuses_or_is_away_says_so(sqlite_db, mailbox, monkeypatch):
    mailbox.password = "changed"
    with pytest.raises(VendorError, match="refused us"):
        await pitcher.fetch_replies(transaction)
    monkeypatch.setenv("IMAP_URL", "imap://a:b@127.0.0.1:1/INBOX")
    get_settings.cache_clear()
    with pytest.raises(VendorError, match="does not answer"):
        await pitcher.fetch_replies(transaction)


@pytest.mark.parametrize("url", ["http://x", "imaps://", "imaps://host", "imap://u:p@host:x", "nonsense"])
def test_a_wrong_mailbox_address_is_a_clear_sentence(url):
    with pytest.raises(Invalid, match="IMAP_URL must look like"):
        read_address(url)
