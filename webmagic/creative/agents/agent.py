"""The agents: typed input, typed output, a prompt out of the database, and the designer's stage for
whatever the model leaves open. They know no database and no vendor.

An agent is made for one business. `brief` is what the model is told of it, `draft` the shape it
answers in, `read` lays the answer over the designer's own work: what does not hold is left out.
"""

import json
from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from webmagic.creative.agents.guard import Guard
from webmagic.creative.agents.schemas import schema_of
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Output

Typed = TypeVar("Typed", bound=Output)
LONGEST_SAYING = 220
MOST_SAYINGS = 4


class Draft(BaseModel):
    """What a model answers. Shape is checked here; truth by the guard."""

    model_config = ConfigDict(extra="ignore")
    says: list[str]


Drafted = TypeVar("Drafted", bound=Draft)


class Agent(ABC, Generic[Typed]):
    name: ClassVar[str]
    draft: ClassVar[type[Draft]]
    max_tokens: ClassVar[int] = 2000

    def __init__(self, facts: Facts):
        self.facts = facts

    @abstractmethod
    def brief(self) -> str:
        """What the model is told of this business: fenced data, then the task in a line."""

    @abstractmethod
    def fallback(self) -> Typed:
        """The designer's own stage."""

    @abstractmethod
    def lay(self, draft: Any, base: Typed, guard: Guard) -> Typed:
        """The draft over the designer's work."""

    def schema(self) -> dict[str, Any]:
        return schema_of(self.draft)

    def parse(self, text: str) -> Draft:
        return parsed(self.draft, text)

    def read(self, draft: Draft, guard: Guard) -> Typed:
        base = self.fallback()
        made = self.lay(draft, base, guard)
        return made.model_copy(update={"says": sayings(draft.says, guard) or base.says})


def parsed(kind: type[Drafted], text: str) -> Drafted:
    """Raises ValueError when the answer is broken or has a hole."""
    try:
        return kind.model_validate(json.loads(text))
    except (RecursionError, ValidationError) as error:
        raise ValueError(str(error)[:300]) from None


def sayings(says: list[str], guard: Guard) -> list[str]:
    """What the model says of its own work, for the console: plain text, and no leak."""
    kept = [" ".join(one.split())[:LONGEST_SAYING] for one in says if one.strip()]
    return [one for one in kept if not guard.is_leak(one)][:MOST_SAYINGS]
