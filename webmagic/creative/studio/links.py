"""Every href of a page, built from facts; no model and no listing writes one."""

from urllib.parse import quote, urlencode

from webmagic.creative.facts import Facts
from webmagic.creative.slots import Action
from webmagic.creative.studio.copy import phones

KINDS = (
    "header",
    "hero",
    "signature",
    "offer",
    "voices",
    "gallery",
    "hours",
    "place",
    "faq",
    "contact",
    "footer",
)


def tel(facts: Facts) -> str:
    number = phones.e164(facts.phone, facts.country)
    return f"tel:{number}" if number else ""


def whatsapp(facts: Facts, text: str = "") -> str:
    """Only when the listing or the owner says there is WhatsApp on the number."""
    number = phones.e164(facts.phone, facts.country)
    if not (facts.has_whatsapp and number):
        return ""
    return f"https://wa.me/{number[1:]}" + (f"?text={quote(text, safe='')}" if text else "")


def mail(facts: Facts) -> str:
    ok = facts.email.count("@") == 1 and not any(c in facts.email for c in " <>\"'\\?&,;")
    return f"mailto:{facts.email}" if ok else ""


def directions(facts: Facts) -> str:
    """Google Maps by coordinates, else by the address as the listing writes it."""
    if facts.latitude is not None and facts.longitude is not None:
        return "https://www.google.com/maps/dir/?" + urlencode(
            {"api": "1", "destination": f"{facts.latitude},{facts.longitude}"}, safe=","
        )
    place = facts.address or ", ".join(part for part in (facts.street, facts.city) if part)
    if not facts.street and not facts.address:
        return ""
    return "https://www.google.com/maps/dir/?" + urlencode(
        {"api": "1", "destination": place}, quote_via=quote
    )


def anchor(kind: str, label: str) -> Action:
    if kind not in KINDS:
        raise ValueError(f"no section of kind {kind}")
    return Action(label=label, href=f"#{kind}", kind="anchor")
