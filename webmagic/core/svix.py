"""Webhook signatures of the Svix scheme, which Recurrente and Resend both use.

The signed text is `{id}.{timestamp}.{raw body}`; several signatures and several secrets may be
valid at once while a secret is being changed.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping

from webmagic.core.clock import now
from webmagic.core.errors import Unauthorized

TOLERANCE_SECONDS = 300
PREFIX = "whsec_"
SHORTEST_KEY = 16  # "whsec_" alone would be a key everybody knows


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """One entry of the `svix-signature` header."""
    text = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(_key(secret), text, "sha256")).decode()


def signed_headers(secret: str, message_id: str, body: bytes) -> dict[str, str]:
    timestamp = int(now().timestamp())
    return {
        "svix-id": message_id,
        "svix-timestamp": str(timestamp),
        "svix-signature": signature(secret, message_id, timestamp, body),
    }


def verify(secrets: list[str], headers: Mapping[str, str], body: bytes) -> str:
    """The message id of a delivery that is genuine and fresh. Raises Unauthorized otherwise.
    Headers are looked up in lower case; `webhook-*` is the standard's newer spelling."""
    message_id, stamp, given = (
        headers.get(f"svix-{name}") or headers.get(f"webhook-{name}") or ""
        for name in ("id", "timestamp", "signature")
    )
    if not message_id or len(message_id) > 200 or not stamp.isascii() or not stamp.isdigit():
        raise Unauthorized("This webhook carries no signature.")
    if len(stamp) > 12 or abs(now().timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise Unauthorized("This webhook is too old, or its clock is wrong.")
    usable = [secret for secret in secrets if len(_key(secret)) >= SHORTEST_KEY]
    expected = [signature(secret, message_id, int(stamp), body).encode() for secret in usable]
    entries = [entry.encode() for entry in given.split(" ")[:20]]
    if not any(hmac.compare_digest(one, other) for one in expected for other in entries):
        raise Unauthorized("The signature of this webhook does not match.")
    return message_id


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX) + "==")
    except (binascii.Error, ValueError):
        return b""  # not a Svix secret: nothing is signed with it
