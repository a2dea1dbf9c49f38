"""The mathematics of the vendors' signatures: SendGrid's ECDSA, and Amazon's RSA with a certificate."""

import base64
import binascii
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from webmagic.core.clock import now


def is_ecdsa(public_key: str, signature: str, content: bytes) -> bool:
    """Whether `signature` (base64) over `content` is made with the key (base64 DER, P-256)."""
    try:
        key = serialization.load_der_public_key(_decoded(public_key))
    except (ValueError, UnsupportedAlgorithm):
        return False
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(_decoded(signature), content, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def certificate_of(pem: bytes) -> x509.Certificate:
    """Raises ValueError."""
    return x509.load_pem_x509_certificate(pem)


def is_rsa(certificate: x509.Certificate, version: str, signature: Any, content: bytes) -> bool:
    """The same by a certificate that holds now. Amazon's topics sign with SHA-1 (version "1") unless
    they are told otherwise."""
    kinds: dict[str, hashes.HashAlgorithm] = {"1": hashes.SHA1(), "2": hashes.SHA256()}
    key = certificate.public_key()
    is_valid = certificate.not_valid_before_utc <= now() <= certificate.not_valid_after_utc
    if version not in kinds or not isinstance(key, rsa.RSAPublicKey) or not is_valid:
        return False
    try:
        key.verify(_decoded(signature), content, padding.PKCS1v15(), kinds[version])
    except InvalidSignature:
        return False
    return True


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        return b""
