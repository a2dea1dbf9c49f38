"""Passwords, signed links and API tokens: the only place that signs or checks anything.

python-jose 3.5 accepts forged tokens when the algorithm is left open, so this module owns
`jwt.decode` and pins HS256, audience and expiry; the matrix of forgeries is in the tests.
"""

import base64
import datetime as dt
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

import bcrypt

from webmagic.core.clock import now
from webmagic.core.errors import Invalid, Unauthorized
from webmagic.core.later import Later
from webmagic.core.settings import get_settings

if TYPE_CHECKING:
    from jose import jwt
else:  # of all processes only the API reads tokens
    jwt = Later("jose.jwt")

ALGORITHM = "HS256"
AUDIENCE = "webmagic-api"
API_TOKEN_HOURS = 12
MAX_TOKEN_LENGTH = 4096


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"webmagic:{purpose}".encode(), "sha256")


def _purpose_key(purpose: str) -> bytes:
    return _key(get_settings().secret(), purpose)


def _prehash(password: str) -> bytes:
    """bcrypt reads 72 bytes and stops at a zero byte; a keyed digest makes every length count."""
    return base64.b64encode(hmac.digest(_purpose_key("password"), password.encode(), "sha256"))


def hash_password(password: str) -> str:
    """Slow on purpose (~0.25 s): call it through asyncio.to_thread."""
    return bcrypt.hashpw(_prehash(password), bcrypt.gensalt(12)).decode()


def verify_password(password: str, hashed: str) -> bool:
    return bcrypt.checkpw(_prehash(password), hashed.encode())


def sign(purpose: str, subject: str) -> str:
    """A token that says `subject` for one purpose only; readable for ever, no data in the clear
    beyond the subject, which must be an id and never an e-mail address."""
    mac = hmac.digest(_purpose_key(purpose), subject.encode(), "sha256")[:18]
    return f"{subject}.{base64.urlsafe_b64encode(mac).decode()}"


def unsign(purpose: str, token: str) -> str | None:
    """The subject of a token made by `sign` for the same purpose, or None."""
    subject, _, _mac = token.rpartition(".")
    if not subject or len(token) > MAX_TOKEN_LENGTH or not token.isascii():
        return None
    return subject if hmac.compare_digest(sign(purpose, subject), token) else None


def digest(value: str) -> str:
    """A keyed hash for looking things up without keeping them (session ids, suppressed addresses)."""
    return hmac.digest(_purpose_key("digest"), value.encode(), "sha256").hex()


def issue_api_token(user_id: int) -> tuple[str, dt.datetime]:
    expires = now() + dt.timedelta(hours=API_TOKEN_HOURS)
    claims = {"sub": str(user_id), "aud": AUDIENCE, "iat": now(), "exp": expires}
    return jwt.encode(claims, _purpose_key("api").hex(), algorithm=ALGORITHM), expires


def read_api_token(token: str) -> int:
    """The administrator's id. Raises Unauthorized for anything but a fresh token of ours."""
    if len(token) > MAX_TOKEN_LENGTH:
        raise Unauthorized("This token is not valid.")
    try:
        claims = jwt.decode(
            token,
            _purpose_key("api").hex(),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={
                "require_exp": True,
                "require_iat": True,
                "require_sub": True,
                "require_aud": True,
                "leeway": 10,
            },
        )
        return int(claims["sub"])
    except (jwt.JWTError, ValueError, KeyError):
        raise Unauthorized("This token is not valid, or it has ended. Sign in again.") from None


def check_password_strength(password: str) -> None:
    if len(password) < 12:
        raise Invalid("A password needs at least 12 characters.")
    if len(password) > 200:
        raise Invalid("A password may have at most 200 characters.")
