"""Who is told: changed by an owner, tested by a button, and never a way into our own network."""

import pytest
from sqlmodel import select

from tests.conductor.test_alerts import POSTED, hook  # noqa: F401 (a fixture)
from webmagic import accounts, conductor
from webmagic.conductor.listeners import Webhook, call_webhook
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, VendorError
from webmagic.core.http import FetchError
from webmagic.models import Message


async def test_without_a_word_every_administrator_is_told_and_then_only_those_named(sqlite_db, hook):  # noqa: F811
    async with transaction() as session:
        await accounts.create_admin(session, "alice@example.com", "Alice", "correct-horse-battery", "owner")
    await conductor.tell_test(transaction, "alice@example.com")
    async with transaction() as session:
        await conductor.set_listeners(session, ["night@example.com", ""], None)
    await conductor.tell_test(transaction, "alice@example.com")
    async with reading() as session:
        to = [row.to_email for row in (await session.exec(select(Message))).all()]
        told = await conductor.read_listeners(session)
    assert to == ["alice@example.com", "night@example.com"] and len(POSTED) == 2
    assert (told.hook_host, told.is_typed) == ("127.0.0.1", False)


@pytest.mark.parametrize(
    "mails, url", [(["nobody"], None), ([], "http://example.com/x"), ([], "https://a b")]
)
async def test_what_is_no_address_is_refused(sqlite_db, mails, url):
    async with transaction() as session:
        with pytest.raises((Invalid, FetchError)):
            await conductor.set_listeners(session, mails, url)


async def test_a_webhook_typed_into_the_console_never_reaches_our_own_network(home):
    with pytest.raises(VendorError, match="private network"):
        await call_webhook(Webhook("https://127.0.0.1/alerts", is_typed=True), {})


async def test_only_the_host_of_a_webhook_is_shown_and_taking_it_away_is_possible(sqlite_db):
    async with transaction() as session:
        await conductor.set_listeners(session, [], "https://hooks.example.com/secret/path")
        assert (await conductor.read_listeners(session)).hook_host == "hooks.example.com"
        await conductor.set_listeners(session, [], None)
        assert (await conductor.read_listeners(session)).is_typed
        await conductor.set_listeners(session, [], "")
        assert (await conductor.read_listeners(session)).hook_host == ""


async def test_one_test_at_a_time(sqlite_db):
    async with transaction() as session:
        await conductor.request_test(session, "alice@example.com")
        with pytest.raises(Conflict):
            await conductor.request_test(session, "alice@example.com")
