"""Administrators and what their roles allow."""

import bcrypt
import pytest

from webmagic import accounts
from webmagic.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from webmagic.core.security import verify_password
from webmagic.models import AdminUser, Role

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    real = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda rounds=4: real(4))


async def test_an_address_is_one_administrator_however_it_is_written(session):
    alice = await accounts.create_admin(session, " Alice@Example.COM ", " Alice ", PASSWORD)
    assert (alice.email, alice.name, alice.role) == ("alice@example.com", "Alice", Role.OWNER)
    with pytest.raises(Conflict):
        await accounts.create_admin(session, "alice@example.com", "Again", PASSWORD)
    assert [user.email for user in await accounts.list_admins(session)] == ["alice@example.com"]


@pytest.mark.parametrize(
    ("email", "password", "role"),
    [
        ("not an address", PASSWORD, "owner"),
        ("a@b@c", PASSWORD, "owner"),
        ("a@example.com\nBcc: x@example.com", PASSWORD, "owner"),
        ("a@example.com", "short", "owner"),
        ("a@example.com", "x" * 201, "owner"),
        ("a@example.com", PASSWORD, "root"),
    ],
)
async def test_a_wrong_field_is_one_sentence(session, email, password, role):
    with pytest.raises(Invalid) as refusal:
        await accounts.create_admin(session, email, "", password, role)
    assert str(refusal.value).endswith(".") and not await accounts.list_admins(session)


async def test_the_hash_is_no_password(session):
    alice = await accounts.create_admin(session, "alice@example.com", "", PASSWORD)
    assert PASSWORD not in alice.password_hash and alice.password_hash.startswith("$2b$")


async def test_changing_a_password_needs_the_current_one(session):
    alice = await accounts.create_admin(session, "alice@example.com", "", PASSWORD)
    with pytest.raises(Unauthorized):
        await accounts.change_password(session, alice, "wrong", "another long password")
    with pytest.raises(Invalid):
        await accounts.change_password(session, alice, PASSWORD, "short")
    assert verify_password(PASSWORD, alice.password_hash)


async def test_a_reset_makes_a_password_that_works(session):
    alice = await accounts.create_admin(session, "alice@example.com", "", PASSWORD)
    fresh = await accounts.reset_password(session, "Alice@example.com")
    assert verify_password(fresh, alice.password_hash) and len(fresh) > 20
    with pytest.raises(NotFound):
        await accounts.reset_password(session, "nobody@example.com")


def test_roles_allow_what_they_say():
    table = {
        Role.VIEWER: (True, False, False),
        Role.OPERATOR: (True, True, False),
        Role.OWNER: (True, True, True),
        "root": (False, False, False),
        "": (False, False, False),
    }
    for role, allowed in table.items():
        user = AdminUser(email="a@example.com", password_hash="", role=role)
        assert tuple(accounts.may(user, p) for p in ("read", "operate", "manage")) == allowed
        assert not accounts.may(user, "anything else")
    assert not accounts.may(None, "read")
    with pytest.raises(Forbidden):
        accounts.require(None, "read")
    gone = AdminUser(email="a@example.com", password_hash="", role=Role.OWNER, is_active=False)
    assert not accounts.may(gone, "read")
