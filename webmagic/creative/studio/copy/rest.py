"""Words of the lower page: gallery, hours, place, faq, contact, footer."""

from webmagic.creative import slots
from webmagic.creative.facts import Facts
from webmagic.creative.photos import path_of
from webmagic.creative.slots import Action
from webmagic.creative.studio import links, trades
from webmagic.creative.studio.copy import faq as questions
from webmagic.creative.studio.copy import hours, labels, phones, words
from webmagic.creative.studio.copy.openings import full_name, place_name, short_name, state_name


def gallery(facts: Facts) -> slots.Gallery | None:
    """Photos on our shelf; a remote address is no photo yet."""
    local = [photo for photo in facts.photos if photo.key]
    if not local:
        return None
    name = short_name(facts)
    photos = [
        slots.GalleryPhoto(
            src=path_of(photo.key, "plain.jpg"),
            width=photo.width,
            height=photo.height,
            key=photo.key,
            widths=list(photo.widths),
            alt=photo.caption or labels.label("photo", facts.language, name=name),
        )
        for photo in local
    ]
    return slots.Gallery(title=labels.label("gallery", facts.language), photos=photos)


def opening_hours(facts: Facts) -> slots.Hours | None:
    if not hours.open_days(facts.hours):
        return None  # seven closed days are a shop that moved or rests, not opening hours
    days = [
        slots.Day(
            day=day,
            label=words.upper_first(hours.DAYS[facts.language][day]),
            text=hours.day_text(spans, facts.language, facts.country),
            spans=[hours.span_minutes(span) for span in spans],
        )
        for day, spans in enumerate(hours.week(facts.hours))
        if day in hours.known_days(facts.hours)
    ]
    return slots.Hours(
        title=labels.label("hours", facts.language),
        days=days,
        timezone=facts.timezone if len(days) == 7 else "",  # "closed now" needs every day
        open_text=labels.label("open_now", facts.language),
        closed_text=labels.label("closed_now", facts.language),
    )


def address_lines(facts: Facts) -> list[str]:
    """Street, then town as the country writes it: "Dayton, OH 45403", "68999 Oaxaca de Juárez, Oaxaca"."""
    state = facts.state if facts.country == "US" else state_name(facts)
    if facts.country == "US":
        town = " ".join(p for p in (", ".join(x for x in (facts.city, state) if x), facts.postcode) if p)
    else:
        same = trades.plain(state) == trades.plain(facts.city)
        town = ", ".join(x for x in (facts.city, "" if same else state) if x)
        if facts.country == "MX" and facts.postcode:
            town = f"{facts.postcode} {town}"
    lines = [facts.street.strip(), town.strip()]
    return [line for line in lines if line] or [line for line in [facts.address.strip()] if line]


def place(facts: Facts) -> slots.Place | None:
    lines, towns = address_lines(facts), questions.towns(facts)
    if not lines:
        return None
    href = links.directions(facts)
    label = labels.label("directions", facts.language)
    way = Action(label=label, href=href, kind="directions") if href else None
    title = labels.label("area" if towns and not facts.street else "place", facts.language)
    return slots.Place(title=title, lines=lines, directions=way, towns=towns)


def faq(facts: Facts) -> slots.Faq | None:
    items = questions.questions(facts)
    if len(items) < 2:
        return None
    return slots.Faq(title=trades.wording(facts.trade, facts.language).faq, items=items)


def contact(facts: Facts) -> slots.Contact:
    own, language = trades.wording(facts.trade, facts.language), facts.language
    shown = phones.display(facts.phone, facts.country, facts.phone_display) if facts.phone else ""
    failed = labels.label("failed", language, phone=shown) if shown else labels.label("failed_bare", language)
    return slots.Contact(
        title=own.ask,
        lead=_lead(facts, shown),
        name_label=labels.label("name", language),
        contact_label=labels.label("contact", language),
        message_label=own.message,
        send_label=own.send,
        sent_text=labels.label("sent", language, name=short_name(facts)),
        failed_text=failed,
        links=_links(facts),
    )


def _lead(facts: Facts, shown: str) -> str:
    if not shown:
        return ""
    key = "lead_whatsapp" if links.whatsapp(facts) else "lead_call"
    return labels.label(key, facts.language, phone=shown)


def _links(facts: Facts) -> list[Action]:
    """Number and mail as themselves, for copying; no sentence around them."""
    found = []
    if href := links.tel(facts):
        shown = phones.display(facts.phone, facts.country, facts.phone_display)
        found.append(Action(label=shown, href=href, kind="call"))
    if href := links.mail(facts):
        found.append(Action(label=facts.email, href=href, kind="mail"))
    return found


def footer(facts: Facts) -> slots.Footer:
    week = hours.summary(facts.hours, facts.language, facts.country)
    where = ", ".join(address_lines(facts)) or place_name(facts)
    return slots.Footer(
        name=full_name(facts), lines=[line for line in (where, week) if line], links=_links(facts)
    )
