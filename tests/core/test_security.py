"""Forged tokens, passwords and signed links."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jose import jwt

from webmagic.core import security
from webmagic.core.clock import ago, ahead
from webmagic.core.errors import Unauthorized


def forge(key: str | None = None, algorithm: str = "HS256", **claims) -> str:
    body = {"sub": "1", "aud": security.AUDIENCE, "iat": ago(seconds=5), "exp": ahead(hours=1), **claims}
    body = {name: value for name, value in body.items() if value is not None}
    return jwt.encode(body, key or security._purpose_key("api").hex(), algorithm=algorithm)


def unsigned() -> str:
    _, body, _ = forge().split(".")
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    return f"{none}.{body}."


def test_a_token_of_ours_is_read(home):
    token, expires = security.issue_api_token(7)
    assert security.read_api_token(token) == 7
    assert expires > ahead(hours=1)


@pytest.mark.parametrize(
    "make",
    [
        unsigned,
        lambda: forge(key="another secret of the attacker's own choice"),
        lambda: forge(algorithm="HS512"),
        lambda: forge(exp=None),
        lambda: forge(exp=ago(hours=1)),
        lambda: forge(aud="somebody-else"),
        lambda: forge(aud=None),
        lambda: forge(sub=None),
        lambda: forge(sub="1 OR 1=1"),
        lambda: forge(iat=None),
        lambda: "x" * 10_000,
        lambda: "",
        lambda: "a.b.c",
        lambda: forge()[:-2],
    ],
)
def test_a_forged_token_is_refused(home, make):
    with pytest.raises(Unauthorized):
        security.read_api_token(make())


def test_a_signed_link_serves_one_purpose_only(home):
    token = security.sign("claim", "17")
    assert security.unsign("claim", token) == "17"
    assert security.unsign("unsubscribe", token) is None
    assert security.unsign("claim", "18" + token[2:]) is None
    assert security.unsign("claim", token[:-1]) is None
    assert security.unsign("claim", "") is None
    assert security.unsign("claim", "ñ.ñ") is None


@hypothesis_settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(password=st.text(min_size=1, max_size=120), suffix=st.text(min_size=1, max_size=80))
def test_no_password_opens_with_something_added(home, monkeypatch, password, suffix):
    monkeypatch.setattr(security.bcrypt, "gensalt", lambda _rounds: _salt())
    hashed = security.hash_password(password)
    assert security.verify_password(password, hashed)
    assert not security.verify_password(password + suffix, hashed)


def _salt() -> bytes:
    return b"$2b$04$" + b"abcdefghijklmnopqrstuu"


def test_times_are_aware():
    assert ago(hours=1).tzinfo is dt.UTC
