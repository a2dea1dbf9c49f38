"""A change is put to the owner, and is online only after a yes, once, and never over a newer page."""

import asyncio

import pytest
from sqlmodel import select

from tests.support.people import ALICE, Shop, open_shop
from webmagic import creative, support
from webmagic.core.database import transaction
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.ledger import Job
from webmagic.models import GeneratedSite, Message, SupportTicket

HEADLINE = creative.Edits(texts={"hero.headline": "Closed on Mondays, and back on Tuesday at six."})


async def asked(shop: Shop) -> SupportTicket:
    async with transaction() as session:
        return await support.open_ticket(
            session, subject="Mondays", body="We are closed on Mondays, and back on Tuesday at six.",
            customer_id=shop.customer_id, site_id=shop.site_id, is_change=True,
        )  # fmt: skip


async def proposed(ticket: SupportTicket, edits: creative.Edits = HEADLINE) -> support.Proposed:
    async with transaction() as session:
        one = await support.propose(
            session, ticket.id, edits, author="ops@example.com", sentence="Like this?"
        )
        await support.tell_owner(session, one)
        return one


async def version_of(shop: Shop) -> int:
    async with transaction() as session:
        return (await session.get_one(GeneratedSite, shop.site_id)).current_version


async def test_a_yes_makes_a_version_and_asks_for_publishing_once(db):
    shop = await open_shop("Alice Bakery", ALICE, is_built=True)
    ticket = await asked(shop)
    one = await proposed(ticket)
    assert one.diff[0]["after"].startswith("Closed on Mondays") and one.diff[0]["before"]
    assert await version_of(shop) == 1  # nothing has changed yet

    async def say_yes() -> bool:
        try:
            async with transaction() as session:
                await support.approve(session, ticket.id, one.entry.id, author=ALICE)
            return True
        except Conflict:
            return False

    assert sum(await asyncio.gather(*(say_yes() for _ in range(4)))) == 1
    async with transaction() as session:
        jobs = (await session.exec(select(Job).where(Job.kind == "generation.publish"))).all()
        thread = await support.get_thread(session, ticket.id)
        (mail,) = (await session.exec(select(Message))).all()
    assert await version_of(shop) == 2 and len(jobs) == 1
    assert thread.ticket.state == "answered"
    assert [entry.kind for entry in thread.entries] == ["owner", "proposal", "event"]
    assert "Like this?" in mail.text_body and "Closed on Mondays" in mail.text_body


async def test_a_no_changes_nothing_and_the_ticket_is_ours_again(sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE, is_built=True)
    ticket = await asked(shop)
    one = await proposed(ticket)
    async with transaction() as session:
        assert (await support.decline(session, ticket.id, one.entry.id, author=ALICE)).state == "open"
    for verb in (support.approve, support.decline):
        with pytest.raises(Conflict):
            async with transaction() as session:
                await verb(session, ticket.id, one.entry.id, author=ALICE)
    assert await version_of(shop) == 1


async def test_a_proposal_for_an_older_page_is_a_conflict(sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE, is_built=True)
    ticket = await asked(shop)
    one = await proposed(ticket)
    async with transaction() as session:
        (own,) = await support.sites_of(session, ALICE)
        edits = creative.Edits(texts={"hero.subline": "Come in."})
        await support.change_page(session, own, edits, base=1, email=ALICE)
    with pytest.raises(Conflict):
        async with transaction() as session:
            await support.approve(session, ticket.id, one.entry.id, author=ALICE)
    assert await version_of(shop) == 2


async def test_a_newer_proposal_takes_the_place_of_the_one_that_waits(sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE, is_built=True)
    ticket = await asked(shop)
    first, second = await proposed(ticket), await proposed(ticket)
    async with transaction() as session:
        states = [one.change.state for one in await support.list_proposals(session, ticket.id)]
        assert states == ["declined", "proposed"]
        with pytest.raises(Conflict):
            await support.approve(session, ticket.id, first.entry.id, author=ALICE)
        await support.approve(session, ticket.id, second.entry.id, author=ALICE)


async def test_what_fits_no_page_is_not_proposed(sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE, is_built=True)
    ticket = await asked(shop)
    for texts in ({"hero.nothing": "x"}, {"hero.headline": "x" * 500}):
        with pytest.raises(Invalid):
            await proposed(ticket, creative.Edits(texts=texts))
    async with transaction() as session:
        loose = await support.open_ticket(session, subject="x", body="x", customer_id=shop.customer_id)
    with pytest.raises(Conflict):
        await proposed(loose)
    async with transaction() as session:
        with pytest.raises(NotFound):
            await support.approve(session, ticket.id, 999, author=ALICE)


async def test_the_editor_answers_a_request_with_a_change_that_waits_for_a_yes(db):
    shop = await open_shop("Alice Bakery", ALICE, is_built=True)
    async with transaction() as session:
        ticket = await support.open_ticket(
            session, subject="Green", body="Make the header green.",
            customer_id=shop.customer_id, site_id=shop.site_id, is_change=True,
        )  # fmt: skip
    async with transaction() as session:
        one = await support.ask_editor(session, ticket.id)
    assert one is not None and one.is_open and one.diff
    assert one.entry.author == support.EDITOR and await version_of(shop) == 1
    async with transaction() as session:
        assert (await support.get_ticket(session, ticket.id)).state == "proposed"
        await support.approve(session, ticket.id, one.entry.id, author=ALICE)
    assert await version_of(shop) == 2


async def test_what_the_editor_does_not_understand_waits_for_a_person(sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE, is_built=True)
    async with transaction() as session:
        ticket = await support.open_ticket(
            session, subject="Hm", body="It should feel more like my grandmother's kitchen.",
            customer_id=shop.customer_id, site_id=shop.site_id, is_change=True,
        )  # fmt: skip
        one = await support.ask_editor(session, ticket.id)
        assert one is not None and not one.is_open
        assert (await support.get_ticket(session, ticket.id)).state == "open"


async def test_the_editor_is_not_asked_about_questions(sqlite_db):
    shop = await open_shop("Alice Bakery", ALICE, is_built=True)
    async with transaction() as session:
        ticket = await support.open_ticket(
            session, subject="When", body="When is my next payment?",
            customer_id=shop.customer_id, site_id=shop.site_id,
        )  # fmt: skip
        assert await support.ask_editor(session, ticket.id) is None
