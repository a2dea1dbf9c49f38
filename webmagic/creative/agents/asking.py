"""What an agent asks of a model, and what comes back: plain data, no vendor in it."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request. `system` is the stable part, cached; `user` is about this one business."""

    agent: str
    model: str
    system: str
    user: str
    max_tokens: int
    schema: dict[str, Any] | None = None  # None: plain text
    prompt_version: int = 0
    purpose: str = ""

    def key(self, build_key: str) -> str:
        """The same question within the same build."""
        parts = (build_key, self.agent, self.purpose, self.model, self.system, self.user)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def most_tokens(self) -> int:
        """More than it can come to: three bytes a token, the schema counted in."""
        schema = json.dumps(self.schema) if self.schema else ""
        return (len(self.system.encode()) + len(self.user.encode()) + len(schema)) // 3 + 50


@dataclass(frozen=True)
class Tokens:
    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    cache_write_hour: int = 0


@dataclass(frozen=True)
class Answer:
    """What was said. `stop` is the vendor's stop reason; only a whole answer is of use."""

    text: str
    stop: str = "end_turn"
    tokens: Tokens = field(default_factory=Tokens)
    seconds: float = 0
    cost_microusd: int = 0

    @property
    def is_whole(self) -> bool:
        return self.stop in ("end_turn", "stop_sequence") and bool(self.text.strip())
