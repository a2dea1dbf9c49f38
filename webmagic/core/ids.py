"""Names that cannot be guessed, and names that can be read."""

import secrets

from slugify import slugify


def token(nbytes: int = 24) -> str:
    """A random URL-safe token, 192 bits by default."""
    return secrets.token_urlsafe(nbytes)


def password() -> str:
    """A random password a person can copy from a terminal."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def slug(text: str, *, fallback: str, limit: int = 48) -> str:
    """A DNS label from a name: a-z, 0-9 and hyphens, never empty."""
    return slugify(text, max_length=limit, word_boundary=True) or fallback
