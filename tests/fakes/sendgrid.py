"""SendGrid v3: 202 with an empty body and X-Message-Id, and the rules it refuses a mail by."""

from dataclasses import dataclass, field

from tests.fakes.http import Answer, Request


@dataclass
class FakeSendgrid:
    answers: list[Answer] = field(default_factory=list)  # given in turn before any mail is taken
    accepted: list[dict] = field(default_factory=list)

    async def __call__(self, request: Request) -> Answer:
        if request.headers.get("authorization") != "Bearer SG.secret":
            return refusal(401, "The provided authorization grant is invalid.")
        if (request.method, request.path) != ("POST", "/v3/mail/send"):
            return refusal(404, "Not found.")
        if self.answers:
            return self.answers.pop(0)
        body = request.json()
        if fault := _fault(body):
            return refusal(400, fault)
        self.accepted.append(body)
        return Answer(202, None, {"X-Message-Id": f"14c5d75ce9{len(self.accepted)}"})


def _fault(body: dict) -> str:
    kinds = [part["type"] for part in body["content"]]
    if kinds != sorted(kinds, key=["text/plain", "text/html"].index):
        return "The content type text/plain must come first."
    if any(not isinstance(v, str) for p in body["personalizations"] for v in p["custom_args"].values()):
        return "custom_args must be strings."
    if {"subject", "reply-to", "from", "to"} & {name.lower() for name in body.get("headers", {})}:
        return "A reserved header is among the headers."
    return ""


def refusal(status: int, message: str, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, {"errors": [{"message": message, "field": None, "help": None}]}, headers or {})
