"""What a model wrote is put on a page only when it holds: true, plain, in the page's language, and
nothing of what the model was told. Each text is judged alone, so one bad line costs one line."""

import re
from functools import cached_property
from html import escape

from webmagic.creative.facts import Facts
from webmagic.creative.gate import factlock
from webmagic.creative.gate.known import Known, flat, tokens
from webmagic.creative.stages import Quote
from webmagic.creative.studio.copy import lexicon, quotable

MARKUP = re.compile(
    r"[<>{}`\\|\x00-\x09\x0b-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
    r"|https?:|www\.|javascript|&#|\b[\w-]+\.(?:com|net|org|ru|info|biz|io|xyz|example|test)\b",
    re.I,
)
WOODEN = re.compile(
    r"\bwelcome to\b|\bbienvenid\w+ a\b|\bpassion\w*|\bquality service\b|\bone[- ]stop\b|\bsolutions\b"
    r"|\bcalidad y servicio\b|\bapasionad\w+|\belevate\b|\blorem\b|\bnestled\b",
    re.I,
)
RUN = 7  # so many words in a row out of the prompt are a leak


class Guard:
    """For one business and one prompt."""

    def __init__(self, facts: Facts, told: str = ""):
        self.facts, self._told = facts, told
        blanked = (
            one if quotable.is_safe(one) else one.model_copy(update={"text": ""}) for one in facts.reviews
        )
        self._trusted = facts.model_copy(update={"reviews": tuple(blanked)})

    @cached_property
    def known(self) -> Known:
        return Known(self._trusted)

    @cached_property
    def _runs(self) -> set[str]:
        words = re.findall(r"\w+", self._told.casefold())
        return {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}

    def text(self, text: str, longest: int, otherwise: str = "", *, least: int = 1) -> str:
        """The text, tidied, when it holds; else what the designer wrote."""
        tidy = re.sub(r"\s+", " ", text).strip()
        return tidy if self.holds(tidy, longest, least=least) else otherwise

    def holds(self, text: str, longest: int, *, least: int = 1) -> bool:
        return (
            least <= len(text) <= longest
            and not MARKUP.search(text)
            and not WOODEN.search(text)
            and self.is_own_language(text)
            and not self.is_leak(text)
            and self.is_true(text)
        )

    def is_true(self, text: str) -> bool:
        """Every claim in it stands in the facts: the fact lock's own judgement."""
        return not factlock.check(f"<p>{escape(text)}</p>", self._trusted)[0]

    def is_grounded(self, text: str) -> bool:
        """Three in four of its longer words stand in the facts, give or take an ending. For answers,
        which can claim much without a number in them."""
        words = [word[:5] for word in tokens(text) if len(word) > 4]
        known = {word[:5] for word in self.known.spoken_tokens}
        return sum(word in known for word in words) * 4 >= len(words) * 3

    def is_plain(self, text: str) -> bool:
        """Words for people: no address, no markup, no code, and nothing of what we told the model."""
        return not MARKUP.search(text) and "=" not in text and not self.is_leak(text)

    def is_leak(self, text: str) -> bool:
        words = re.findall(r"\w+", text.casefold())
        runs = (" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1))
        return any(run in self._runs for run in runs)

    def is_own_language(self, text: str) -> bool:
        return len(text) < 25 or (lexicon.guess_language(text) or self.facts.language) == self.facts.language

    def quote(self, review: int, text: str) -> Quote | None:
        """The words as the reviewer wrote them, when that review holds them and may be read aloud."""
        if not 0 <= review < len(self.facts.reviews):
            return None
        source = self._trusted.reviews[review]
        exact = _exact(source.text, text)
        if not exact or not quotable.is_praise(source) or len(exact) > 220:
            return None
        author = source.author.strip() or quotable.PLACEHOLDER[self.facts.language]
        return Quote(review=review, text=exact, author=author)


def _exact(source: str, wanted: str) -> str:
    """The piece of `source` that `wanted` means, letter for letter; "" when it holds no such piece.
    Whole words only; quotation marks, dashes and spaces may differ."""
    words = re.findall(r"\w+(?:['’]\w+)?|[^\w\s]", wanted.strip(" \"“”«»'‘’"))
    if len(words) < 3:
        return ""
    pattern = r"[\s\W]{0,3}?".join(re.escape(word) for word in words if re.match(r"\w", word))
    found = re.search(rf"(?<!\w){pattern}(?!\w)[.!?]?", source)
    return found[0] if found and flat(found[0]).strip(" .!?") else ""
