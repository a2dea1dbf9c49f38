"""The mind behind the fake of Anthropic: it reads the prompt, finds the facts in it, and answers as an
able model would. The built-in designer thinks for it; nothing but the request is known here."""

import json
import re
from typing import Any

from webmagic.creative.facts import Facts, Review
from webmagic.creative.studio import analyst, architect, concept, director
from webmagic.creative.studio.grammars import GRAMMARS


def tagged(text: str, name: str) -> Any:
    found = re.search(rf"<{name}>\n(.*?)\n</{name}>", text, re.S)
    return json.loads(found[1]) if found else None


def facts_in(text: str) -> Facts:
    told = {"name": "", "trade": "general"} | (tagged(text, "facts") or {})
    reviews = {one["n"]: one for one in told.get("reviews", [])}
    whole = [
        Review(author=one["author"], text=one["text"], rating=one.get("stars"))
        if one
        else Review(author="", text="")
        for one in (reviews.get(n) for n in range(max(reviews, default=-1) + 1))
    ]
    kept = (
        "name", "trade", "category", "language", "country", "city", "state", "street", "rating",
        "review_count", "description", "price_range",
    )  # fmt: skip
    return Facts(
        business_id=1,
        reviews=tuple(whole),
        services=tuple(told.get("services", ())),
        attributes=tuple(told.get("attributes", ())),
        phone="+15035550142" if "called" in told.get("can_be", ()) else "",
        phone_display="(503) 555-0142" if "called" in told.get("can_be", ()) else "",
        **{key: told[key] for key in kept if key in told},
    )


def answer(request: dict[str, Any]) -> str:
    """The text of a good answer to any of our agents, by the schema the request asks for."""
    user = str(request["messages"][0]["content"])
    schema = (request.get("output_config") or {}).get("format", {}).get("schema", {})
    wanted = set(schema.get("properties", {}))
    for mark, think in THINKERS.items():
        if mark in wanted:
            return json.dumps(think(facts_in(user), user), ensure_ascii=False)
    if wanted_sections := tagged(user, "wanted"):
        return "\n".join(section(one, facts_in(user), user) for one in wanted_sections)
    return "I do not know what is wanted."


def _quote(one: Any) -> dict[str, Any] | None:
    return {"review": one.review, "text": one.text} if one else None


def analysis(facts: Facts, user: str) -> dict[str, Any]:
    made = analyst.analyse(facts)
    return {
        "says": [f"{len(facts.reviews)} reviews read, and {len(made.themes)} things said more than once.",
                 "One voice is more particular than the others."],
        "archetype": made.archetype,
        "themes": [{"label": t.label, "quotes": [_quote(q) for q in t.quotes]} for t in made.themes],
        "praise_words": made.praise_words,
        "differentiators": made.differentiators,
        "best_quote": _quote(made.best_quote),
        "quotes": [_quote(q) for q in made.quotes],
        "doubts": ["Nobody says where one parks."],
    }  # fmt: skip


def idea(facts: Facts, user: str) -> dict[str, Any]:
    read = analyst.analyse(facts)
    made = concept.conceive(facts, read)
    kinds = [one["kind"] for one in tagged(user, "signatures") or [{"kind": "phone_plate"}]]
    return {
        "says": ["Three ideas, and the plainest of them holds.", f"Chosen: {made.headline}"],
        "ideas": [
            {"headline": i.headline, "angle": i.angle if i.angle in ANGLES else "praise", "reason": i.reason}
            for i in made.ideas
        ],
        "chosen": 0,
        "subline": made.subline,
        "signature": made.signature.kind if made.signature.kind in kinds else kinds[0],
        "signature_title": made.signature.title,
    }  # fmt: skip


ANGLES = ("time", "object", "person", "place", "price", "praise", "hours", "name")


def look(facts: Facts, user: str) -> dict[str, Any]:
    grammar = GRAMMARS[(tagged(user, "offered") or ["swiss"])[0]]
    seed = sum(map(ord, facts.name))
    family = tuple(grammar.colours)[seed % len(grammar.colours)]
    return {
        "says": ["Paper and one ink, as a bill on the counter would have it."],
        "grammar": grammar.key,
        "family": family,
        "hue": seed * 7 % 360,
        "faces": " with ".join(grammar.faces[seed % len(grammar.faces)]),
        "hero": tuple(grammar.heroes)[seed % len(grammar.heroes)],
        "density": grammar.densities[0],
        "order": list(grammar.sequences[seed % len(grammar.sequences)]),
        "variants": [f"{kind}:{known[seed % len(known)]}" for kind, known in grammar.variants.items()],
    }


def _blueprint(facts: Facts, user: str):
    read = analyst.analyse(facts)
    made = concept.conceive(facts, read)
    told = tagged(user, "concept") or {}
    made = made.model_copy(update={key: told[key] for key in ("headline", "subline") if key in told})
    return read, architect.build(facts, read, made, director.direct(facts, read, made))


