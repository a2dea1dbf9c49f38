"""Who is let in, and for how long."""

import asyncio
import statistics
import time

import bcrypt
import pytest
import sqlalchemy as sa

from webmagic import accounts
from webmagic.accounts import sessions, throttle
from webmagic.core.clock import ago
from webmagic.core.errors import Unauthorized
from webmagic.core.settings import Settings
from webmagic.models import AdminSession, Role

PASSWORD = "a long enough password"
ALICE = "alice@example.com"


@pytest.fixture
def cheap(monkeypatch):
    real = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda rounds=4: real(4))
    monkeypatch.setattr(sessions, "NOBODY", bcrypt.hashpw(b"nobody", real(4)).decode())


@pytest.fixture
async def alice(session, cheap):
    throttle.forget_all()
    return await accounts.create_admin(session, ALICE, "Alice", PASSWORD, Role.OWNER)


async def evaluated(session, monkeypatch, tries, **how) -> int:
    """How many of these tries made us look at the password at all."""
    looked = []
    real = sessions.verify_password
    monkeypatch.setattr(sessions, "verify_password", lambda *a: looked.append(1) or real(*a))
    for number in range(tries):
        arguments = {name: value(number) if callable(value) else value for name, value in how.items()}
        try:
            await accounts.authenticate(session, password="wrong", **arguments)
        except (Unauthorized, accounts.TooManyTries):
            continue
    return len(looked)


async def test_a_session_is_found_by_its_cookie_until_it_ends(session, alice):
    raw = await accounts.sign_in(
        session, " Alice@Example.com ", PASSWORD, "203.0.113.7", user_agent="Firefox"
    )
    assert (await accounts.find_session(session, raw)).id == alice.id
    assert await accounts.find_session(session, raw + "x") is None
    assert await accounts.find_session(session, None) is None
    await session.exec(sa.update(AdminSession).values(expires_at=ago(seconds=1)))
    assert await accounts.find_session(session, raw) is None


async def test_the_database_never_holds_the_cookie(session, alice):
    raw = await accounts.sign_in(session, ALICE, PASSWORD, "203.0.113.7")
    row = (await session.exec(sa.select(AdminSession.token_hash))).scalar_one()
    assert raw not in row and len(row) == 64


async def test_ended_sessions_are_swept_at_the_next_sign_in(session, alice):
    await accounts.open_session(session, alice.id)
    await session.exec(sa.update(AdminSession).values(expires_at=ago(days=1)))
    await accounts.open_session(session, alice.id)
    assert (await session.exec(sa.select(sa.func.count()).select_from(AdminSession))).scalar_one() == 1


async def test_a_closed_account_cannot_sign_in_and_its_session_ends(session, alice):
    raw = await accounts.sign_in(session, ALICE, PASSWORD, "203.0.113.7")
    alice.is_active = False
    session.add(alice)
    await session.flush()
    assert await accounts.find_session(session, raw) is None
    with pytest.raises(Unauthorized, match="e-mail or the password is wrong"):
        await accounts.sign_in(session, ALICE, PASSWORD, "203.0.113.7")


async def test_a_new_password_ends_every_session(session, alice):
    raw = await accounts.sign_in(session, ALICE, PASSWORD, "203.0.113.7")
    await accounts.change_password(session, alice, PASSWORD, "another long password")
    assert await accounts.find_session(session, raw) is None
    assert await accounts.sign_in(session, ALICE, "another long password", "203.0.113.7")


async def test_a_thousand_guesses_at_one_account_are_mostly_not_heard(session, alice, monkeypatch):
    assert await evaluated(session, monkeypatch, 1000, email=ALICE, ip="203.0.113.7") <= 20


async def test_a_thousand_addresses_guessing_at_one_account_are_mostly_not_heard(session, alice, monkeypatch):
    ip = lambda n: f"2001:db8::{n:x}"  # noqa: E731
    assert await evaluated(session, monkeypatch, 1000, email=ALICE, ip=ip) <= 20


async def test_one_address_guessing_at_a_thousand_accounts_is_mostly_not_heard(session, alice, monkeypatch):
    email = lambda n: f"user{n}@example.com"  # noqa: E731
    assert await evaluated(session, monkeypatch, 1000, email=email, ip="203.0.113.7") <= 20


async def test_guessing_all_at_once_is_no_way_around(home, live_redis):
    rule = accounts.Slowdown("parallel", free=5, longest=60)
    answers = await asyncio.gather(*[accounts.reserve(rule) for _ in range(300)], return_exceptions=True)
    # One more may be heard for each second that a slow machine takes over it.
    assert 5 <= sum(answer is None for answer in answers) <= 8


async def test_a_stranger_who_guesses_does_not_lock_the_owner_out(session, alice, monkeypatch):
    device = accounts.device_token(alice.id)
    await evaluated(session, monkeypatch, 200, email=ALICE, ip=lambda n: f"2001:db8::{n:x}")
    with pytest.raises(accounts.TooManyTries):
        await accounts.authenticate(session, ALICE, PASSWORD, ip="198.51.100.1")
    assert await accounts.authenticate(session, ALICE, PASSWORD, ip="198.51.100.1", device=device)


async def test_a_device_cookie_of_somebody_else_or_forged_gives_nothing(session, alice, monkeypatch):
    await evaluated(session, monkeypatch, 50, email=ALICE, ip="203.0.113.7")
    for device in (accounts.device_token(alice.id + 1), f"{alice.id}.x.forged", "x" * 5000):
        with pytest.raises(accounts.TooManyTries):
            await accounts.authenticate(session, ALICE, PASSWORD, ip="198.51.100.1", device=device)


async def test_even_a_known_device_cannot_guess_for_ever(session, alice, monkeypatch):
    device = accounts.device_token(alice.id)
    assert await evaluated(session, monkeypatch, 1000, email=ALICE, ip="203.0.113.7", device=device) <= 20


async def test_the_right_password_clears_the_count(session, alice):
    for _ in range(4):
        with pytest.raises(Unauthorized):
            await accounts.authenticate(session, ALICE, "wrong", ip="203.0.113.7")
    await accounts.authenticate(session, ALICE, PASSWORD, ip="203.0.113.7")
    for _ in range(4):
        with pytest.raises(Unauthorized):
            await accounts.authenticate(session, ALICE, "wrong", ip="203.0.113.7")


async def test_an_unknown_account_costs_as_much_time_as_a_known_one(session, monkeypatch):
    """At the real price of a password; the two means differ by less than the noise."""
    throttle.forget_all()
    await accounts.create_admin(session, ALICE, "Alice", PASSWORD)

    async def took(email: str, number: int) -> float:
        started = time.process_time()
        with pytest.raises(Unauthorized):
            await accounts.authenticate(session, email, "wrong", ip=f"2001:db8::{number:x}")
        return time.process_time() - started

    known, unknown = [], []
    for number in range(3):
        known.append(await took(ALICE, number))
        unknown.append(await took("nobody@example.com", number))
    assert 0.7 < statistics.median(known) / statistics.median(unknown) < 1.4


def test_the_cookies_name_binds_it_to_the_host_over_https():
    assert accounts.session_cookie_name(Settings(public_url="https://x.example.com")) == "__Host-webmagic"
    assert accounts.session_cookie_name(Settings(public_url="http://localhost:3000")) == "webmagic"


def test_a_cookie_is_read_from_a_raw_header():
    assert accounts.find_cookie("a=b; webmagic=token_-1; c=d", "webmagic") == "token_-1"
    assert accounts.find_cookie("", "webmagic") is None
    assert accounts.find_cookie("\x00;;;=", "webmagic") is None
