"""The sentence under a headline that says whose it is: "So wrote Lena A. in a review."

It is true only as long as the headline is that reviewer's.
"""

import re

from webmagic.creative.facts import Facts
from webmagic.creative.studio.copy import quotable

_QUOTED = re.compile(r"“([^”]{2,})”|«([^»]{2,})»")


def credit(who: str, language: str, *, is_verbatim: bool) -> str:
    """`is_verbatim`: the headline quotes them; else it tells what they told."""
    if language == "es":
        is_nobody = who == quotable.PLACEHOLDER["es"]
        told = "Lo dice una reseña" if is_nobody else f"Lo escribió {who} en una reseña"
        said = told if is_verbatim else f"Lo cuenta {who}"
    else:
        said = f"So wrote {who} in a review" if is_verbatim else f"{who} tells it below"
    return said if said.endswith(".") else f"{said}."


def find(subline: str, facts: Facts) -> tuple[str, str]:
    """(the credit that opens the line below a headline, who is named), or ("", "")."""
    writers = [review.author.strip() or quotable.PLACEHOLDER[facts.language] for review in facts.reviews]
    for who in sorted(dict.fromkeys(writers), key=len, reverse=True):
        for is_verbatim in (True, False):
            said = credit(who, facts.language, is_verbatim=is_verbatim)
            if subline == said or subline.startswith(f"{said} "):
                return said, who
    return "", ""


def is_quoted(headline: str, who: str, facts: Facts) -> bool:
    """Whether the headline holds, in quotation marks, words of a review that `who` wrote."""
    reviews = [
        _flat(review.text)
        for review in facts.reviews
        if (review.author.strip() or quotable.PLACEHOLDER[facts.language]) == who
    ]
    found = (next(filter(None, match.groups())) for match in _QUOTED.finditer(headline))
    quoted = [_flat(words).strip(" .,;:!?…") for words in found]
    return any(words and words in review for words in quoted for review in reviews)


def without(subline: str, headline: str, facts: Facts) -> str:
    """The line without a credit that the (new) headline does not deserve."""
    said, who = find(subline, facts)
    if not said or is_quoted(headline, who, facts):
        return subline
    return subline[len(said) :].strip()


def _flat(text: str) -> str:
    text = re.sub(r"[‘’´`ʼ]", "'", text.casefold())
    return " ".join(re.sub(r"[“”„«»]", '"', text).split())
