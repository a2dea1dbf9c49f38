"""The Messages API over the vendor's SDK: one request, one answer or one `Fault`.

The SDK's own retries are off: it would wait as long as a server says, and would go on past a
spend limit. Every request streams, so that words can be shown as they come and nothing idles
into a timeout. `create` is used and the JSON read by us: `parse` loses an unusable answer, and
what it cost with it.
"""

import asyncio
import importlib
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import httpx2

from webmagic.core.later import Later
from webmagic.core.settings import Settings
from webmagic.creative.agents.asking import Answer, Asked, Tokens
from webmagic.creative.engines.claude.prices import cost_microusd

if TYPE_CHECKING:
    import anthropic
else:
    anthropic = Later("anthropic")

SECONDS = 120.0
CONNECT_SECONDS = 10.0
Heard = Callable[[str], Awaitable[None]]  # called with all the text so far


class Fault(Exception):
    """No whole answer came. `kind` names it; `is_passing` says whether asking again can help;
    `stops` that nobody should ask for a while. `partial` is what was paid for all the same."""

    def __init__(
        self,
        kind: str,
        words: str,
        *,
        is_passing: bool = False,
        stops: float = 0,
        retry_after: float | None = None,
        partial: Answer | None = None,
    ):
        super().__init__(words)
        self.kind, self.is_passing, self.stops = kind, is_passing, stops
        self.retry_after, self.partial = retry_after, partial or Answer("", stop="")


class Interrupted(BaseException):
    """We broke off ourselves: the build was stopped. `partial` is what was heard, and most likely billed."""

    def __init__(self, partial: Answer):
        super().__init__("stopped")
        self.partial = partial


def client(settings: Settings) -> "anthropic.AsyncAnthropic":
    return anthropic.AsyncAnthropic(
        api_key=settings.anthropic_api_key.get_secret_value(),
        base_url=settings.anthropic_base_url,
        max_retries=0,
        timeout=httpx2.Timeout(SECONDS, connect=CONNECT_SECONDS),
    )


def body(asked: Asked, extras: dict[str, Any], *, hour: bool = False) -> dict[str, Any]:
    """The request as it goes over the wire, streaming apart. The stable part is marked for the cache."""
    cache = {"type": "ephemeral", "ttl": "1h"} if hour else {"type": "ephemeral"}
    output = {**extras.get("output_config", {})}
    if asked.schema:
        output["format"] = {"type": "json_schema", "schema": asked.schema}
    made: dict[str, Any] = {
        "model": asked.model,
        "max_tokens": asked.max_tokens,
        "system": [{"type": "text", "text": asked.system, "cache_control": cache}],
        "messages": [{"role": "user", "content": asked.user}],
        **{key: value for key, value in extras.items() if key != "output_config"},
    }
    return {**made, "output_config": output} if output else made


class Wire:
    def __init__(self, vendor: "anthropic.AsyncAnthropic"):
        self.vendor = vendor

    async def send(self, asked: Asked, extras: dict[str, Any], heard: Heard | None = None) -> Answer:
        """Raises Fault. What was heard before it broke off is in the fault."""
        began = time.perf_counter()
        hearing = Hearing(asked.model)
        try:
            stream = await self.vendor.messages.create(**body(asked, extras), stream=True)
            async with stream:
                async for event in stream:
                    if hearing.take(event) and heard:
                        await heard(hearing.text)
        except (anthropic.AnthropicError, httpx2.HTTPError) as error:
            raise fault_of(error, hearing.answer(time.perf_counter() - began, "dropped")) from error
        except asyncio.CancelledError:
            if not hearing.has_begun:  # nobody knows what it costs: the reserve stays
                raise
            stop = hearing.stop if hearing.is_over else "stopped"
            raise Interrupted(hearing.answer(time.perf_counter() - began, stop)) from None
        answer = hearing.answer(time.perf_counter() - began, hearing.stop)
        if not hearing.is_over:
            raise Fault("dropped", "The answer broke off.", is_passing=True, partial=answer)
        return answer

    async def count(self, asked: Asked) -> int | None:
        """How many tokens the question has; None when the vendor does not say."""
        sent: dict[str, Any] = {"messages": [{"role": "user", "content": asked.user}]}
        if asked.system:
            sent["system"] = [{"type": "text", "text": asked.system}]
        try:
            return (await self.vendor.messages.count_tokens(model=asked.model, **sent)).input_tokens
        except (anthropic.AnthropicError, httpx2.HTTPError):
            return None

    async def can(self, model: str) -> dict[str, Any]:
        """Extra keys of a request that this model takes well: little effort, and no thinking aloud,
        where that can be chosen. Raises Fault."""
        try:
            found = await self.vendor.models.retrieve(model)
        except (anthropic.AnthropicError, httpx2.HTTPError) as error:
            raise fault_of(error, Answer("", stop="")) from error
        can = found.capabilities
        extras: dict[str, Any] = {}
        if can and can.thinking.supported and can.thinking.types.disabled.supported:
            extras["thinking"] = {"type": "disabled"}
        elif can and can.effort.supported and can.effort.low.supported:
            extras["output_config"] = {"effort": "low"}
        return extras


