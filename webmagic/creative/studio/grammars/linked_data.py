"""JSON-LD: the listing's facts in schema.org words, and nothing the listing does not say."""

import json

from markupsafe import Markup

from webmagic.creative.facts import Facts
from webmagic.creative.studio import trades

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def linked_data(facts: Facts, url: str) -> Markup:
    """Safe inside <script type="application/ld+json">: no "<" survives unescaped."""
    thing = {
        "@context": "https://schema.org",
        "@type": trades.get(facts.trade).schema,
        "name": facts.name,
        "url": url,
        "telephone": facts.phone,
        "email": facts.email,
        "priceRange": facts.price_range,
        "address": _address(facts),
        "geo": _geo(facts),
        "openingHoursSpecification": _hours(facts),
        "aggregateRating": _rating(facts),
        "sameAs": list(facts.socials),
    }
    text = json.dumps(
        {key: value for key, value in thing.items() if value}, ensure_ascii=False, separators=(",", ":")
    )
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _address(facts: Facts) -> dict | None:
    parts = {
        "streetAddress": facts.street,
        "addressLocality": facts.city,
        "addressRegion": facts.state,
        "postalCode": facts.postcode,
        "addressCountry": facts.country,
    }
    known = {key: value for key, value in parts.items() if value}
    return {"@type": "PostalAddress", **known} if facts.city or facts.street else None


def _geo(facts: Facts) -> dict | None:
    if facts.latitude is None or facts.longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": facts.latitude, "longitude": facts.longitude}


def _hours(facts: Facts) -> list[dict]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": DAYS[day.day],
            "opens": span.opens,
            "closes": "23:59" if span.closes == "24:00" else span.closes,
        }
        for day in facts.hours
        for span in day.spans
    ]


def _rating(facts: Facts) -> dict | None:
    if facts.rating is None or not facts.review_count:
        return None
    return {"@type": "AggregateRating", "ratingValue": facts.rating, "reviewCount": facts.review_count}
