"""Amazon SES v2: checks the signature as AWS does, from the request as it came, and keeps the MIME."""

import base64
import email
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from tests.fakes.http import Answer, Request

SECRET = "ses-secret"
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<day>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)"
    r"/aws4_request, "
    r"SignedHeaders=(?P<names>[a-z0-9;-]+), Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass
class FakeSes:
    answers: list[Answer] = field(default_factory=list)  # given in turn before any mail is taken
    accepted: list[EmailMessage] = field(default_factory=list)
    bodies: list[dict] = field(default_factory=list)

    async def __call__(self, request: Request) -> Answer:
        if not _is_signed(request):
            return _error(403, "SignatureDoesNotMatch", "The signature does not match.")
        if (request.method, request.path) != ("POST", "/v2/email/outbound-emails"):
            return _error(404, "NotFoundException", "No such operation.")
        if self.answers:
            return self.answers.pop(0)
        body = request.json()
        self.bodies.append(body)
        raw = base64.b64decode(body["Content"]["Raw"]["Data"], validate=True)
        self.accepted.append(email.message_from_bytes(raw, policy=default))
        return Answer(200, {"MessageId": f"0100018f-{len(self.accepted)}-000000"})


def _is_signed(request: Request) -> bool:
    """Written from the description of Signature Version 4, not from our signer."""
    found = _AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
    if not found or found["service"] != "ses":
        return False
    names = found["names"].split(";")
    if not {"host", "x-amz-date"} <= set(names) or names != sorted(names):
        return False
    signed = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in names)
    path, _, query = request.path.partition("?")
    payload = hashlib.sha256(request.body).hexdigest()
    canonical = f"{request.method}\n{path}\n{query}\n{signed}\n{found['names']}\n{payload}"
    scope = f"{found['day']}/{found['region']}/ses/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{request.headers['x-amz-date']}\n{scope}\n"
    text += hashlib.sha256(canonical.encode()).hexdigest()
    key = ("AWS4" + SECRET).encode()
    for part in (found["day"], found["region"], "ses", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest() == found["signature"]


def _error(status: int, name: str, message: str) -> Answer:
    return Answer(status, {"message": message}, {"x-amzn-ErrorType": f"{name}:http://internal.amazon.com/"})


def refusal(status: int, name: str, message: str = "no") -> Answer:
    return _error(status, name, message)
