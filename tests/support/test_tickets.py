"""A request is opened, answered and closed; nothing is said twice, into the void, or to the wrong person."""

import asyncio

import pytest
from sqlmodel import select

from tests.support.people import ALICE, BOB, open_shop, street
from webmagic import pitcher, support
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.models import Job, Message, Reply, ReplyState, SupportTicket, TicketEntry
from workers.campaigns import customer_reply

RAW = "From: {sender}\r\nMessage-ID: <9@a>\r\nSubject: Hours\r\n\r\nClosed today.\r\n"


async def test_a_ticket_is_opened_answered_and_closed(session):
    ticket = await support.open_ticket(
        session, subject="New\r\nhours ", body="Open\x00 late", customer_id=None
    )
    assert (ticket.subject, ticket.body, ticket.state) == ("New hours", "Open late", "open")
    answered = await support.answer(session, ticket.id, "Done, they are online.")
    assert answered.state == "answered"
    assert [row.ticket.id for row in (await support.page_tickets(session, state="answered")).items] == [
        ticket.id
    ]
    await support.close(session, ticket.id)
    with pytest.raises(Conflict):
        await support.answer(session, ticket.id, "One more thing.")
    assert (await support.page_tickets(session, state="open")).items == []
    await support.reopen(session, ticket.id)
    with pytest.raises(Conflict):
        await support.reopen(session, ticket.id)
    thread = await support.get_thread(session, ticket.id)
    assert [(entry.kind, entry.body) for entry in thread.entries] == [
        ("owner", "Open late"),
        ("staff", "Done, they are online."),
        ("event", "closed"),
        ("event", "reopened"),
    ]


async def test_empty_words_and_unknown_rows_are_refused(session):
    ticket = await support.open_ticket(session, subject="Hours", body="", customer_id=None)
    for subject, customer, site, error in (
        (" \n", None, None, Invalid), ("x", 999, None, NotFound), ("x", None, 999, NotFound)
    ):  # fmt: skip
        with pytest.raises(error):
            await support.open_ticket(session, subject=subject, body="x", customer_id=customer, site_id=site)
    for verb in (support.answer, support.reply, support.add_note):
        with pytest.raises(Invalid):
            await verb(session, ticket.id, "  ", author="me")
    with pytest.raises(NotFound):
        await support.get_ticket(session, 999)


async def test_the_answer_goes_out_by_mail_once_and_notes_stay_here(db):
    shop = await open_shop("Alice Bakery", ALICE, language="es")
    async with transaction() as session:
        ticket = await support.open_ticket(
            session, subject="Horario", body="¿Domingo?", customer_id=shop.customer_id, site_id=shop.site_id
        )
        await support.add_note(session, ticket.id, "She asked twice.", author="ops@example.com")
        await support.answer(session, ticket.id, "Ya está.", author="ops@example.com")
    async with transaction() as session:
        (mail,) = (await session.exec(select(Message))).all()
        thread = await support.get_thread(session, ticket.id, for_owner=True)
    assert mail.to_email == ALICE and mail.subject == f"Re: Horario [#{ticket.id}]"
    assert "Ya está." in mail.text_body and f"/my/sites/{shop.site_id}/requests/{ticket.id}" in mail.text_body
    assert "twice" not in mail.text_body + "".join(entry.body for entry in thread.entries)


async def test_a_mail_opens_a_ticket_and_a_reply_goes_on_in_it(db):
    shop = await open_shop("Alice Bakery", ALICE)
    mail = {"from_email": " ALICE@shop.example.com", "subject": "Hours", "body": "Closed on Friday."}
    async with transaction() as session:
        first = await support.open_from_mail(session, **mail, message_key="<1@a>")
    async with transaction() as session:
        again = await support.open_from_mail(session, **mail, message_key="<1@a>")
        await support.answer(session, first.id, "Until when?", author="ops@example.com")
    async with transaction() as session:
        subject = f"RE: Hours [#{first.id}]"
        further = await support.open_from_mail(
            session, from_email=ALICE, subject=subject, body="All day.", message_key="<2@a>"
        )
        thread = await support.get_thread(session, first.id)
    assert first.id == again.id == further.id and first.site_id == shop.site_id
    assert [entry.body for entry in thread.entries] == ["Closed on Friday.", "Until when?", "All day."]
    assert thread.ticket.state == "open"


