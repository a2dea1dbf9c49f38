"""A raw row to a draft: the columns of a business with where each came from, and its identities."""

import contextlib
import re
from functools import lru_cache
from typing import Any

from pydantic_core import to_json

from webmagic.hunter import chains, trades
from webmagic.hunter.identity import keys_of
from webmagic.hunter.normal import emails, hours, phones, places, reviews, websites
from webmagic.hunter.normal.text import fold, legal_form, line, number, structure, truth, words
from webmagic.hunter.reader import LIMITS, Context, Draft, Reader, Rejected, dig
from webmagic.models import WebsiteState

GENERIC_KINDS = frozenset(("service establishment", "establishment", "point of interest", "store", "food"))
PRICE = re.compile(r"[$€£¥₱₡₲Q]{1,4}|.*\d.*[-–—].*\d.*|.*[$€£Q]\s?\d.*")
PRICE_LEVELS = {"INEXPENSIVE": "$", "MODERATE": "$$", "EXPENSIVE": "$$$", "VERY_EXPENSIVE": "$$$$"}
MAX_REVIEWS = 10_000_000


def draft(raw: Any, context: Context) -> Draft:
    """Raises Rejected with the reason when the row is no business."""
    if not isinstance(raw, dict):
        raise Rejected("the row is not an object with named fields")
    row = context.shape.prepare(raw)
    read = Reader(row, context)
    _name(read)
    _where(read)
    _contact(read)
    _website(read)
    _standing(read)
    _offer(read)
    _chain(read)
    keys = keys_of(read)
    if not keys:
        raise Rejected("there is a name, but no id, phone or address to know the business by")
    read.values["language"] = places.language(read.values.get("country", ""))
    if context.industry:
        read.values["industry"] = context.industry[: LIMITS["industry"]]
    return Draft(read.values, keys, read.provenance)


def _name(read: Reader) -> None:
    value, column = read.pick("name")
    name = line(value)
    if not re.search(r"\w", name):
        raise Rejected("the row has no name")
    if "@" in column:
        raise Rejected("the row has no name")
    read.put("name", name, column)
    if form := legal_form(name):
        read.put("legal_form", form, column)


def _where(read: Reader) -> None:
    for name in ("address", "street", "city", "postcode"):
        value, column = read.pick(name)
        items = structure(value)
        read.put(name, ", ".join(words(items)) if isinstance(items, list) else line(value), column)
    value, column = read.pick("components")
    for name, part in places.from_components(value).items():
        if name in ("street", "city", "postcode") and name not in read.values:
            read.put(name, part, column)
        elif name == "country":
            read.put("country", places.country(part), column)
        elif name == "state":
            read.put("state", part, column)
    _country(read)
    _american(read)
    country = read.values.get("country", "")
    value, column = read.pick("state")
    if state := places.state(line(value), read.text("state_code"), country):
        read.put("state", state, column or "state")
    read.put("latitude", places.coordinate(read.pick("latitude")[0], 90), read.pick("latitude")[1])
    read.put("longitude", places.coordinate(read.pick("longitude")[0], 180), read.pick("longitude")[1])
    if not read.values.get("address"):
        _compose_address(read)


def _country(read: Reader) -> None:
    """From the row, what was said about the file, the address, or the search that found it."""
    if "country" in read.values:
        return
    value, column = read.pick("country")
    if code := places.country(line(value)):
        read.put("country", code, column)
    elif read.context.country:
        read.values["country"] = read.context.country
        read.provenance["country"] = "import:country"
    elif code := places.country_of_address(
        read.values.get("address", ""),
        read.text("state_code"),
        read.values.get("postcode", ""),
        read.text("phone"),
    ):
        read.put("country", code, read.pick("address")[1] or "state")
    elif code := places.country_of_query(read.text("query")):
        read.put("country", code, "query")