class Hearing:
    """A stream, gathered."""

    def __init__(self, model: str):
        self.model, self.text, self.stop, self.is_over = model, "", "", False
        self.tokens = Tokens()
        self.has_begun = False

    def take(self, event: Any) -> bool:
        """True when there is new text."""
        if event.type == "message_start":
            self.tokens, self.has_begun = tokens_of(event.message.usage), True
        elif event.type == "content_block_delta" and event.delta.type == "text_delta":
            self.text += event.delta.text
            return True
        elif event.type == "message_delta":
            self.stop = event.delta.stop_reason or ""
            self.tokens = Tokens(
                self.tokens.input,
                event.usage.output_tokens,
                self.tokens.cache_read,
                self.tokens.cache_write,
                self.tokens.cache_write_hour,
            )
        elif event.type == "message_stop":
            self.is_over = True
        return False

    def answer(self, seconds: float, stop: str) -> Answer:
        """When the stream broke, its output is counted by what was heard: three bytes a token."""
        used = self.tokens
        if not self.is_over:
            heard = max(used.output, len(self.text.encode()) // 3)
            used = Tokens(used.input, heard, used.cache_read, used.cache_write, used.cache_write_hour)
        return Answer(self.text, stop, used, seconds, price(self.model, used))


def price(model: str, used: Tokens, *, is_batch: bool = False) -> int:
    return cost_microusd(
        model,
        tokens_in=used.input,
        tokens_out=used.output,
        cache_write=used.cache_write,
        cache_write_hour=used.cache_write_hour,
        cache_read=used.cache_read,
        is_batch=is_batch,
    )


def tokens_of(usage: Any) -> Tokens:
    written = getattr(usage, "cache_creation", None)
    hour = (getattr(written, "ephemeral_1h_input_tokens", 0) or 0) if written else 0
    return Tokens(
        input=usage.input_tokens or 0,
        output=usage.output_tokens or 0,
        cache_read=usage.cache_read_input_tokens or 0,
        cache_write=max(0, (usage.cache_creation_input_tokens or 0) - hour),
        cache_write_hour=hour,
    )


HOUR = 3600.0
KEY = "Anthropic does not accept the key (ANTHROPIC_API_KEY)."
LASTING = {  # status -> name, sentence, seconds in which nobody asks again
    401: ("refused_key", KEY, HOUR),
    402: ("billing", "Anthropic wants the account's billing put right.", HOUR),
    403: ("refused_key", KEY, HOUR),
    404: ("model_gone", "Anthropic does not know this model, or has retired it.", 0.0),
}


def load() -> None:
    """Read the SDK in now, rather than in the middle of the first question."""
    importlib.import_module("anthropic")


def fault_of(error: Exception, partial: Answer) -> Fault:
    spent = (
        anthropic.EnforcedSpendLimitReachedError,
        anthropic.ContractSpendLimitReachedError,
        anthropic.LinkedOrganizationSpendLimitReachedError,
        anthropic.RampLimitExceededError,
    )
    if isinstance(error, spent):
        return Fault("spend_limit", "Anthropic's spend limit is reached.", stops=HOUR)
    if isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException):
        return Fault("timeout", "Claude did not answer in time.", is_passing=True, partial=partial)
    if isinstance(error, anthropic.APIStatusError):
        return _by_status(error, partial)
    return Fault("dropped", "The connection to Claude broke off.", is_passing=True, partial=partial)


def _by_status(error: "anthropic.APIStatusError", partial: Answer) -> Fault:
    status, kind = error.status_code, str(getattr(error, "type", "") or "")
    if status in LASTING:
        name, words, stops = LASTING[status]
        return Fault(name, words, stops=stops)
    if status == 429:
        return Fault("rate_limit", "Claude is asked too often.", is_passing=True, retry_after=_after(error))
    if status == 529 or kind == "overloaded_error":
        after = _after(error)
        return Fault(
            "overloaded", "Claude is overloaded.", is_passing=True, retry_after=after, partial=partial
        )
    if status in (408, 409) or status >= 500 or status == 200:  # 200: it broke in the middle of the stream
        return Fault("server_error", f"Claude failed ({status}).", is_passing=True, partial=partial)
    return Fault("bad_request", f"Claude does not take the request ({status}).")


def _after(error: "anthropic.APIStatusError") -> float | None:
    headers = error.response.headers
    for name, factor in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return float(headers[name]) * factor
        except (KeyError, ValueError):
            continue
    return None
