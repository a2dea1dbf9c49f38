"""What comes from outside goes into a prompt as data, and cannot climb out of its fence.

Facts are written as JSON between tags, and every angle bracket in them is escaped, so no review
can close the fence. Addresses, numbers and links stay out: code puts them on the page.
"""

import json
from typing import Any

from webmagic.creative.facts import Facts
from webmagic.creative.studio.copy import hours, quotable

MOST_REVIEWS = 24
LONGEST_REVIEW = 600
LONGEST_TEXT = 800


def fence(name: str, data: Any) -> str:
    """`<name>` … `</name>` around JSON in which no tag can stand."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f"<{name}>\n{safe}\n</{name}>"


def told(facts: Facts) -> dict[str, Any]:
    """What a model is told of a business. Reviews keep their number in the listing."""
    known = {
        "name": facts.name,
        "trade": facts.trade,
        "category": facts.category,
        "language": facts.language,
        "country": facts.country,
        "city": facts.city,
        "state": facts.state,
        "street": facts.street,
        "rating": facts.rating,
        "review_count": facts.review_count,
        "hours": hours.summary(facts.hours, "en", facts.country) if facts.hours else "",
        "services": [text[:80] for text in facts.services[:20]],
        "attributes": [text[:80] for text in facts.attributes[:20]],
        "description": facts.description[:LONGEST_TEXT],
        "price_range": facts.price_range,
        "can_be": [name for name, is_so in _ways(facts) if is_so],
        "reviews": reviews(facts),
    }
    return {key: value for key, value in known.items() if value not in (None, "", [], 0)}


def reviews(facts: Facts) -> list[dict[str, Any]]:
    """The reviews worth reading: the longest say most. Advertisements and orders to machines stay out,
    as no page may quote them either."""
    kept = [(n, one) for n, one in enumerate(facts.reviews) if one.text.strip() and quotable.is_safe(one)]
    best = sorted(kept, key=lambda pair: (-min(len(pair[1].text), 300), pair[0]))[:MOST_REVIEWS]
    return [
        {"n": n, "author": one.author[:60], "stars": one.rating, "text": one.text[:LONGEST_REVIEW]}
        for n, one in sorted(best, key=lambda pair: pair[0])
    ]


def _ways(facts: Facts) -> list[tuple[str, bool]]:
    return [
        ("called", bool(facts.phone)),
        ("messaged on WhatsApp", facts.has_whatsapp),
        ("written to", bool(facts.email)),
        ("visited", bool(facts.street or facts.address)),
        ("seen in photos", bool(facts.photos)),
    ]