def _american(read: Reader) -> None:
    """Parts that only the one-line address has."""
    if read.values.get("country") != "US" or not (address := read.values.get("address")):
        return
    if parts := places.us_parts(address):
        column = read.pick("address")[1]
        for name, part in zip(("street", "city", "state", "postcode"), parts, strict=True):
            if not read.values.get(name) and not (name == "state" and read.pick("state")[1]):
                read.put(name, part, column)


def _compose_address(read: Reader) -> None:
    parts = [read.values.get(name, "") for name in ("street", "city", "state", "postcode")]
    if read.values.get("street"):
        column = read.provenance["street"].partition(":")[2]
        read.put("address", ", ".join(part for part in parts if part), column)


def _contact(read: Reader) -> None:
    country = read.values.get("country", "")
    zone = ""
    for column in read.columns("phone"):
        if phone := phones.parse(dig(read.row, column), country or read.context.country):
            read.put("phone", phone.e164, column)
            read.put("phone_type", phone.kind, column)
            zone = phone.timezone
            if not country and phone.country:
                read.put("country", phone.country, column)
            break
    address, column = emails.find(read.row, read.columns("email"))
    if address:
        read.put("email", address, column)
        read.values["email_source"] = read.provenance["email"][: LIMITS["email_source"]]
    given, column = read.pick("timezone")
    found = read.values
    where = (found.get("country", ""), found.get("latitude"), found.get("longitude"))
    name, source = places.timezone(line(given), zone, *where)
    read.put("timezone", name, source or column)


def _website(read: Reader) -> None:
    shape = read.context.shape
    value, column = read.pick("website")
    known = read.context.has_websites and (shape.silence_is_none or bool(column))
    found = websites.classify(value, column_exists=known)
    links = [dig(read.row, name) for name in read.columns("other_links")]
    state, note = found.state, column or next(iter(read.columns("website")), "website")
    if state == WebsiteState.NONE:
        for name, link in zip(read.columns("other_links"), links, strict=True):
            if websites.is_own(websites.host_of(websites.first_url(link))):
                state, note = WebsiteState.REVIEW, name  # it books or orders at an address of its own
                break
    read.put("website", found.url, note)
    read.put("website_state", state, note)
    named = [dig(read.row, name) for name in read.columns("socials")]
    socials = websites.social_urls([found.social, *named, *links])
    if found.social and found.social not in socials:
        socials.insert(0, found.social)
    read.put("socials", socials, note if found.social else "socials")


def _standing(read: Reader) -> None:
    """Rating, reviews, open or closed, chain or not."""
    value, column = read.pick("rating")
    rating = number(value)
    if rating is not None and 0 < rating <= 5:
        read.put("rating", round(rating, 2), column)
    value, column = read.pick("review_count")
    items = structure(value)
    count = float(len(items)) if isinstance(items, list) else number(value)
    if count is not None and 0 <= count < MAX_REVIEWS:
        read.put("review_count", int(count), column)
    value, column = read.pick("reviews")
    read.put("reviews", reviews.parse(value), column)
    value, column = read.pick("status")
    if column:
        read.put("is_closed", bool(re.search(r"clos|cerrad", line(value), re.I)), column)
        _closure(read, line(value), column)
    for column in read.columns("closed"):
        if truth(dig(read.row, column)):
            read.put("is_closed", True, column)
            _closure(read, f"closed {column}", column)
    if re.search(r"(?:permanently|temporarily) closed", read.text("open_state"), re.I):
        read.put("is_closed", True, "open_state")
        _closure(read, read.text("open_state"), "open_state")
    _last_sign(read)


def _closure(read: Reader, words: str, column: str) -> None:
    """For good, or for the time being: "CLOSED_TEMPORARILY", `temporarilyClosed`."""
    if read.values.get("is_closed") and read.values.get("closure") != "permanently":
        is_passing = re.search(r"tempor", words, re.I)
        read.put("closure", "temporarily" if is_passing else "permanently", column)


