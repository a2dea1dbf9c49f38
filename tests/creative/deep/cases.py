"""The pages held to the bar: trades, grammars, languages, photos, reviews and difficult names crossed.

Every business here is invented; streets, numbers and domains cannot exist.
"""

import atexit
import functools
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.creative import shops
from tests.creative.grammars.pages import in_grammar
from tests.creative.photos.pictures import jpeg
from webmagic.creative.facts import Facts, Photo, Review
from webmagic.creative.page import Page
from webmagic.creative.photos.encode import Encoded, encode
from webmagic.creative.studio.grammars import GRAMMARS
from webmagic.creative.studio.render import SiteContext, render

PHOTOS, ENCODED = 6, 2  # encoding is slow, and two of each shape are as good as six
LONG = "Northwest Heritage Furniture Restoration, Upholstery & Antique Clock Repair Cooperative"
THINGS = ("tacos", "salsa", "tortillas", "quesadillas", "horchata", "carnitas", "beans", "churros")
MANNERS = ("came out hot", "were gone by noon", "cost less than lunch downtown", "tasted like home")
PEOPLE = ("Ada", "Ben", "Cleo", "Dario", "Elif", "Finn", "Gita", "Hugo", "Iris", "Jonas")


@dataclass(frozen=True)
class Case:
    key: str
    facts: Facts
    grammar: str
    step: int

    def page(self, base_url: str) -> Page:
        """As its owner has it once it is sold: no claim bar, open to search engines."""
        site = SiteContext(base_url, form_action="/_contact", photos=_shelf())
        return render(self.facts, *in_grammar(self.facts, self.grammar, self.step), site=site)


@functools.cache
def _shelf() -> Path:
    """A shelf with a few photographs as they are kept: encoded, in their widths."""
    shelf = Path(tempfile.mkdtemp(prefix="wmshelf"))
    atexit.register(shutil.rmtree, shelf, ignore_errors=True)
    for number in range(PHOTOS):
        (shelf / _key(number)).mkdir()
        for name, content in _encoded(number % ENCODED).files.items():
            (shelf / _key(number) / name).write_bytes(content)
    return shelf


@functools.cache
def _encoded(number: int) -> Encoded:
    return encode(jpeg(600, 800 if number else 450, seed=number))


def _key(number: int) -> str:
    return f"{number:024x}"


def _but(facts: Facts, **changes) -> Facts:
    return facts.model_copy(update=changes)


def _photos(facts: Facts, count: int) -> Facts:
    photos = tuple(_photo(number, f"{facts.name} ({number})") for number in range(count))
    return _but(facts, photos=photos)


def _photo(number: int, caption: str) -> Photo:
    known = _encoded(number % ENCODED)
    size = {"width": known.width, "height": known.height, "widths": tuple(known.widths)}
    return Photo(key=_key(number), caption=caption, **size)


def _fifty() -> tuple[Review, ...]:
    texts = [f"The {thing} {manner}." for thing in THINGS for manner in MANNERS]
    texts += [f"{thing.capitalize()} worth the drive, and my kids agree." for thing in THINGS]
    texts += [f"We ordered {thing} for a birthday and nobody spoke for ten minutes." for thing in THINGS]
    texts += ["Kind people.", "Parking is hard on Fridays."]
    return tuple(shops.said(f"{PEOPLE[n % 10]} {chr(65 + n % 26)}.", text) for n, text in enumerate(texts))


def _spanish(facts: Facts, name: str, country: str, city: str, phone: tuple[str, str], **more) -> Facts:
    place = {"country": country, "city": city, "state": "", "postcode": "", "language": "es"}
    street = {"street": "Calle Inexistente 990", "address": f"Calle Inexistente 990, {city}"}
    return _but(
        facts, name=name, phone=phone[0], phone_display=phone[1], services=(), **place, **street, **more
    )


SILENT = {
    "reviews": (), "rating": None, "review_count": None, "hours": (), "photos": (), "services": (),
    "attributes": (), "description": "", "maps_url": "", "socials": (), "price_range": "",
}  # fmt: skip


def _businesses() -> dict[str, Facts]:
    plain = {shop.__name__: shop() for shop in shops.ALL}
    bakery, plumber, barber, florist = (plain[key] for key in ("bakery", "plumber", "barber", "florist"))
    taqueria, dentist, massage, bicycles = (
        plain[key] for key in ("taqueria", "dentist", "massage", "bicycles")
    )
    madrid, mexico = ("+34910000199", "910 00 01 99"), ("+525555550142", "55 5555 0142")
    return plain | {
        "no-reviews": _but(plumber, reviews=(), rating=None, review_count=None),
        "one-review": _but(bakery, reviews=bakery.reviews[:1], review_count=1),
        "fifty-reviews": _but(taqueria, reviews=_fifty(), review_count=50),
        "photos": _photos(florist, 4),
        "photos-spanish": _photos(bakery, 6),
        "photos-one": _photos(massage, 1),
        "right-to-left": _but(bakery, name="مخبز السلام", language="en", country="US"),
        "both-directions": _but(barber, name="מספרת דוד — David's Barbershop"),
        "emoji": _but(taqueria, name="🌮 Tacos El Güero 🌮"),
        "apostrophes": _but(plumber, name="O'Hara's & Sons' \"24/7\" Plumbing"),
        "accents": _spanish(
            barber, "Peluquería Ñandú & Señor Über", "ES", "Cádiz", madrid, reviews=(), category="Peluquería"
        ),
        "long-name": _but(plain["taxidermist"], name=LONG),
        "capitals": _but(bicycles, name="JOE'S BIKES & REPAIR LLC"),
        "mexico": _spanish(
            florist, "Florería La Güera", "MX", "Oaxaca", mexico, reviews=(), category="Florería"
        ),
        "spain": _spanish(
            dentist, "Clínica Dental Íñigo", "ES", "Logroño", madrid, reviews=(), category="Dentista"
        ),
        "silent": _but(plumber, **SILENT, email="", name="Quiet Plumbing"),
        "only-mail": _but(massage, phone="", phone_display="", has_whatsapp=False),
        "no-street": _but(
            bicycles, street="", address="", postcode="", latitude=None, longitude=None, maps_url=""
        ),
    }


def cases() -> list[Case]:
    """Each business in another grammar; when there are more grammars than businesses, round again."""
    keys, businesses = sorted(GRAMMARS), list(_businesses().items())
    count = max(len(businesses), len(keys))
    return [
        Case(
            f"{businesses[n % len(businesses)][0]}-{keys[n % len(keys)]}",
            businesses[n % len(businesses)][1],
            keys[n % len(keys)],
            n // len(keys),
        )
        for n in range(count)
    ]
