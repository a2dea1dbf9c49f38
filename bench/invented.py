"""Invented listings in the shapes and sizes of real exports: three files of three providers that
overlap, so that about one row in ten is a place that another row has named already."""

import csv
import json
import random
from pathlib import Path
from typing import Any

TRADES = (
    ("Plumber", "Drainage service", "plumber"), ("Electrician", "Lighting contractor", "electrician"),
    ("Hair salon", "Barber shop", "hairdresser"), ("Restaurant", "Mexican restaurant", "restaurant"),
    ("Roofing contractor", "Gutter service", "roofer"), ("Auto repair shop", "Brake shop", "car_repair"),
    ("Dentist", "Dental clinic", "dentist"), ("Bakery", "Cake shop", "bakery"),
    ("Landscaper", "Lawn care service", "gardener"), ("Shoe repair shop", "Tailor", "shoemaker"),
)  # fmt: skip
FIRST = ("Quill", "Marrow", "Brassfield", "Tillery", "Fallow", "Quarry", "Depot", "Ember", "Hollow",
         "Juniper", "Larkin", "Mossbank", "Nettle", "Orchard", "Pebble", "Rustler", "Sable", "Thistle",
         "Umber", "Vale", "Wicker", "Yarrow", "Zephyr", "Anvil")  # fmt: skip
SECOND = ("& Sons", "Brothers", "Works", "Company LLC", "Services", "& Daughters", "Group Inc",
          "of {town}", "Pros", "House")  # fmt: skip
STATES = {"OH": (39.9, -84.2), "AL": (33.5, -86.8), "TX": (31.0, -99.0), "WA": (48.4, -122.3)}
NAMES = {"OH": "Ohio", "AL": "Alabama", "TX": "Texas", "WA": "Washington"}
CODES = {"OH": (937, 614, 216, 513), "AL": (205, 251, 334), "TX": (512, 713, 210, 915), "WA": (206, 360, 509)}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REVIEWS = ("Here within the hour and tidy about it.", "Honest price, and they called before coming.",
           "The second time we asked them; there will be a third.", "Could have been on time.")  # fmt: skip
SHARES = {"outscraper.csv": 0.6, "google.json": 0.25, "osm.geojson": 0.15}
KNOWN = 0.1  # rows that name a place again


def place(chance: random.Random, number: int) -> dict[str, Any]:
    """What is true of one shop."""
    trade, second, tag = chance.choice(TRADES)
    state = chance.choice(list(STATES))
    town = f"{chance.choice(FIRST)} {chance.choice(('Creek', 'Bend', 'Falls', 'Ridge', 'Grove'))}"
    name = f"{chance.choice(FIRST)} {chance.choice(FIRST)} {trade.split()[0]} {chance.choice(SECOND)}"
    lat, lon = STATES[state]
    opens, closes = chance.choice((7, 8, 9, 10)), chance.choice((4, 5, 6, 7, 9))
    weekday, weekend = f"{opens}AM-{closes}PM", chance.choice(("Closed", "9AM-1PM", "10AM-2PM"))
    return {
        "number": number, "trade": trade, "second": second, "tag": tag, "state": state, "town": town,
        "name": name.format(town=town),
        "street": f"{chance.randrange(1, 9999)} Nowhere {chance.choice(FIRST)} St",
        "zip": f"{chance.randrange(10000, 99999)}", "lat": round(lat + chance.uniform(-2, 2), 6),
        "lon": round(lon + chance.uniform(-2, 2), 6),
        # Numbers that no telephone has, distinct as real ones are
        "phone": f"{chance.choice(CODES[state])} 555 {number % 10_000:04}" if chance.random() < 0.93 else "",
        "rating": round(chance.uniform(3.2, 5.0), 1), "reviews": int(chance.expovariate(1 / 60)),
        "hours": (weekday, weekend),
        "site": f"https://shop{number}.example.com" if chance.random() < 0.6 else "",
        "email": f"office@shop{number}.example.com" if chance.random() < 0.35 else "",
        "place_id": f"ChIJinvented{number:015}", "cid": 10_000_000_000_000 + number,
        "is_closed": chance.random() < 0.02, "has_texts": chance.random() < 0.1,
    }  # fmt: skip