async def test_a_stranger_opens_nothing_and_cannot_write_into_anothers_thread(db):
    shops = await street()
    async with transaction() as session:
        ticket = await support.open_ticket(
            session, subject="Hours", body="?", customer_id=shops["bakery"].customer_id
        )
    subject = f"Re: Hours [#{ticket.id}]"
    async with transaction() as session:
        nobody = await support.open_from_mail(
            session, from_email="mallory@example.com", subject=subject, body="mine", message_key="<m@a>"
        )
        bobs = await support.open_from_mail(
            session, from_email=BOB, subject=subject, body="hello", message_key="<b@a>"
        )
        assert nobody is None and bobs.id != ticket.id and bobs.subject == "Re: Hours"
        assert len((await support.get_thread(session, ticket.id)).entries) == 1


async def test_the_same_mail_delivered_many_times_at_once_is_one_ticket(db):
    await open_shop("Alice Bakery", ALICE)

    async def deliver() -> None:
        async with transaction() as session:
            await support.open_from_mail(
                session, from_email=ALICE, subject="Hours", body="x", message_key="<1@a>"
            )

    await asyncio.gather(*(deliver() for _ in range(8)))
    async with transaction() as session:
        assert len((await session.exec(select(SupportTicket))).all()) == 1
        assert len((await session.exec(select(TicketEntry))).all()) == 1


async def test_tickets_are_found_by_subject_shop_and_address(sqlite_db):
    shops = await street()
    async with transaction() as session:
        for name, subject in (("bakery", "New hours"), ("garage", "A photo, 50% smaller")):
            await support.open_ticket(
                session, subject=subject, body="x",
                customer_id=shops[name].customer_id, site_id=shops[name].site_id,
            )  # fmt: skip
        found = {
            words: [row.ticket.subject for row in (await support.page_tickets(session, search=words)).items]
            for words in ("HOURS", "bob garage", ALICE, "50%", "%")
        }
        assert await support.count_tickets(session) == {
            "open": 2, "proposed": 0, "answered": 0, "closed": 0
        }  # fmt: skip
        assert (await support.count_tickets(session, site_id=shops["cafe"].site_id))["open"] == 0
    assert found == {
        "HOURS": ["New hours"],
        "bob garage": ["A photo, 50% smaller"],
        ALICE: ["New hours"],
        "50%": ["A photo, 50% smaller"],
        "%": ["A photo, 50% smaller"],
    }


async def test_a_customers_answer_by_mail_goes_on_in_its_ticket_and_leaves_the_replies(db):
    await open_shop("Alice Bakery", ALICE)
    mail = pitcher.read_mail(RAW.format(sender=ALICE).encode(), "imap:1")
    async with transaction() as session:
        kept = await pitcher.keep_reply(session, "imap", mail)
        (job,) = (await session.exec(select(Job).where(Job.kind == "campaigns.customer_reply"))).all()
    await customer_reply(job, **job.arguments)
    await customer_reply(job, **job.arguments)
    async with transaction() as session:
        (ticket,) = (await session.exec(select(SupportTicket))).all()
        assert ticket.body == "Closed today." and ticket.channel == "mail"
        assert (await session.get_one(Reply, kept.id)).state == ReplyState.DONE


async def test_a_strangers_answer_stays_among_the_replies(sqlite_db):
    await street()
    mail = pitcher.read_mail(RAW.format(sender="mallory@example.com").encode(), "imap:1")
    async with transaction() as session:
        kept = await pitcher.keep_reply(session, "imap", mail)
        assert await support.take_reply(session, kept.id) is None
        assert (await session.get_one(Reply, kept.id)).state == ReplyState.NEW
