"""A server that speaks Anthropic's wire format: Messages in JSON and as a stream, Batches, counting,
models. It keeps a bill, remembers caches, and fails on demand."""

import asyncio
import contextlib
import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.mind import answer

MODELS = ("claude-haiku-5-5", "claude-sonnet-5-5")
LEAST_CACHED = 1024  # tokens; below, nothing is cached and nobody says so
BYTES_A_TOKEN = 3.5
EVIL = '<script src="https://evil.example/x.js"></script> Call 900-555-0199, see https://evil.example now'

# status, error type, error code
STATUS_FAULTS = {
    "400": (400, "invalid_request_error", ""), "401": (401, "authentication_error", ""),
    "402": (402, "billing_error", ""), "404": (404, "not_found_error", ""),
    "429": (429, "rate_limit_error", ""), "429-slow": (429, "rate_limit_error", ""),
    "429-spend": (429, "rate_limit_error", "enforced_spend_limit_reached"),
    "500": (500, "api_error", ""), "503": (503, "api_error", ""), "529": (529, "overloaded_error", ""),
}  # fmt: skip
STREAM_FAULTS = ("drop-early", "drop-late", "error-midway", "hang")
CONTENT_FAULTS = (
    "max_tokens",
    "refusal",
    "broken-json",
    "hole",
    "empty",
    "hostile",
    "thinking-first",
    "prose",
)
BATCH_FAULTS = ("errored", "expired", *CONTENT_FAULTS)
PASSING = ("429", "500", "503", "529", *STREAM_FAULTS, *CONTENT_FAULTS)


@dataclass
class Bill:
    """What was answered in full, by who asked: the first 60 letters of the user's turn are no key, so
    the whole request is hashed."""

    answers: Counter[str] = field(default_factory=Counter)
    requests: list[dict[str, Any]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)


