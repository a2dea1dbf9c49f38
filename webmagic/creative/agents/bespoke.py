"""The Architect at the bench: sections in HTML, streamed one after the other, for chosen businesses.

Never HTML within JSON: each section stands between its own marks, so a broken stream costs the
section it broke in and no other. Hero, signature, hours, place and form stay the designer's: their
first view, figures and behaviour are measured.
"""

from webmagic.creative.agents.fencing import fence, told
from webmagic.creative.agents.guard import Guard
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Analysis, Blueprint, Concept, Direction, Section
from webmagic.creative.studio import bespoke
from webmagic.creative.studio.grammars import GRAMMARS

KINDS = ("offer", "voices", "place", "faq")
LEAST_WORDS, MOST_WORDS = 8, 260


class Bench:
    """For one business, over a composed page."""

    name = "bespoke"
    max_tokens = 4000

    def __init__(
        self, facts: Facts, analysis: Analysis, concept: Concept, direction: Direction, page: Blueprint
    ):
        self.facts, self.analysis, self.concept = facts, analysis, concept
        self.direction, self.page = direction, page

    @property
    def wanted(self) -> list[str]:
        """Sections that stand by themselves; those in a row with others keep the grammar's setting."""
        grammar = GRAMMARS[self.direction.vibe]
        have = [section.kind for section in self.page.sections]
        return [kind for kind in have if kind in KINDS and grammar.group_of(kind) is None]

    def brief(self, wanted: list[str]) -> str:
        idea = self.concept.model_dump(include={"headline", "subline", "reason"})
        look = {"grammar": self.direction.vibe, "family": self.direction.palette.family}
        look["faces"] = f"{self.direction.display_face} with {self.direction.text_face}"
        quotes = [q.model_dump() for q in [self.analysis.best_quote, *self.analysis.quotes] if q]
        return (
            f"{fence('facts', told(self.facts))}\n{fence('concept', idea)}\n{fence('look', look)}\n"
            f"{fence('quotable', quotes)}\n{fence('wanted', wanted)}\n\nBuild the wanted sections."
        )

    def accept(self, kind: str, html: str, guard: Guard) -> str:
        """The section, washed; "" when it is incomplete or says what does not hold."""
        washed = bespoke.wash(html)
        headings = washed.count("<h2")
        words = list(bespoke.texts(washed))
        count = sum(len(text.split()) for text in words)
        if headings != 1 or not LEAST_WORDS <= count <= MOST_WORDS or kind not in self.wanted:
            return ""
        is_right = all(guard.is_plain(text) and guard.is_true(text) for text in words)
        return washed if is_right and not _has_loose_voice(washed) else ""

    def lay(self, made: dict[str, str]) -> Blueprint:
        sections: list[Section] = [
            section.model_copy(update={"html": made.get(section.kind, "")}) for section in self.page.sections
        ]
        return self.page.model_copy(update={"sections": sections})


def _has_loose_voice(html: str) -> bool:
    """A quotation that names no review."""
    return html.count("<blockquote") != html.count("<blockquote data-review=") + html.count(
        '<blockquote class="b-quote" data-review='
    )