def page(facts: Facts, user: str) -> dict[str, Any]:
    read, made = _blueprint(facts, user)
    slots = {one.kind: one.slots for one in made.sections}
    says = {q.text: q.review for q in [read.best_quote, *read.quotes] if q}

    def said(one: dict | None) -> dict | None:
        at = next((n for n, r in enumerate(facts.reviews) if one and one["text"] in r.text), None)
        return {"review": at, "text": one["text"]} if one and at is not None else None

    offer, voices, contact = slots.get("offer", {}), slots.get("voices", {}), slots["contact"]
    spanish = facts.language == "es"
    return {
        "says": ["Every line says what somebody said, or what the listing has.", f"{len(says)} voices kept."],
        "title": made.title,
        "description": made.description,
        "subline": slots["hero"]["subline"],
        "signature_title": slots.get("signature", {}).get("title", ""),
        "signature_caption": "",
        "offer": {
            "title": "Lo que se pide aquí" if spanish else "What people come for",
            "note": "",
            "items": [{"name": i["name"], "said": said(i["said"])} for i in offer.get("items", [])],
        },
        "voices": {
            "title": "Lo cuentan los vecinos" if spanish else "Heard at the counter",
            "lead": said(voices.get("lead")),
            "others": [q for one in voices.get("others", []) if (q := said(one))],
        },
        "hours_title": "Horario" if spanish else "Hours",
        "place_title": "Dónde estamos" if spanish else "Where to find it",
        "gallery_title": "Fotos" if spanish else "Photographs",
        "faq_title": "Se pregunta a menudo" if spanish else "Often asked",
        "faq": [],
        "contact": {key: contact[key] for key in ("title", "lead", "message_label", "send_label")},
    }


def mail(facts: Facts, user: str) -> dict[str, Any]:
    if facts.language == "es":
        return {
            "says": ["It leads with the voice."],
            "subject": f"Una página para {facts.name}"[:60],
            "opening": "Hice una página para su negocio sin que nadie la pidiera, y ya se puede ver.",
            "proof": "Está hecha de lo que cuentan las reseñas, palabra por palabra.",
            "close": "Es suya si la quiere, y si no la quiere no pasa nada.",
        }
    return {
        "says": ["It leads with the voice."],
        "subject": f"A page for {facts.name}"[:60],
        "opening": "I made a page for your shop without being asked, and it can be looked at now.",
        "proof": "It is built out of what reviewers wrote, word for word.",
        "close": "It is yours if you want it, and nothing happens if you do not.",
    }


def edits(facts: Facts, user: str) -> dict[str, Any]:
    """What is asked for plainly, done plainly; the rest is left."""
    request = str(tagged(user, "request") or "")
    texts = {one["key"]: one for one in (tagged(user, "page") or {}).get("texts", [])}
    found: dict[str, Any] = {
        "says": ["The texts would change as asked."], "texts": [], "hide": [], "hours": [], "facts": [],
        "left": [],
        "look": {"hue": "", "density": "", "faces": ""},
    }  # fmt: skip
    said = re.search(r"say[s]? [\"“](.+?)[\"”]", request)
    if said and (key := next((key for key in texts if key.endswith("subline")), "")):
        found["texts"] = [{"key": key, "text": said[1]}]
    if "green" in request:
        found["look"]["hue"] = "150"
    if not (found["texts"] or found["look"]["hue"]):
        found["left"] = [request[:120]]
    return found


def section(kind: str, facts: Facts, user: str) -> str:
    """A section made by hand, in the words of the facts."""
    told = tagged(user, "concept") or {}
    quotes = tagged(user, "quotable") or []
    quote = quotes[len(kind) % len(quotes)] if quotes else None
    voice = (
        f'<blockquote data-review="{quote["review"]}" class="b-quote"><p>{quote["text"]}</p></blockquote>'
        if quote
        else ""
    )
    if kind == "hero":
        headline, subline = told.get("headline", facts.name), told.get("subline", "")
        inner = (
            f'<h1>{headline}</h1><div class="b-split"><p class="b-lead">{subline}</p>'
            '<p><a data-do="call">Call</a> <a data-do="directions">Directions</a></p></div>'
            '<span data-art="hero"></span>'
        )
    else:
        names = TITLES[facts.language]
        items = "".join(f"<li>{name}</li>" for name in facts.services[:6])
        listed = f'<ul class="b-list">{items}</ul>' if items and kind == "offer" else ""
        inner = (
            f'<h2>{names.get(kind, kind)}</h2><div class="b-rail"><p class="b-label">'
            f'<span data-fact="town"></span></p><div>{listed}{voice}</div></div>'
        )
    return f"<<<SECTION {kind}>>>\n{inner}\n<<<END {kind}>>>"


TITLES = {
    "en": {"offer": "What they do", "voices": "Neighbours say", "signature": "One thing", "place": "Where"},
    "es": {"offer": "Lo que hacen", "voices": "Lo cuentan los vecinos", "signature": "Una cosa"},
}
THINKERS = {
    "archetype": analysis,
    "ideas": idea,
    "grammar": look,
    "contact": page,
    "subject": mail,
    "left": edits,
}
