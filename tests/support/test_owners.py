"""A link by mail, once, for its own owner; and nobody learns who is a customer."""

import asyncio
import re

import pytest
from sqlmodel import select

from tests.support.people import ALICE, BOB, CHARLIE, open_shop, sign_in, street
from webmagic import support
from webmagic.core.clock import ago
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound
from webmagic.core.ledger import Job
from webmagic.models import Message, OwnerLink, OwnerSession


async def ask(email: str) -> int:
    async with transaction() as session:
        await support.ask_for_link(session, email, "en")
        return (await session.exec(select(Job.arguments).order_by(Job.id.desc()))).first()["link_id"]


async def mailed_token(email: str) -> str:
    async with transaction() as session:
        await support.mail_link(session, await _newest(session, email))
        text = (await session.exec(select(Message.text_body).order_by(Message.id.desc()))).first()
    return re.search(r"/my/enter/(\S+)", text)[1]


async def _newest(session, email: str) -> int:
    found = await session.exec(select(OwnerLink.id).where(OwnerLink.email == email).order_by(OwnerLink.id))
    return found.all()[-1]


async def test_a_link_signs_in_once_and_is_kept_as_a_hash(db):
    await open_shop("Alice Bakery", ALICE)
    await ask("  ALICE@shop.example.com ")
    raw = await mailed_token(ALICE)
    async with transaction() as session:
        assert (await support.find_link(session, raw)).email == ALICE
        assert (await support.find_link(session, raw)) is not None  # looking uses nothing up
        cookie = await support.enter(session, raw, "a browser")
    async with transaction() as session:
        assert await support.find_owner(session, cookie) == ALICE
        assert await support.find_link(session, raw) is None
        with pytest.raises(NotFound):
            await support.enter(session, raw)
        (link,) = (await session.exec(select(OwnerLink))).all()
        (kept,) = (await session.exec(select(OwnerSession))).all()
    assert raw not in str(link.model_dump()) and cookie not in str(kept.model_dump())


async def test_of_many_who_press_the_button_at_once_one_gets_in(db):
    await open_shop("Alice Bakery", ALICE)
    await ask(ALICE)
    raw = await mailed_token(ALICE)

    async def press() -> str | None:
        try:
            async with transaction() as session:
                return await support.enter(session, raw)
        except NotFound:
            return None

    got = await asyncio.gather(*(press() for _ in range(12)))
    assert len([cookie for cookie in got if cookie]) == 1


async def test_an_unknown_address_leaves_the_same_traces_and_gets_no_mail(sqlite_db):
    await open_shop("Alice Bakery", ALICE)
    known, unknown = await ask(ALICE), await ask(CHARLIE)
    async with transaction() as session:
        assert await support.mail_link(session, known)
        assert not await support.mail_link(session, known)  # a second run of the job mails nothing
        assert not await support.mail_link(session, unknown)
        assert [row.to_email for row in (await session.exec(select(Message))).all()] == [ALICE]
        assert len((await session.exec(select(Job).where(Job.kind == "campaigns.sign_in"))).all()) == 2


async def test_a_late_link_and_a_late_session_are_nothing(sqlite_db):
    await open_shop("Alice Bakery", ALICE)
    cookie = await sign_in(ALICE)
    await ask(ALICE)
    raw = await mailed_token(ALICE)
    async with transaction() as session:
        for row in (await session.exec(select(OwnerLink))).all():
            row.expires_at = ago(seconds=1)
        for row in (await session.exec(select(OwnerSession))).all():
            row.expires_at = ago(seconds=1)
    async with transaction() as session:
        assert await support.find_link(session, raw) is None
        assert await support.find_owner(session, cookie) is None
        with pytest.raises(NotFound):
            await support.enter(session, raw)
        for nonsense in ("", "x" * 5000, None):
            assert await support.find_owner(session, nonsense) is None


async def test_alice_has_two_sites_bob_one_and_charlie_none(db):
    shops = await street()
    async with reading() as session:
        assert [owned.name for owned in await support.sites_of(session, ALICE)] == [
            "Alice Bakery",
            "Alice Cafe",
        ]
        assert [owned.id for owned in await support.sites_of(session, BOB)] == [shops["garage"].site_id]
        assert await support.sites_of(session, CHARLIE) == []
        assert await support.sites_of(session, "") == []
        assert (await support.get_own(session, ALICE, shops["cafe"].site_id)).name == "Alice Cafe"
        for email, shop in ((ALICE, "garage"), (BOB, "bakery"), (CHARLIE, "bakery"), ("", "bakery")):
            with pytest.raises(NotFound):
                await support.get_own(session, email, shops[shop].site_id)


async def test_signing_out_everywhere_ends_every_session_of_that_owner_alone(sqlite_db):
    await street()
    first, second, other = await sign_in(ALICE), await sign_in(ALICE), await sign_in(BOB)
    async with transaction() as session:
        await support.leave(session, first)
    async with transaction() as session:
        assert [await support.find_owner(session, c) for c in (first, second, other)] == [None, ALICE, BOB]
        await support.leave(session, second, everywhere=True)
        assert [await support.find_owner(session, c) for c in (first, second, other)] == [None, None, BOB]
