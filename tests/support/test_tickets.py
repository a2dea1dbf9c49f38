"""A request is opened, answered and closed; nothing is said twice or into the void."""

import pytest

from webmagic import support
from webmagic.core.errors import Conflict, Invalid, NotFound


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


async def test_empty_words_and_unknown_tickets_are_refused(session):
    ticket = await support.open_ticket(session, subject="Hours", body="", customer_id=None)
    with pytest.raises(Invalid):
        await support.open_ticket(session, subject=" \n", body="x", customer_id=None)
    with pytest.raises(Invalid):
        await support.answer(session, ticket.id, "  ")
    with pytest.raises(NotFound):
        await support.get_ticket(session, 999)