def outscraper(shop: dict[str, Any]) -> dict[str, Any]:
    weekday, weekend = shop["hours"]
    hours = {day: weekend if day in DAYS[5:] else weekday for day in DAYS}
    texts = [
        {"author_title": f"Visitor {n}", "review_text": text, "review_rating": 5,
         "review_datetime_utc": f"0{n + 1}/18/2026 09:14:00", "owner_answer": None}
        for n, text in enumerate(REVIEWS)
    ] if shop["has_texts"] else None  # fmt: skip
    return {
        "query": f"{shop['trade']}, {shop['zip']}, {shop['town']}, {shop['state']}, US", "name": shop["name"],
        "name_for_emails": shop["name"],
        "subtypes": f"{shop['trade']}, {shop['second']}, Service establishment",
        "category": shop["trade"], "type": shop["trade"], "phone": _phone(shop), "website": shop["site"],
        "address": f"{shop['street']}, {shop['town']}, {shop['state']} {shop['zip']}",
        "street": shop["street"], "city": shop["town"], "county": "", "state": NAMES[shop["state"]],
        "state_code": shop["state"], "postal_code": shop["zip"],
        "country": "United States of America", "country_code": "US",
        "domain": "", "company_phone": "", "company_facebook": "", "company_instagram": "", "full_name": "",
        "email": shop["email"], "email.emails_validator.status": "RECEIVING" if shop["email"] else "",
        "latitude": shop["lat"], "longitude": shop["lon"], "h3": f"89{shop['number']:010x}ffff",
        "time_zone": "America/New_York", "plus_code": "", "area_service": "False", "rating": shop["rating"],
        "reviews": f"{shop['reviews']}.0", "reviews_link": f"https://search.google.example.com/{shop['cid']}",
        "reviews_per_score": json.dumps({"1": 2, "2": 0, "3": 4, "4": 11, "5": shop["reviews"]}),
        "photos_count": shop["reviews"] // 3, "photo": f"https://photos.example.com/{shop['number']}.jpg",
        "business_status": "CLOSED_PERMANENTLY" if shop["is_closed"] else "OPERATIONAL",
        "working_hours": json.dumps(hours),
        "about": json.dumps({"Payments": {"Checks": True, "Credit cards": shop["reviews"] % 2 == 0},
                             "Service options": {"Onsite services": True}}),
        "range": "$$", "verified": "True", "reviews_data": json.dumps(texts) if texts else "",
        "place_id": shop["place_id"], "google_id": f"0x8f00000000000001:{hex(shop['cid'])}",
        "cid": shop["cid"], "location_link": f"https://maps.example.com/{shop['place_id']}",
        "chain_info.chain": "False",
    }  # fmt: skip


def google(shop: dict[str, Any]) -> dict[str, Any]:
    weekday, weekend = shop["hours"]
    hours = [{"day": day, "hours": weekend if day in DAYS[5:] else weekday} for day in DAYS]
    return {
        "title": shop["name"], "categoryName": shop["trade"], "categories": [shop["trade"], shop["second"]],
        "address": f"{shop['street']}, {shop['town']}, {shop['state']} {shop['zip']}, United States",
        "street": shop["street"], "city": shop["town"], "state": NAMES[shop["state"]],
        "postalCode": shop["zip"], "countryCode": "US", "website": shop["site"] or None,
        "phone": _phone(shop) or None, "phoneUnformatted": _phone(shop).replace(" ", "") or None,
        "location": {"lat": shop["lat"], "lng": shop["lon"]}, "totalScore": shop["rating"],
        "reviewsCount": shop["reviews"], "reviewsDistribution": {"oneStar": 2, "fiveStar": shop["reviews"]},
        "permanentlyClosed": shop["is_closed"], "temporarilyClosed": False, "placeId": shop["place_id"],
        "cid": str(shop["cid"]), "fid": f"0x8f00000000000001:{hex(shop['cid'])}", "openingHours": hours,
        "additionalInfo": {"Payments": [{"Credit cards": True}], "Accessibility": [{"Entrance": False}]},
        "imageUrl": f"https://photos.example.com/{shop['number']}.jpg", "rank": shop["number"] % 20,
        "url": f"https://www.google.example.com/maps/search/?query_place_id={shop['place_id']}",
        "searchString": shop["trade"], "scrapedAt": "2026-11-01T08:00:00.000Z", "isAdvertisement": False,
    }  # fmt: skip


def osm(shop: dict[str, Any]) -> dict[str, Any]:
    house, _, street = shop["street"].partition(" ")
    tags = {
        "name": shop["name"], "shop": shop["tag"], "addr:street": street, "addr:housenumber": house,
        "addr:city": shop["town"], "addr:postcode": shop["zip"], "addr:state": shop["state"],
        "addr:country": "US", "phone": _phone(shop), "website": shop["site"], "wheelchair": "yes",
        "opening_hours": f"Mo-Fr 0{min(9, shop['number'] % 3 + 7)}:00-18:00; Sa 09:00-13:00",
    }  # fmt: skip
    return {
        "type": "Feature", "id": f"node/{9_000_000_000 + shop['number']}",
        "properties": {name: value for name, value in tags.items() if value},
        "geometry": {"type": "Point", "coordinates": [shop["lon"], shop["lat"]]},
    }  # fmt: skip


def _phone(shop: dict[str, Any]) -> str:
    return f"+1 {shop['phone'].replace(' ', '-', 2)}" if shop["phone"] else ""


def write_files(folder: Path, total: int, seed: int = 7) -> list[Path]:
    """The three files, in the order in which they are to be taken in."""
    chance = random.Random(seed)
    shapes = {"outscraper.csv": outscraper, "google.json": google, "osm.geojson": osm}
    shops: list[dict[str, Any]] = []
    paths = []
    for name, share in SHARES.items():
        rows = []
        for _ in range(round(total * share)):
            if shops and chance.random() < KNOWN:
                shop = chance.choice(shops)
            else:
                shops.append(shop := place(chance, len(shops)))
            rows.append(shapes[name](shop))
        paths.append(_write(folder / name, rows))
    return paths


def _write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            table = csv.DictWriter(file, fieldnames=list(rows[0]))
            table.writeheader()
            table.writerows(rows)
        elif path.suffix == ".geojson":
            json.dump({"type": "FeatureCollection", "features": rows}, file)
        else:
            json.dump(rows, file)
    return path