def _last_sign(read: Reader) -> None:
    """The last day on which somebody is known to have been there: a review, or a mapper's check."""
    days = [review["at"] for review in read.values.get("reviews", ()) if review.get("at")]
    checked = line(read.row.get("check_date"))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", checked) and checked > max(days, default=""):
        read.put("last_sign_on", checked, "check_date")
    elif days:
        read.put("last_sign_on", max(days), read.pick("reviews")[1])


def _chain(read: Reader) -> None:
    """A brand's name counts only with its kind of trade, so this comes last."""
    name, values = read.values["name"], read.values
    if read.text("brand_id"):
        read.put("is_chain", True, "brand:wikidata")
    elif chains.carries_brand(name, read.text("brand")):
        read.put("is_chain", True, "brand")
    elif truth(read.pick("chain")[0]):
        read.put("is_chain", True, "chain_info.chain")
    elif chains.is_brand(
        name,
        trade=values.get("trade", ""),
        categories=(values.get("category", ""), *values.get("services", ())),
        country=values.get("country", ""),
        state=values.get("state", ""),
        city=values.get("city", ""),
    ):
        read.put("is_chain", True, read.provenance["name"].partition(":")[2])


def _offer(read: Reader) -> None:
    kinds, kinds_column = read.pick("kinds")
    kinds = [k.replace("_", " ").capitalize() if "_" in k or k.islower() else k for k in words(kinds)]
    category, column = read.pick("category")
    category = line((words(category) or [""])[0] if structure(category) else category)
    if not category and kinds:
        category, column = kinds[0], kinds_column
    tag, _, plain = category.partition("=")
    read.put(
        "category", (plain or tag).replace("_", " ").capitalize() if plain or "_" in tag else tag, column
    )
    trade = trades.of((category, *kinds), read.context.industry, read.values["name"])
    read.put("trade", trade, column or "name")
    services = [k for k in kinds if fold(k) not in GENERIC_KINDS and fold(k) != fold(category)]
    read.put("services", services[:24], kinds_column)
    for column in read.columns("hours"):
        if found := _hours(dig(read.row, column)):
            read.put("hours", found, column)
            break
    read.put_line("description")
    value, column = read.pick("price")
    level = line(value).removeprefix("PRICE_LEVEL_")
    if price := PRICE_LEVELS.get(level) or (level if PRICE.fullmatch(level) else ""):
        read.put("price_range", price, column)
    value, column = read.pick("attributes")
    read.put("attributes", attributes(value), column)
    value, column = read.pick("maps_url")
    if line(value).startswith(("http://", "https://")):
        read.put("maps_url", line(value), column)
    value, column = read.pick("photo")
    if line(value).startswith("https://"):
        read.put("photos", [{"url": line(value), "caption": ""}], column)


def _hours(value: Any) -> list[dict[str, Any]]:
    """Many places keep the same hours, and taking them apart is dear."""
    if isinstance(value, dict | list) and value:
        with contextlib.suppress(ValueError):
            value = to_json(value).decode()
    return _hours_of(value) if isinstance(value, str) else hours.parse(value)


@lru_cache(maxsize=8000)
def _hours_of(text: str) -> list[dict[str, Any]]:
    return hours.parse(text)


def attributes(value: Any) -> list[str]:
    return _attributes_of(value) if isinstance(value, str) else _attributes(value)


@lru_cache(maxsize=4000)
def _attributes_of(text: str) -> list[str]:
    return _attributes(text)


def _attributes(value: Any) -> list[str]:
    """The true ones of {"Payments": {"Credit cards": true}} or {"Payments": [{"Credit cards": true}]}."""
    found: list[str] = []
    value = structure(value) or value
    if isinstance(value, list):
        return [w for w in (line(v) for v in value) if w][:40]
    if not isinstance(value, dict):
        return []
    for group in value.values():
        for part in group if isinstance(group, list) else [group]:
            if isinstance(part, dict):
                found += [line(name) for name, holds in part.items() if holds is True]
    return list(dict.fromkeys(w[:120] for w in found if w))[:40]
