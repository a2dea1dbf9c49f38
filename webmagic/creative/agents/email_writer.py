"""The Email writer: the words of a first letter, between what the program and the law add to it.

The built-in writer hands in its own words. Each sentence of the model's is judged alone, by the fact
lock and by what a letter may not do; one that does not hold is left out, and where too little is left
the built-in words stand.
"""

import re
from dataclasses import dataclass

from pydantic import Field

from webmagic.creative.agents.agent import Agent, Draft
from webmagic.creative.agents.fencing import fence, told
from webmagic.creative.agents.guard import Guard
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Output

LIMITS = {"subject": (8, 78), "opening": (40, 260), "proof": (30, 260), "close": (20, 200)}
SENTENCES = re.compile(r"(?<=[.!?…])[\"”»]?\s+(?=[\"“«¿¡A-ZÁÉÍÓÚÑ])")
# What a letter never does: pretend to answer, shout, press, frighten, promise what a website brings.
PUSHY = re.compile(
    r"(?i)^\s*(re|fw|fwd|aw|rv)\s*:|!|limited|hurry|act now|last chance|only today|expires|urgent|competitor"
    r"|more customers|increase|boost|%|guarantee|free\b|última|urgente|solo hoy|oferta limitada|competencia"
    r"|más clientes|aument\w+|garantiz\w+|gratis"
)


class MailDraft(Draft):
    subject: str
    opening: str
    proof: str
    close: str


class MailWords(Output):
    """`own` names the parts that are the model's; the others are the built-in writer's."""

    subject: str
    opening: str
    proof: str
    close: str
    own: list[str] = Field(default_factory=list)


@dataclass(frozen=True)
class MailBrief:
    """What a letter may speak of. `words` are the built-in writer's."""

    facts: Facts
    headline: str
    subline: str
    price: str
    voice: str
    author: str
    words: MailWords


class EmailWriter(Agent[MailWords]):
    name = "email"
    draft = MailDraft
    max_tokens = 900

    def __init__(self, brief: MailBrief):
        super().__init__(brief.facts)
        self._brief = brief

    def brief(self) -> str:
        given = self._brief
        voice = {"text": given.voice, "author": given.author} if given.voice else "none"
        idea = {"headline": given.headline, "subline": given.subline}
        return (
            f"{fence('facts', told(self.facts))}\n{fence('concept', idea)}\n{fence('offer', given.price)}\n"
            f"{fence('voice', voice)}\n\nWrite the mail, and answer."
        )

    def fallback(self) -> MailWords:
        return self._brief.words

    def lay(self, draft: MailDraft, base: MailWords, guard: Guard) -> MailWords:
        made: dict[str, str] = {}
        for part, (least, longest) in LIMITS.items():
            text = _held(getattr(draft, part), longest, guard)
            if len(text) >= least:
                made[part] = text
        return base.model_copy(update={**made, "own": list(made)})


def _held(text: str, longest: int, guard: Guard) -> str:
    """The sentences that hold, as many as there is room for."""
    kept = ""
    for sentence in SENTENCES.split(" ".join(text.split())):
        joined = f"{kept} {sentence}".strip()
        if len(joined) <= longest and not PUSHY.search(sentence) and guard.holds(sentence, longest):
            kept = joined
    return kept
