"""Words of the upper page: header, hero, signature, offer, voices."""

import re

from webmagic.creative import slots
from webmagic.creative.facts import Facts
from webmagic.creative.slots import Action
from webmagic.creative.stages import Concept
from webmagic.creative.studio import art, links, themes, trades
from webmagic.creative.studio.copy import hours, labels, phones, words
from webmagic.creative.studio.copy.openings import clean_services, opening, short_name, town
from webmagic.creative.studio.copy.plan import Plan
from webmagic.creative.studio.trades import plain

MOST_OFFERINGS = 8
NAV = ("offer", "voices", "gallery", "hours", "place", "contact")


def actions(facts: Facts, has_contact: bool = True) -> list[Action]:
    """What a visitor can do, the trade's first choice in front; at most two."""
    call, chat, way = _call(facts), _chat(facts), _way(facts)
    form = (
        Action(label=labels.label("write", facts.language), href="#contact", kind="form")
        if has_contact
        else None
    )
    wanted = trades.get(facts.trade).action
    order = {
        "call": (call, chat, way, form),
        "whatsapp": (chat, call, way, form),
        "directions": (way, chat, call, form),
        "form": (form, chat, call, way),
    }[wanted]
    found = [action for action in order if action]
    if facts.has_whatsapp and wanted == "call" and facts.language == "es" and chat and call:
        found = [call, chat]
    return found[:2]


def _call(facts: Facts) -> Action | None:
    href = links.tel(facts)
    if not href:
        return None
    shown = phones.display(facts.phone, facts.country, facts.phone_display)
    return Action(label=labels.label("call", facts.language, phone=shown), href=href, kind="call")


def _chat(facts: Facts) -> Action | None:
    own = trades.wording(facts.trade, facts.language)
    href = links.whatsapp(facts, own.hello or labels.label("hello", facts.language))
    label = own.wa or labels.label("whatsapp", facts.language)
    return Action(label=label, href=href, kind="whatsapp") if href else None


def _way(facts: Facts) -> Action | None:
    href = links.directions(facts)
    label = labels.label("directions", facts.language)
    return Action(label=label, href=href, kind="directions") if href else None


def header(facts: Facts, kinds: list[str]) -> slots.Header:
    names = {
        "offer": labels.nav_offer(trades.get(facts.trade).group, facts.language),
        "voices": labels.label("nav_voices", facts.language),
        "gallery": labels.label("gallery", facts.language),
        "hours": labels.label("nav_hours", facts.language),
        "place": labels.label("nav_place", facts.language),
        "contact": labels.label("nav_contact", facts.language),
    }
    nav = [links.anchor(kind, names[kind]) for kind in NAV if kind in kinds]
    main = next(iter(actions(facts, "contact" in kinds)), None)
    return slots.Header(name=short_name(facts), place=town(facts), nav=nav[:5], action=main)


def hero(facts: Facts, concept: Concept, kinds: list[str]) -> slots.Hero:
    own = trades.wording(facts.trade, facts.language)
    return slots.Hero(
        headline=concept.headline,
        turn=turn_of(concept.headline),
        subline=concept.subline,
        actions=actions(facts, "contact" in kinds),
        art_label=labels.label("drawing", facts.language, what=own.drawing),
        has_open_now=bool(hours.open_days(facts.hours)) and len(hours.known_days(facts.hours)) == 7,
    )


def turn_of(headline: str) -> str:
    """The end of the headline that may be set apart: the quotation, or what follows the first pause."""
    if headline[:1] in {"“", "«"}:
        return re.split(r"[”»]\.? ", headline, maxsplit=1)[-1]
    for mark in ("“", "«"):
        if mark in headline[12:] and headline.rstrip().endswith(("”", "»")):
            return headline[headline.index(mark, 12) :]
    pause = re.search(r"(?<=.{6})(?:[.,:] | (?=que |who ))", headline)
    return headline[pause.end() :] if pause else ""


def signature(facts: Facts, concept: Concept, plan: Plan) -> slots.Signature | None:
    sign, data = concept.signature, dict(concept.signature.data)
    data.pop("review", None)
    data.pop("quote", None)
    if sign.kind == "named_things":
        data = {"things": [_thing(facts, thing) for thing in data.get("things", [])]}
    if sign.kind == "phone_plate":
        data["href"] = links.tel(facts)
        if not data["href"]:
            return None
    if sign.kind in {"hours_chart", "week_ring"} and not hours.open_days(facts.hours):
        return None
    return slots.Signature(
        kind=sign.kind, title=sign.title, caption=_caption(facts, sign.kind), said=plan.signature, data=data
    )


def _thing(facts: Facts, thing: dict) -> dict:
    said = slots.Said(text=thing["quote"]["text"], author=thing["quote"]["author"])
    return {"name": thing["name"], "said": said.model_dump(), "art": art_item(facts.trade, thing["name"])}


def _caption(facts: Facts, kind: str) -> str:
    keys = {"phone_plate": "phone_caption", "week_ring": "week_caption", "hours_chart": "hours_caption"}
    if kind not in keys:
        return ""
    return labels.label(keys[kind], facts.language, name=short_name(facts), town=town(facts))


def offerings(facts: Facts, concept: Concept) -> list[str]:
    """The listing's services; then, where things are bought by name, what reviewers name."""
    names = clean_services(facts)
    shown = {plain(t["name"]) for t in concept.signature.data.get("things", [])}
    if trades.get(facts.trade).group in {"food", "shop", "make"} or not names:
        known = " ".join(plain(name) for name in names)
        for thing in themes.named_things(facts):
            if plain(thing.name) not in known and plain(thing.name) not in shown:
                names.append(thing.name)
    craft = opening(facts).craft
    return names[:MOST_OFFERINGS] or ([words.upper_first(craft)] if craft else [])


def offer(facts: Facts, names: list[str], plan: Plan) -> slots.Offer | None:
    if not names:
        return None
    own = trades.wording(facts.trade, facts.language)
    items = [
        slots.Offering(name=name, said=plan.offers.get(name), art=art_item(facts.trade, name))
        for name in names
    ]
    spoken = sum(item.said is not None for item in items)
    note = labels.label("offer_note", facts.language) if spoken >= 2 else ""
    return slots.Offer(title=own.offer, note=note, items=sorted(items, key=lambda item: item.said is None))


def art_item(trade: str, name: str) -> str:
    """The drawing of that very thing when the art module has one."""
    module = trades.get(trade).art
    flat = set(plain(name).split())
    return next((item for item in art.MODULES.get(module, ()) if flat & {item, f"{item}s"}), "")


def voices(facts: Facts, plan: Plan) -> slots.Voices | None:
    rating = f"{facts.rating:.1f}" if facts.rating else ""
    if not (plan.lead or plan.others or (rating and facts.review_count)):
        return None
    count = words.count_of(facts.review_count or 0, facts.language)
    key = "rating_line" if facts.review_count else "rating_line_bare"
    return slots.Voices(
        title=trades.wording(facts.trade, facts.language).voices,
        rating=rating,
        rating_line=labels.label(key, facts.language, count=count) if rating else "",
        lead=plan.lead,
        others=plan.others,
    )
