"""Deliveries signed as the providers sign them, with keys of this test run's own."""

import base64
import datetime as dt
import functools
import json
import time
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from webmagic.core.clock import now

TOPIC = "arn:aws:sns:us-east-1:123456789012:ses-events"
CERT_URL = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0abc.pem"


@functools.cache
def sendgrid_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def public(key: ec.EllipticCurvePrivateKey) -> str:
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode()


def sendgrid(
    events: Any, *, key: ec.EllipticCurvePrivateKey | None = None, age: int = 0
) -> tuple[dict[str, str], bytes]:
    body, stamp = json.dumps(events).encode(), str(int(time.time()) - age)
    signature = (key or sendgrid_key()).sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "x-twilio-email-event-webhook-signature": base64.b64encode(signature).decode(),
        "x-twilio-email-event-webhook-timestamp": stamp,
    }, body


@functools.cache
def amazon_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@functools.cache
def amazon_certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    key = amazon_key()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now() - dt.timedelta(days=1))
        .not_valid_after(now() + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


def sns(message: Any, *, version: str = "2", key: rsa.RSAPrivateKey | None = None, **changes: Any) -> bytes:
    """An envelope; `changes` are made before it is signed, those that begin with "after_" afterwards."""
    envelope = {
        "Type": "Notification",
        "MessageId": f"m-{time.monotonic_ns()}",
        "TopicArn": TOPIC,
        "Message": message if isinstance(message, str) else json.dumps(message),
        "Timestamp": now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "SignatureVersion": version,
        "SigningCertURL": CERT_URL,
    } | {name: value for name, value in changes.items() if not name.startswith("after_")}
    subscribe = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
    plain = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
    fields = plain if envelope["Type"] == "Notification" else subscribe
    text = "".join(f"{name}\n{envelope[name]}\n" for name in fields if name in envelope)
    kind = hashes.SHA1() if version == "1" else hashes.SHA256()
    signature = (key or amazon_key()).sign(text.encode(), padding.PKCS1v15(), kind)
    envelope["Signature"] = base64.b64encode(signature).decode()
    envelope |= {
        name.removeprefix("after_"): value for name, value in changes.items() if name.startswith("after_")
    }
    return json.dumps(envelope).encode()
