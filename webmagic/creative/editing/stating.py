"""Facts out of an owner's mouth: checked, laid over those of the listing, and kept."""

from typing import Any

from webmagic.core.errors import Invalid
from webmagic.creative import photos
from webmagic.creative.editing.edits import Edits, FactPatch
from webmagic.creative.facts import Facts
from webmagic.creative.snapshot import cleaned, display_phone
from webmagic.creative.studio.copy import phones
from webmagic.hunter import check_statement

WHATSAPP = ("wa.me", "whatsapp.com")
ADDRESS = ("street", "city", "state", "postcode")
LONGEST_WORD = 600


def statement_of(facts: Facts, edits: Edits, words: list[str]) -> dict[str, Any]:
    """Columns of the business that the owner states by these edits. Raises Invalid."""
    patch = edits.facts or FactPatch()
    values = cleaned(patch.model_dump(mode="json", exclude_none=True, exclude={"has_whatsapp"}))
    if "name" in values and not values["name"]:
        raise Invalid("A business needs a name.")
    for name in ("services", "attributes"):
        if name in values:
            values[name] = [text[:120] for text in dict.fromkeys(values[name]) if text]
    if "photos" in values:
        values["photos"] = [_on_the_shelf(photo) for photo in values["photos"]]
    if any(name in values for name in ADDRESS) and "address" not in values:
        values["address"] = _address(facts, values)
    if values.get("street", facts.street) != facts.street or values.get("city", facts.city) != facts.city:
        values |= {"latitude": None, "longitude": None}  # those of the old address
    if edits.language is not None:
        values["language"] = edits.language
    stated = check_statement(values, facts.country)
    if patch.has_whatsapp is not None:
        stated["socials"] = _socials(facts, stated, patch.has_whatsapp)
    fresh = [word for word in words if word and word not in facts.owner_words]
    if fresh:
        stated["owner_words"] = [*facts.owner_words, *(word[:LONGEST_WORD] for word in fresh)]
    return stated


def _on_the_shelf(photo: dict[str, Any]) -> dict[str, Any]:
    known = photos.find(photo["key"])
    if known is None:
        raise Invalid("There is no such photo. Send it first, then put it on the page.")
    said = {"caption": " ".join(photo["caption"].split())[:160], "url": photo["url"]}
    return {**known.model_dump(mode="json"), **said}


def _address(facts: Facts, values: dict[str, Any]) -> str:
    street, city, state, postcode = (values.get(name, getattr(facts, name)) for name in ADDRESS)
    return ", ".join(part for part in (street, city, f"{state} {postcode}".strip()) if part)


def _socials(facts: Facts, stated: dict[str, Any], has_whatsapp: bool) -> list[str]:
    others = [
        url for url in stated.get("socials", facts.socials) if not any(host in url for host in WHATSAPP)
    ]
    if not has_whatsapp:
        return others
    number = phones.e164(stated.get("phone", facts.phone), facts.country)
    if not number:
        raise Invalid("WhatsApp needs a telephone number.")
    return [*others, f"https://wa.me/{number[1:]}"]


def facts_with(facts: Facts, stated: dict[str, Any]) -> Facts:
    """The snapshot with what was stated laid over it."""
    known = {name: value for name, value in stated.items() if name in Facts.model_fields}
    values = {**facts.model_dump(), **known}
    if "phone" in stated:
        values["phone_display"] = display_phone(stated["phone"])
    if "socials" in stated:
        values["has_whatsapp"] = any(host in url for url in stated["socials"] for host in WHATSAPP)
    values["provenance"] = {**facts.provenance, **dict.fromkeys(known, "owner")}
    return Facts.model_validate(values)
