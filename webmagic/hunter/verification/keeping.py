"""What is kept of a page, so that a person can compare it later without going there: its words as
plain text, never its markup."""

from typing import Any

from webmagic.hunter.verification.reading import Page

LONGEST = 1200
MOST = 8


def kept(page: Page | None) -> dict[str, Any]:
    """Title, headings, numbers and mails as written, towns, the first words. {} of no page."""
    if page is None:
        return {}
    return {
        "title": _clean(page.title, 200),
        "headings": _some(page.headings, 120),
        "numbers": _some(page.numbers, 40),
        "mails": _some(sorted(page.mails), 120),
        "places": _some(page.places, 80),
        "text": _clean(page.text, LONGEST),
        "words": page.word_count,
    }


def _some(texts: list[str], length: int) -> list[str]:
    clean = [_clean(text, length) for text in texts]
    return list(dict.fromkeys(text for text in clean if text))[:MOST]


def _clean(text: str, length: int) -> str:
    """PostgreSQL takes neither a null character nor half of a pair."""
    return text[:length].replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()
