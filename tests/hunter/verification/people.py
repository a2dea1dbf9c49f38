"""Invented businesses of several countries, and what their pages look like."""

import json
import random
import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import phonenumbers

_INVENTED = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
NAMES, TOWNS, FAR, STREETS, ABOUT = _INVENTED.values()
LANGUAGES = {"GT": "es", "MX": "es", "ES": "es", "BR": "pt", "DE": "de"}


def phone(country: str, rng: random.Random) -> str:
    """A valid E.164 number in blocks that are hardly used."""
    for _ in range(1000):
        national = {
            "US": lambda: f"{rng.choice((937, 480, 432, 513, 928))}55501{rng.randrange(100):02d}",
            "GT": lambda: f"7{rng.choice((8, 7))}32{rng.randrange(10000):04d}",
            "MX": lambda: f"951555{rng.randrange(10000):04d}",
            "GB": lambda: f"2079460{rng.randrange(1000):03d}",
            "ES": lambda: f"969{rng.randrange(10**6):06d}",
            "BR": lambda: f"383{rng.randrange(10**7):07d}",
            "DE": lambda: f"6062{rng.randrange(10**6):06d}",
        }[country]()
        number = phonenumbers.parse(national, country)
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise AssertionError(country)


def spelled(e164: str, how: int) -> str:
    """One of several ways in which people write a number."""
    number = phonenumbers.parse(e164)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    wide = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return (wide, national, national.replace(" ", ".").replace("-", "."), wide.replace(" ", ""),
            f"00{wide[1:]}", national.replace(" ", "\u00a0"))[how % 6]  # fmt: skip


def plain(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text.casefold().replace("&", " and ").replace("'", ""))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in flat if not unicodedata.combining(c))))


def joined(text: str) -> str:
    return re.sub(r"\b(llc|inc|ltd|co)$", "", plain(text)).replace(" ", "")


@dataclass
class Shop:
    name: str
    country: str
    city: str
    state: str
    postcode: str
    street: str
    phone: str
    how: int
    row: dict[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return LANGUAGES.get(self.country, "en")

    @property
    def label(self) -> str:
        return joined(self.name)

    def listing(self, **changes: Any) -> dict[str, Any]:
        """As a provider lists it."""
        return {
            "query": f"local, {self.city}, {self.country}", "name": self.name, "site": None,
            "category": "Business", "subtypes": "Business", "phone": self.phone,
            "full_address": f"{self.street}, {self.city}", "street": self.street, "city": self.city,
            "state": self.state, "postal_code": self.postcode, "country_code": self.country,
            "business_status": "OPERATIONAL", "rating": 4.8, "reviews": 120,
            "photo": "https://lh5.googleusercontent.com/p/x",
            "location_link": "https://www.google.com/maps/place/x",
            "place_id": f"ChIJ{zlib.crc32((self.name + self.city + self.phone).encode()):020d}",
        } | changes  # fmt: skip

    def html(
        self, *, phone: bool = True, address: bool = True, name: bool = True, more: str = "", head: str = ""
    ) -> str:
        """Its own page."""
        number = f'<p class="tel">{spelled(self.phone, self.how)}</p>' if phone else ""
        place = f"<address>{self.street}, {self.postcode} {self.city}</address>" if address else ""
        title = self.name if name else "Welcome"
        return (
            f"<!doctype html><html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>"
            f"<p>{ABOUT[self.language] * 2}</p>{place}{number}{more}</body></html>"
        )


def shop(country: str, serial: int, rng: random.Random) -> Shop:
    """A business whose name no other case has."""
    base = NAMES[country][serial % len(NAMES[country])]
    first, _, rest = base.partition(" ")
    coined = "".join(rng.choice(pair) for pair in ("bdfglmnprst", "aeiou", "lmnrstv", "aeiou", "lnrsz"))
    name = (
        f"{base}"
        if serial < len(NAMES[country])
        else f"{first} {coined.capitalize()}{rng.choice(('son', 'ez', 'ini', 'ard'))}"
    )
    if serial >= len(NAMES[country]) and rest and rng.random() < 0.5:
        name = f"{name} {rest}"
    city, state, postcode = rng.choice(TOWNS[country])
    street = STREETS[country].format(n=rng.randrange(101, 990))
    return Shop(name, country, city, state, postcode, street, phone(country, rng), rng.randrange(6))
