"""A first version of our answer: short, true, in their language. A person reads and sends it."""

import tomllib
from functools import cache
from pathlib import Path

from webmagic.core.settings import get_settings
from webmagic.models import Business, ReplyClass
from webmagic.pitcher.links import claim_url
from webmagic.pitcher.offers import offer_for

FILE = Path(__file__).parent / "drafts.toml"


def draft_answer(kind: ReplyClass, language: str, business: Business | None) -> str:
    """Only what is certain goes in: the name, the price, and the page where they can have it."""
    words = _words()["es" if language == "es" else "en"]
    key = str(kind) if business is not None or kind in (ReplyClass.NO, ReplyClass.UNSUBSCRIBE) else "unknown"
    body = words.get(key, words["other"])
    settings = get_settings()
    facts = {"name": "", "price": "", "claim": ""}
    if business is not None and business.id is not None:
        offer = offer_for(business.country, settings)
        price = words["price"].format(setup=offer.setup(language), monthly=offer.monthly(language))
        facts = {"name": business.name, "price": price, "claim": claim_url(business.id, settings)}
    text = body.strip().format(**facts)
    return f"{words['hello']}\n\n{text}\n\n{words['bye']}\n{settings.sender_name}"


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
