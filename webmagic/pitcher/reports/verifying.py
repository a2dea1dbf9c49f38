"""Is this delivery genuine? Always asked of the raw body, before anything in it is believed.

Resend signs by HMAC in the Svix scheme, SendGrid by ECDSA over time and body, Amazon SNS by RSA with
a certificate that is fetched from the one host Amazon serves them from. Without a secret (or a topic
of ours) in the settings nothing is believed at all.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from webmagic.core import svix
from webmagic.core.clock import now
from webmagic.core.errors import Forbidden, Invalid, Unauthorized, VendorError
from webmagic.core.http import Fetcher, FetchError
from webmagic.core.later import Later
from webmagic.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from webmagic.pitcher.reports import signatures
else:  # its library is large, and only who takes webhooks needs it
    signatures = Later("webmagic.pitcher.reports.signatures")

TOLERANCE_SECONDS = 300
SNS_TOLERANCE = dt.timedelta(hours=1)  # Amazon tries again for so long, under the first time
SENDGRID = "x-twilio-email-event-webhook-"
ARN = re.compile(r"arn:aws(?:-cn)?:sns:([a-z0-9-]{3,30}):\d{6,20}:[A-Za-z0-9_-]{1,256}")
CERTIFICATE = re.compile(r"/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem")
NOTIFICATION, CONFIRMATION = "Notification", ("SubscriptionConfirmation", "UnsubscribeConfirmation")
_SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    **dict.fromkeys(
        CONFIRMATION, ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
    ),
}
_certificates: dict[str, "Certificate"] = {}


@dataclass(frozen=True)
class Delivery:
    """A genuine delivery, as it will be kept."""

    provider: str
    message_id: str
    event_type: str
    payload: dict[str, Any]


async def verify_delivery(
    provider: str, headers: Mapping[str, str], body: bytes, fetcher: Fetcher | None = None
) -> Delivery:
    """Headers are looked up in lower case. Raises Forbidden where the settings name no secret,
    Unauthorized for what is not genuine or not fresh, Invalid for a body that makes no sense, and
    VendorError when Amazon's certificate cannot be fetched now."""
    settings = get_settings()
    if provider == "resend":
        return _verify_resend(settings, headers, body)
    if provider == "sendgrid":
        return _verify_sendgrid(settings, headers, body)
    return await _verify_sns(settings, body, fetcher)


def _verify_resend(settings: Settings, headers: Mapping[str, str], body: bytes) -> Delivery:
    secrets = settings.resend_webhook_secret.get_secret_value().split()
    if not secrets:
        raise Forbidden("RESEND_WEBHOOK_SECRET is not set, so nothing is believed.")
    message_id = svix.verify(secrets, headers, body)
    payload = _object(body)
    return Delivery("resend", message_id, str(payload.get("type", ""))[:80], payload)


def _verify_sendgrid(settings: Settings, headers: Mapping[str, str], body: bytes) -> Delivery:
    keys = settings.sendgrid_webhook_key.split()
    if not keys:
        raise Forbidden("SENDGRID_WEBHOOK_KEY is not set, so nothing is believed.")
    stamp, given = headers.get(f"{SENDGRID}timestamp", ""), headers.get(f"{SENDGRID}signature", "")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise Unauthorized("This webhook carries no signature.")
    if abs(now().timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise Unauthorized("This webhook is too old, or its clock is wrong.")
    if not any(signatures.is_ecdsa(key, given, stamp.encode() + body) for key in keys):
        raise Unauthorized("The signature of this webhook does not match.")
    events = _json(body)
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise Invalid("The body of this webhook is not a list of events.")
    message_id = hashlib.sha256(stamp.encode() + body).hexdigest()
    kinds = sorted({str(event.get("event", "")) for event in events})
    return Delivery("sendgrid", message_id, " ".join(kinds)[:80], {"events": events})


async def _verify_sns(settings: Settings, body: bytes, fetcher: Fetcher | None) -> Delivery:
    topics = settings.ses_topic_arns.split()
    if not topics:
        raise Forbidden("SES_TOPIC_ARNS is not set, so nothing is believed.")
    envelope = _object(body)
    kind, arn = str(envelope.get("Type", "")), str(envelope.get("TopicArn", ""))
    fields = _SIGNED.get(kind)
    if arn not in topics or fields is None or not ARN.fullmatch(arn):
        raise Unauthorized("This notification is not of a topic of ours.")
    if not _is_fresh(str(envelope.get("Timestamp", ""))):
        raise Unauthorized("This notification is too old, or its clock is wrong.")
    url = str(envelope.get("SigningCertURL", ""))
    certificate = await _certificate(url, arn, fetcher)
    lines = [name for name in fields if isinstance(envelope.get(name), str)]
    text = "".join(f"{name}\n{envelope[name]}\n" for name in lines)
    version, content = str(envelope.get("SignatureVersion", "")), text.encode("utf-8", "surrogatepass")
    if not signatures.is_rsa(certificate, version, envelope.get("Signature"), content):
        raise Unauthorized("The signature of this notification does not match.")
    message_id = str(envelope.get("MessageId", ""))[:200]
    return Delivery("ses", message_id, kind, envelope)


def _is_fresh(stamp: str) -> bool:
    try:
        at = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return False
    return at.tzinfo is not None and abs(now() - at) <= SNS_TOLERANCE


def is_amazon(url: str, arn: str) -> bool:
    """An address at the notification service of the topic's own region, and nothing dressed up as one."""
    region = ARN.fullmatch(arn)
    try:
        parts = urlsplit(url)
        plain = parts.scheme == "https" and parts.port is None and parts.username is None
    except ValueError:
        return False
    suffix = ".amazonaws.com.cn" if region and region[1].startswith("cn-") else ".amazonaws.com"
    return bool(region) and plain and parts.netloc == f"sns.{region[1]}{suffix}"  # type: ignore[index]


async def _certificate(url: str, arn: str, fetcher: Fetcher | None) -> "Certificate":
    if not is_amazon(url, arn) or not CERTIFICATE.fullmatch(urlsplit(url).path) or urlsplit(url).query:
        raise Unauthorized("The certificate of this notification is not at Amazon's own address.")
    if url not in _certificates:
        try:
            async with fetcher or Fetcher() as client:
                found = await client.get(url)
            if found.url != url or found.status != 200:
                raise Unauthorized("The certificate of this notification is not at Amazon's own address.")
            _certificates[url] = signatures.certificate_of(found.body)
        except FetchError as error:
            raise VendorError(f"Amazon's certificate cannot be read now: {error}") from error
        except ValueError:
            raise Unauthorized("The certificate of this notification cannot be read.") from None
    return _certificates[url]


def _object(body: bytes) -> dict[str, Any]:
    found = _json(body)
    if not isinstance(found, dict):
        raise Invalid("The body of this webhook is not a JSON object.")
    return found


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Invalid("The body of this webhook is not JSON.") from None
