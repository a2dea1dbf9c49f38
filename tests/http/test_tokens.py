"""Bearer tokens: the matrix of forgeries (S5)."""

import base64
import datetime as dt
import hashlib
import hmac
import json

import pytest
import rsa
from jose import jwt

from tests.http.conftest import PASSWORD, bearer
from webmagic.core import security
from webmagic.core.clock import ago, ahead, now
from webmagic.core.database import transaction
from webmagic.models import AdminUser

ME = "/api/v1/auth/me"


def key() -> str:
    return security._purpose_key("api").hex()


def claims(user: AdminUser, **changes) -> dict:
    whole = {"sub": str(user.id), "aud": security.AUDIENCE, "iat": now(), "exp": ahead(hours=1), **changes}
    return {name: value for name, value in whole.items() if value is not None}


def encoded(part: dict | bytes) -> str:
    raw = (
        part if isinstance(part, bytes) else json.dumps(part, default=lambda at: int(at.timestamp())).encode()
    )
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def by_hand(header: dict, body: dict, secret: bytes = b"", digest: str = "sha256") -> str:
    signed = f"{encoded(header)}.{encoded(body)}"
    mac = hmac.digest(secret, signed.encode(), digest) if secret else b""
    return f"{signed}.{encoded(mac)}"


def public_keys() -> list[bytes]:
    """PEM, DER and OpenSSH: what a confused library has taken for a shared secret."""
    public, _ = rsa.newkeys(512)
    der = public.save_pkcs1("DER")
    return [public.save_pkcs1("PEM"), der, b"ssh-rsa " + base64.b64encode(b"\0\0\0\x07ssh-rsa" + der)]


def forgeries(user: AdminUser) -> dict[str, str]:
    right = claims(user)
    hs256 = {"alg": "HS256", "typ": "JWT"}
    good, _ = security.issue_api_token(user.id)
    head, body, mac = good.split(".")
    tokens = {
        "no algorithm": by_hand({"alg": "none"}, right),
        "no algorithm, in capitals": by_hand({"alg": "NONE"}, right),
        "no signature": f"{head}.{body}.",
        "signature cut": f"{head}.{body}.{mac[:-4]}",
        "other body": f"{head}.{encoded({**right, 'sub': '99'})}.{mac}",
        "HS512 with our key": jwt.encode(right, key(), algorithm="HS512"),
        "HS384 with our key": jwt.encode(right, key(), algorithm="HS384"),
        "empty key": by_hand(hs256, right, b"\0"),
        "the raw secret": by_hand(hs256, right, b"test-key-" + b"k" * 40),
        "key of another purpose": jwt.encode(right, security._purpose_key("device").hex(), algorithm="HS256"),
        "no exp": jwt.encode(claims(user, exp=None), key(), algorithm="HS256"),
        "no iat": jwt.encode(claims(user, iat=None), key(), algorithm="HS256"),
        "no sub": jwt.encode(claims(user, sub=None), key(), algorithm="HS256"),
        "no aud": jwt.encode(claims(user, aud=None), key(), algorithm="HS256"),
        "expired": jwt.encode(claims(user, exp=ago(minutes=1)), key(), algorithm="HS256"),
        "for somebody else": jwt.encode(claims(user, aud="other"), key(), algorithm="HS256"),
        "not yet valid": jwt.encode(claims(user, nbf=ahead(minutes=5)), key(), algorithm="HS256"),
        "subject is no number": jwt.encode(claims(user, sub="1 OR 1=1"), key(), algorithm="HS256"),
        "nobody": jwt.encode(claims(user, sub="999999"), key(), algorithm="HS256"),
        "key id climbs": by_hand({**hs256, "kid": "../../../../dev/null"}, right, b"\0"),
        "key in the header": by_hand({**hs256, "jwk": {"kty": "oct", "k": encoded(b"mine")}}, right, b"mine"),
        "encrypted": ".".join(
            [encoded({"alg": "dir", "enc": "A256GCM", "zip": "DEF"}), "", "a" * 16, "b" * 3000, "c" * 22]
        ),
        "bomb": "a" * 100_000,
        "dots": "..",
        "not ours": "abc.def.ghi",
    }
    for number, public in enumerate(public_keys()):
        tokens[f"public key {number} as secret"] = by_hand(hs256, right, public)
    return tokens


async def test_our_own_token_opens(client, alice):
    answer = await client.get(ME, headers=bearer(alice))
    assert answer.status_code == 200 and answer.json()["email"] == "alice@example.com"
    assert "password_hash" not in answer.text


async def test_no_forged_token_opens(client, alice):
    for name, token in forgeries(alice).items():
        answer = await client.get(ME, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401, name
        assert set(answer.json()) == {"error"} and answer.headers["www-authenticate"] == "Bearer", name


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "bearer\t", "Token x"])
async def test_what_is_no_bearer_token_does_not_open(client, alice, header):
    assert (await client.get(ME, headers={"Authorization": header})).status_code == 401


async def test_the_session_cookie_does_not_open_the_api(client, alice):
    await client.post("/auth/login", data={"email": alice.email, "password": PASSWORD})
    assert (await client.get(ME)).status_code == 401


async def test_a_token_ends_with_the_account(client, alice):
    async with transaction() as session:
        row = await session.get(AdminUser, alice.id)
        row.is_active = False
        session.add(row)
    assert (await client.get(ME, headers=bearer(alice))).status_code == 401


async def test_signing_in_gives_a_token_that_ends(client, alice):
    answer = await client.post("/api/v1/auth/login", json={"email": alice.email, "password": PASSWORD})
    token = answer.json()
    assert dt.datetime.fromisoformat(token["expires_at"]) < ahead(hours=13)
    assert answer.headers["cache-control"] == "no-store"
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await client.post("/api/v1/auth/verify", headers=headers)).json()["valid"] is True


async def test_a_wrong_password_gives_one_sentence_and_then_a_wait(client, alice):
    body = {"email": alice.email, "password": "wrong"}
    answers = [await client.post("/api/v1/auth/login", json=body) for _ in range(7)]
    assert answers[0].status_code == 401 and answers[0].json() == {
        "error": "The e-mail or the password is wrong."
    }
    assert answers[-1].status_code == 429 and int(answers[-1].headers["retry-after"]) >= 1


async def test_a_password_is_changed_by_who_knows_it(client, alice):
    new = {"current": PASSWORD, "new": "another long password"}
    wrong = await client.post("/api/v1/auth/password", json={**new, "current": "no"}, headers=bearer(alice))
    assert wrong.status_code == 401
    assert (await client.post("/api/v1/auth/password", json=new, headers=bearer(alice))).status_code == 204
    login = {"email": alice.email, "password": new["new"]}
    assert (await client.post("/api/v1/auth/login", json=login)).status_code == 200


def test_the_digest_of_a_token_is_keyed(home):
    assert security.digest("x") != hashlib.sha256(b"x").hexdigest()
