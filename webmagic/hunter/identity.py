"""What a listing is recognised by: ids of providers, name with phone, name with address."""

import re

from webmagic.hunter.normal.text import fold, fold_name, line
from webmagic.hunter.reader import Reader, dig

PLACE_ID = re.compile(r"[A-Za-z0-9_-]{10,180}")
FEATURE_ID = re.compile(r"0x[0-9a-f]+:0x([0-9a-f]+)", re.I)


def by_contact(values: dict) -> list[str]:
    """Keys for what has no id: the name with the phone, the name with the address."""
    name, found = fold_name(values["name"])[:90], []
    if phone := values.get("phone"):
        found.append(f"np:{name}|{phone}"[:200])
    if where := values.get("street") or values.get("address"):
        town = values.get("city") or values.get("postcode") or ""
        found.append(f"na:{name}|{fold(where)[:70]}|{fold(town)[:30]}"[:200])
    return found


def keys_of(read: Reader) -> list[str]:
    """Identities, strongest first: Google's ids, OpenStreetMap's, name with phone, name with address."""
    found: list[str] = []
    if place := _place_id(read):
        found.append(f"place:{place}")
    if cid := _google_id(read):
        found.append(f"cid:{cid}")
    osm = read.text("osm_id")
    if osm and not osm.startswith("/") and "None" not in osm:
        found.append(f"osm:{osm}"[:200])
    return found + by_contact(read.values)


def _place_id(read: Reader) -> str:
    value, column = read.pick("place_id")
    text = line(value).removeprefix("places/")
    if not text:
        value, column = read.pick("maps_url")
        found = re.search(r"(?:query_place_id=|place_id:|placeid=)([A-Za-z0-9_-]{10,})", line(value))
        text = found[1] if found else ""
    if not PLACE_ID.fullmatch(text):
        return ""
    read.put("place_id", text, column)
    return text


def _google_id(read: Reader) -> str:
    """Google's customer id in decimal; both of its spellings give the same."""
    for column in read.columns("google_id"):
        text = line(dig(read.row, column))
        if found := FEATURE_ID.fullmatch(text):
            read.put("google_id", text, column)
            return str(int(found[1], 16))
        if re.fullmatch(r"\d{6,20}", text):
            read.put("google_id", text, column)
            return text
    return ""