@dataclass
class FakeAnthropic:
    """`faults` are used up one by one, "" for none; `chooses` decides instead when it is given."""

    key: str = "test-key"
    faults: list[str] = field(default_factory=list)
    chooses: Callable[[], str] | None = None
    thinks: Callable[[dict[str, Any]], str] = answer
    bill: Bill = field(default_factory=Bill)
    seen: list[str] = field(default_factory=list)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)
    batch_polls: int = 1  # "in_progress" so often before a batch has ended
    chooses_in_batch: Callable[[], str] | None = None
    batch_faults: dict[int, str] = field(default_factory=dict)  # place in the batch -> errored | expired
    slices: int = 24  # letters a delta
    pace: float = 0.0  # seconds between two deltas
    hangs: float = 0.3  # seconds a hanging request is held, at most
    url: str = ""
    _cached: set[str] = field(default_factory=set)
    _numbers: int = 0

    def _number(self, prefix: str) -> str:
        self._numbers += 1
        return f"{prefix}_{self._numbers:05}"

    def _fault(self) -> str:
        if self.chooses:
            return self.chooses()
        return self.faults.pop(0) if self.faults else ""

    # --- one message ---------------------------------------------------------------------------

    def _usage(self, request: dict[str, Any]) -> dict[str, Any]:
        """Tokens by bytes; a prefix that is marked and long enough is written once and read from then on."""
        system = request.get("system", "")
        blocks = system if isinstance(system, list) else [{"text": system}]
        marked = [b for b in blocks if b.get("cache_control")]
        stable = count("".join(b["text"] for b in blocks)) if marked else 0
        whole = count(json.dumps(request.get("messages"))) + count("".join(b.get("text", "") for b in blocks))
        usage = {
            "input_tokens": whole, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
            "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
            "output_tokens": 1, "service_tier": "standard", "server_tool_use": None,
        }  # fmt: skip
        if stable >= LEAST_CACHED:
            name = hashlib.sha256(
                (request["model"] + "".join(b["text"] for b in blocks)).encode()
            ).hexdigest()
            usage["input_tokens"] = whole - stable
            is_hour = marked[-1]["cache_control"].get("ttl") == "1h"
            if name in self._cached:
                usage["cache_read_input_tokens"] = stable
            else:
                self._cached.add(name)
                usage["cache_creation_input_tokens"] = stable
                kind = "ephemeral_1h_input_tokens" if is_hour else "ephemeral_5m_input_tokens"
                usage["cache_creation"][kind] = stable
        return usage

    def _message(self, request: dict[str, Any], fault: str) -> dict[str, Any]:
        text, stop = spoilt(self.thinks(request), fault)
        content = [{"type": "text", "text": text}] if text else []
        if fault == "thinking-first":
            content.insert(0, {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"})
        if stop == "end_turn" and count(text) > request["max_tokens"]:
            text, stop = text[: int(request["max_tokens"] * BYTES_A_TOKEN)], "max_tokens"
            content = [{"type": "text", "text": text}]
        usage = self._usage(request) | {"output_tokens": count(text) + 1}
        details = {"type": "refusal", "category": None, "explanation": "No."} if stop == "refusal" else None
        return {
            "id": self._number("msg"), "type": "message", "role": "assistant", "model": request["model"],
            "content": content, "stop_reason": stop, "stop_sequence": None, "stop_details": details,
            "container": None, "usage": usage,
        }  # fmt: skip

    async def _messages(self, request: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        if problem := wrong_with(request):
            return await self._error(writer, 400, "invalid_request_error", problem)
        if request["model"] not in MODELS:
            return await self._error(writer, 404, "not_found_error", f"model: {request['model']}")
        fault = self._fault()
        self.bill.faults[fault or "none"] += 1
        self.bill.requests.append(request)
        if fault in STATUS_FAULTS:
            status, kind, code = STATUS_FAULTS[fault]
            after = {"429": 0.01, "429-slow": 3600}.get(fault)
            return await self._error(writer, status, kind, "No.", code=code, retry_after=after)
        if fault == "hang":
            with contextlib.suppress(OSError):
                await asyncio.sleep(self.hangs)
            return None
        message = self._message(request, fault)
        if request.get("stream"):
            return await self._stream(writer, message, fault, request)
        self._answered(request, fault)
        return await self._json(writer, 200, message)

    def _answered(self, request: dict[str, Any], fault: str) -> None:
        if fault in ("", "thinking-first"):
            self.bill.answers[asked_key(request)] += 1

    async def _stream(
        self, writer: asyncio.StreamWriter, message: dict[str, Any], fault: str, request: dict[str, Any]
    ) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
            b"request-id: req_" + self._number("").encode() + b"\r\n\r\n"
        )
        opened = {
            **message,
            "content": [],
            "stop_reason": None,
            "usage": {**message["usage"], "output_tokens": 1},
        }
        await self._event(writer, {"type": "message_start", "message": opened})
        await self._event(writer, {"type": "ping"})
        for index, block in enumerate(message["content"]):
            if not await self._block(writer, index, block, fault):
                return
        usage = {"output_tokens": message["usage"]["output_tokens"]}
        delta = {"stop_reason": message["stop_reason"], "stop_sequence": None}
        if fault == "drop-late":
            return
        await self._event(writer, {"type": "message_delta", "delta": delta, "usage": usage})
        await self._event(writer, {"type": "message_stop"})
        self._answered(request, fault)

    async def _block(
        self, writer: asyncio.StreamWriter, index: int, block: dict[str, Any], fault: str
    ) -> bool:
        """False when the stream breaks off here."""
        kind = block["type"]
        blank = {"type": kind, **({"text": ""} if kind == "text" else {"thinking": "", "signature": ""})}
        await self._event(writer, {"type": "content_block_start", "index": index, "content_block": blank})
        text = block[kind]
        for at in range(0, len(text), self.slices):
            if at > len(text) // 2 and fault in ("drop-early", "error-midway"):
                if fault == "error-midway":
                    error = {"type": "overloaded_error", "message": "Overloaded"}
                    await self._event(writer, {"type": "error", "error": error})
                return False
            delta = {"type": f"{kind}_delta", kind: text[at : at + self.slices]}
            await self._event(writer, {"type": "content_block_delta", "index": index, "delta": delta})
            if self.pace:
                await asyncio.sleep(self.pace)
        await self._event(writer, {"type": "content_block_stop", "index": index})
        return True

    async def _event(self, writer: asyncio.StreamWriter, data: dict[str, Any]) -> None:
        writer.write(f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode())
        await writer.drain()

    # --- batches -------------------------------------------------------------------------------

    def _submit(self, requests: list[dict[str, Any]]) -> dict[str, Any]:
        number = self._number("msgbatch")
        self.batches[number] = {
            "requests": requests,
            "polls": self.batch_polls,
            "number": number,
            "lines": [],
            "at": dt.datetime.now(dt.UTC).isoformat(),
        }
        return self._batch(number)

    def _batch(self, number: str) -> dict[str, Any]:
        kept = self.batches[number]
        has_ended = kept["polls"] <= 0
        counts = dict.fromkeys(("processing", "succeeded", "errored", "canceled", "expired"), 0)
        if has_ended:
            for line in self._results(kept):
                counts[line["result"]["type"]] += 1
        else:
            counts["processing"] = len(kept["requests"])
        return {
            "id": number, "type": "message_batch", "request_counts": counts,
            "processing_status": "ended" if has_ended else "in_progress",
            "created_at": kept["at"], "expires_at": "2026-11-29T00:00:00Z",
            "ended_at": "2026-11-28T00:30:00Z" if has_ended else None, "cancel_initiated_at": None,
            "archived_at": None,
            "results_url": f"{self.url}/v1/messages/batches/{number}/results" if has_ended else None,
        }  # fmt: skip

    def _results(self, kept: dict[str, Any]) -> list[dict[str, Any]]:
        if not kept["lines"]:
            for place, one in enumerate(kept["requests"]):
                fault = self.chooses_in_batch() if self.chooses_in_batch else self.batch_faults.get(place, "")
                self.bill.faults[f"batch {fault}" if fault else "none"] += 1
                if fault == "expired":
                    result: dict[str, Any] = {"type": "expired"}
                elif fault == "errored":
                    error = {
                        "type": "error",
                        "error": {"type": "api_error", "message": "No."},
                        "request_id": None,
                    }
                    result = {"type": "errored", "error": error}
                else:
                    message = self._message(one["params"], fault)
                    self._answered(one["params"], fault)
                    result = {"type": "succeeded", "message": message}
                kept["lines"].insert(
                    0, {"custom_id": one["custom_id"], "result": result}
                )  # no order is promised
        return kept["lines"]

    # --- HTTP ----------------------------------------------------------------------------------

    async def _route(
        self, method: str, target: str, headers: dict[str, str], body: bytes, writer: asyncio.StreamWriter
    ) -> None:
        parts = urlsplit(target)
        path = parts.path
        self.seen.append(f"{method} {path}")
        given = headers.get("authorization", "").removeprefix("Bearer ") or headers.get("x-api-key", "")
        if given != self.key:
            return await self._error(writer, 401, "authentication_error", "invalid key")
        if "anthropic-version" not in headers:
            return await self._error(
                writer, 400, "invalid_request_error", "anthropic-version: header is required"
            )
        if path == "/v1/messages":
            return await self._messages(json.loads(body), writer)
        if path == "/v1/messages/count_tokens":
            request = json.loads(body)
            return await self._json(
                writer,
                200,
                {"input_tokens": count(json.dumps(request.get("messages")) + str(request.get("system", "")))},
            )
        if path.startswith("/v1/models"):
            return await self._models(path, writer)
        return await self._batches(method, path, parse_qs(parts.query), body, writer)

    async def _models(self, path: str, writer: asyncio.StreamWriter) -> None:
        name = path.removeprefix("/v1/models").strip("/")
        if not name:
            return await self._json(
                writer,
                200,
                {
                    "data": [model(one) for one in MODELS],
                    "has_more": False,
                    "first_id": MODELS[0],
                    "last_id": MODELS[-1],
                },
            )
        if name not in MODELS:
            return await self._error(writer, 404, "not_found_error", f"model: {name}")
        return await self._json(writer, 200, model(name))

    async def _batches(  # noqa: PLR0911
        self, method: str, path: str, query: dict[str, list[str]], body: bytes, writer: asyncio.StreamWriter
    ) -> None:
        rest = path.removeprefix("/v1/messages/batches").strip("/").split("/")
        if rest == [""] and method == "POST":
            fault = self._fault()
            if fault in STATUS_FAULTS:
                status, kind, code = STATUS_FAULTS[fault]
                return await self._error(writer, status, kind, "No.", code=code)
            made = self._submit(json.loads(body)["requests"])
            if fault == "lost":  # taken, but the answer never arrives
                return None
            return await self._json(writer, 200, made)
        if rest == [""]:
            found = [self._batch(number) for number in reversed(self.batches)]
            return await self._json(
                writer,
                200,
                {
                    "data": found[: int(query.get("limit", ["20"])[0])],
                    "has_more": False,
                    "first_id": None,
                    "last_id": None,
                },
            )
        kept = self.batches.get(rest[0])
        if kept is None:
            return await self._error(writer, 404, "not_found_error", "no such batch")
        if rest[1:] == ["results"]:
            lines = "".join(json.dumps(line) + "\n" for line in self._results(kept)).encode()
            return await self._raw(writer, 200, lines, "application/binary")
        kept["polls"] -= 1
        return await self._json(writer, 200, self._batch(rest[0]))

    async def _error(
        self, writer: asyncio.StreamWriter, status: int, kind: str, words: str, *, code: str = "",
        retry_after: float | None = None,
    ) -> None:  # fmt: skip
        error: dict[str, Any] = {"type": kind, "message": words}
        if code:
            error["details"] = {"error_code": code}
        extra = f"retry-after: {retry_after}\r\n" if retry_after is not None else ""
        document = {"type": "error", "error": error, "request_id": "req_x"}
        await self._raw(writer, status, json.dumps(document).encode(), "application/json", extra)

    async def _json(self, writer: asyncio.StreamWriter, status: int, document: Any) -> None:
        await self._raw(writer, status, json.dumps(document).encode(), "application/json")

    async def _raw(
        self, writer: asyncio.StreamWriter, status: int, data: bytes, kind: str, extra: str = ""
    ) -> None:
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nConnection: close\r\n"
        head += f"request-id: req_x\r\n{extra}"
        writer.write(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
        await writer.drain()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            method, target, _ = head[0].split(" ")
            await self._route(method, target, headers, body, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def count(text: str) -> int:
    return int(len(text.encode()) / BYTES_A_TOKEN)


def asked_key(request: dict[str, Any]) -> str:
    """What was asked, the room for the answer apart."""
    whose = (request.get("metadata") or {}).get("user_id")
    kept = json.dumps([whose, request["model"], request.get("system"), request["messages"]], sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()


def wrong_with(request: dict[str, Any]) -> str:
    """What the real server refuses, as far as we use it."""
    for name in ("model", "messages", "max_tokens"):
        if name not in request:
            return f"{name}: field required"
    known = {
        "model", "messages", "max_tokens", "system", "stream", "output_config", "thinking", "metadata",
        "stop_sequences", "service_tier", "tools", "tool_choice", "cache_control",
    }  # fmt: skip
    if unknown := set(request) - known:
        return f"{sorted(unknown)[0]}: extra inputs are not permitted"
    schema = (request.get("output_config") or {}).get("format", {}).get("schema")
    return wrong_schema(schema) if schema else ""


def wrong_schema(node: dict[str, Any]) -> str:
    """Objects are closed and require all they have; sizes are not in the grammar."""
    if bad := set(node) & {
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "maxItems",
        "pattern",
        "$ref",
        "default",
    }:
        return f"output_config.format.schema: {sorted(bad)[0]} is not supported"
    if "properties" in node:
        if node.get("additionalProperties") is not False:
            return "output_config.format.schema: additionalProperties must be false"
        return next((bad for one in node["properties"].values() if (bad := wrong_schema(one))), "")
    inner = [*node.get("anyOf", []), *([node["items"]] if "items" in node else [])]
    return next((bad for one in inner if (bad := wrong_schema(one))), "")


def spoilt(text: str, fault: str) -> tuple[str, str]:
    """The text as this fault leaves it, and the stop reason."""
    ways: dict[str, Callable[[], tuple[str, str]]] = {
        "max_tokens": lambda: (text[: len(text) * 2 // 3], "max_tokens"),
        "refusal": lambda: ("", "refusal"),
        "empty": lambda: ("", "end_turn"),
        "prose": lambda: (f"Certainly! Here is what you asked for.\n\n{text}", "end_turn"),
        "broken-json": lambda: (text[:-1].replace('":', '" ', 1), "end_turn"),
        "hole": lambda: (_holed(text), "end_turn"),
        "hostile": lambda: (_poisoned(text), "end_turn"),
    }
    return ways.get(fault, lambda: (text, "end_turn"))()


def _holed(text: str) -> str:
    """One part is missing."""
    try:
        found = json.loads(text)
    except ValueError:
        return text.replace("<<<END", "<<<FIN", 1)
    found.pop(next(key for key in reversed(found)))
    return json.dumps(found)


def _poisoned(text: str) -> str:
    """Every string carries a script, a foreign link and a foreign number."""
    try:
        return json.dumps(_each(json.loads(text)))
    except ValueError:
        return text.replace(
            "</h2>", f'</h2><p onclick="x()" style="position:fixed">{EVIL}</p><script>alert(1)</script>'
        )


def _each(node: Any) -> Any:
    if isinstance(node, str):
        return f"{node} {EVIL}"
    if isinstance(node, list):
        return [_each(one) for one in node]
    return {key: _each(one) for key, one in node.items()} if isinstance(node, dict) else node


def model(name: str) -> dict[str, Any]:
    yes, no = {"supported": True}, {"supported": False}
    effort = {"supported": True, "low": yes, "medium": yes, "high": yes, "max": yes, "xhigh": yes}
    types = {"adaptive": yes, "disabled": yes, "enabled": no, "between_tools": no}
    plain = ("batch", "citations", "code_execution", "image_input", "pdf_input", "structured_outputs")
    return {
        "type": "model", "id": name, "display_name": name, "created_at": "2026-10-07T00:00:00Z",
        "lifecycle": "active", "deprecated_at": None, "retires_at": None, "line": None,
        "max_input_tokens": 1_000_000, "max_tokens": 128_000,
        "capabilities": {
            **dict.fromkeys(plain, yes), "effort": effort, "thinking": {"supported": True, "types": types},
            "context_management": {"supported": False}, "server_tools": {"supported": False},
        },
    }  # fmt: skip


@asynccontextmanager
async def serving(fake: FakeAnthropic) -> AsyncIterator[FakeAnthropic]:
    server = await asyncio.start_server(fake._serve, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 1)
