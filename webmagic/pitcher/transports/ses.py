"""Amazon SES, version 2 of its interface, signed by hand (SigV4): one call needs no SDK of 20 MB.

SES has no idempotency key, so a request is made once and an unclear ending stays unclear.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from webmagic.core.clock import now
from webmagic.core.errors import VendorError
from webmagic.pitcher.transports.mime import build
from webmagic.pitcher.transports.protocol import (
    Notes,
    Outcome,
    OutcomeUnknown,
    OutgoingMail,
    SenderRefused,
    one_by_one,
)

PATH = "/v2/email/outbound-emails"
ACCOUNT_STOPPED = ("AccountSuspendedException", "SendingPausedException")
LANES = 4
DAY = 6 * 3600.0


class SesMailer:
    name = "ses"
    allows_unsolicited = False  # its terms ask for recipients who agreed
    has_idempotency = False
    is_real = True

    def __init__(self, key_id: str, secret: str, region: str, *, base_url: str = "", configuration: str = ""):
        self._key_id, self._secret, self._region = key_id, secret, region
        self._configuration = configuration
        self._base = (base_url or f"https://email.{region}.amazonaws.com").rstrip("/")
        self._client = httpx.AsyncClient(timeout=30)

    async def send(self, mail: OutgoingMail) -> str:
        body = json.dumps(self._body(mail)).encode()
        headers = sign(
            body,
            url=self._base + PATH,
            key_id=self._key_id,
            secret=self._secret,
            region=self._region,
            at=now(),
        )
        try:
            answer = await self._client.post(self._base + PATH, content=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise VendorError(f"SES does not answer ({type(error).__name__}).") from error
        except httpx.HTTPError as error:
            words = f"SES did not answer in time ({type(error).__name__})."
            raise OutcomeUnknown(words, permanent=True) from error
        if answer.status_code == httpx.codes.OK:
            return str(_json(answer).get("MessageId", ""))
        raise _error(answer)

    async def send_many(self, mails: Sequence[OutgoingMail], batch: str, notes: Notes) -> list[Outcome]:
        return await one_by_one(self, mails, notes, lanes=LANES)

    async def close(self) -> None:
        await self._client.aclose()

    def _body(self, mail: OutgoingMail) -> dict[str, Any]:
        body: dict[str, Any] = {
            "FromEmailAddress": mail.from_email,
            "Destination": {"ToAddresses": [mail.to_email]},
            "Content": {"Raw": {"Data": base64.b64encode(build(mail)).decode()}},
            "EmailTags": [{"Name": "key", "Value": mail.key}, {"Name": "purpose", "Value": mail.purpose}],
        }
        return body | ({"ConfigurationSetName": self._configuration} if self._configuration else {})


def sign(body: bytes, *, url: str, key_id: str, secret: str, region: str, at: dt.datetime) -> dict[str, str]:
    """The headers of a signed POST (AWS Signature Version 4, service `ses`)."""
    parts, stamp = urlsplit(url), at.strftime("%Y%m%dT%H%M%SZ")
    headers = {"content-type": "application/json", "host": parts.netloc, "x-amz-date": stamp}
    names = ";".join(sorted(headers))
    canonical = "\n".join(
        [
            *("POST", parts.path or "/", ""),
            *(f"{name}:{headers[name]}" for name in sorted(headers)),
            *("", names, hashlib.sha256(body).hexdigest()),
        ]
    )
    scope = f"{stamp[:8]}/{region}/ses/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    wanted = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}"
    key = f"AWS4{secret}".encode()
    for step in (stamp[:8], region, "ses", "aws4_request"):
        key = hmac.digest(key, step.encode(), "sha256")
    signature = hmac.new(key, wanted.encode(), hashlib.sha256).hexdigest()
    authorization = (
        f"AWS4-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return {**headers, "authorization": authorization}


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _error(answer: httpx.Response) -> VendorError:
    found = _json(answer)
    name = answer.headers.get("x-amzn-errortype", "").partition(":")[0]
    said = str(found.get("message") or found.get("Message") or "no reason given")
    words = f"SES refused the mail ({answer.status_code} {name}): {said}"
    if name in ACCOUNT_STOPPED:
        return SenderRefused(f"SES has stopped this account: {said}", retry_after=DAY)
    if name == "MailFromDomainNotVerifiedException":
        return SenderRefused(f"SES does not know our domain: {said}", retry_after=900.0)
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return VendorError(words, retry_after=DAY if "quota" in said.lower() else 2.0)
    if answer.status_code == httpx.codes.FORBIDDEN:
        return VendorError(words, retry_after=900.0)
    if answer.is_server_error:
        return OutcomeUnknown(words, permanent=True)
    return VendorError(words, permanent=True)
