"""A hundred invented bakeries of one invented town, their pages, and what their first screens look like."""

import contextlib
import functools
import random
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.creative import shops
from tests.creative.grammars.pages import designed
from tests.prepare import find_chromium
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Direction
from webmagic.creative.studio.render import SiteContext, render

TOWN = {"city": "Marrow Creek", "state": "OH", "country": "US", "postcode": "45499", "language": "en"}
FIRST = (
    "Thistle", "Larkin", "Ember", "Brassfield", "Juniper", "Nettle", "Orchard", "Pebble", "Sable", "Umber",
    "Vale", "Wicker", "Yarrow", "Zephyr", "Fallow", "Hollow", "Mossbank", "Quill", "Tillery", "Depot",
)  # fmt: skip
KINDS = ("Bakery", "Bread Company", "Oven", "& Daughters Bakers", "Bakehouse")
SAID = (
    "The rye comes out at six and by seven you are too late.",
    "My kids walk past two other bakeries to get here, and so do I.",
    "Ordered forty rolls for a funeral on a Tuesday night, picked them up warm on Wednesday.",
    "Best cinnamon bun in the county, and I have tried the others.",
    "The sourdough lasted four days and was better on the second.",
    "She remembered that my father cannot have sesame.",
    "Twelve minutes in line on a Saturday, worth eleven of them.",
    "A loaf, two croissants and change from a ten.",
    "The seeded loaf toasts like nothing else in Marrow Creek.",
    "They open at five, which is when bakers and nurses need them.",
    "Brought the birthday cake to the car because it was raining.",
    "Nobody here says artisan. They just bake it right.",
)
PEOPLE = ("Ada", "Ben", "Cleo", "Dario", "Elif", "Finn", "Gita", "Hugo", "Iris", "Jonas", "Kit", "Lena")
SERVICES = ("Sourdough", "Cinnamon buns", "Rye bread", "Birthday cakes", "Croissants", "Dinner rolls")
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 780}


def bakery(number: int) -> Facts:
    """The facts of one of them. Numbers, streets and people cannot exist."""
    chance = random.Random(number)
    said = [shops.said(f"{who} {chr(65 + number % 26)}.", text) for who, text in
            zip(chance.sample(PEOPLE, 5), chance.sample(SAID, 5), strict=True)]  # fmt: skip
    street = f"{9000 + number} Nowhere Street"
    phone = f"93755501{number:02}"
    return Facts(
        business_id=5000 + number,
        name=f"{FIRST[number % len(FIRST)]} {KINDS[number // len(FIRST)]}",
        trade="bakery",
        category="Bakery",
        street=street,
        address=f"{street}, Marrow Creek, OH 45499",
        timezone="America/New_York",
        phone=f"+1{phone}",
        phone_display=f"({phone[:3]}) {phone[3:6]}-{phone[6:]}",
        rating=round(4.4 + number % 7 / 10, 1),
        review_count=18 + number * 7,
        reviews=tuple(said),
        hours=shops.hours("", *["05:00-14:00"] * 5, "06:00-12:00"),
        services=tuple(chance.sample(SERVICES, 4)),
        **TOWN,
    )


def looks(count: int = 100) -> list[Direction]:
    """What the art director chose for each, in the order in which the town was worked through."""
    return [designed(bakery(number), number)[0] for number in range(count)]


def combination(look: Direction) -> tuple[str, ...]:
    """What no two may share: vibe, palette family, pair of faces, order of sections."""
    order = [named.split(":")[0] for named in look.sections]
    return look.vibe, look.palette.family, look.display_face, look.text_face, *order


@contextlib.contextmanager
def served(numbers: range) -> Iterator[list[str]]:
    """Addresses of the pages of those bakeries, as their owners would have them."""
    with TemporaryDirectory(prefix="wmhundred") as root, _without_cards():
        for number in numbers:
            facts = bakery(number)
            page = render(facts, *designed(facts, number), site=SiteContext("https://shop.example"))
            for name, content in page.files.items():
                path = Path(root) / str(number) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=root))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield [f"http://127.0.0.1:{server.server_port}/{number}/index.html" for number in numbers]
        server.shutdown()


def _without_cards():
    """Nobody looks at the cards here, and each takes a second to draw."""
    return mock.patch("webmagic.creative.studio.render.card", return_value=b"")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_parts: object) -> None:
        """One line a file would hide the figures."""


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


def screens(opened: Browser, addresses: list[str], size: dict[str, int] = WIDE, scheme: str = "light"):
    """What each page shows first."""
    page = opened.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    for address in addresses:
        page.goto(address)
        page.evaluate("document.fonts.ready")
        yield Image.open(BytesIO(page.screenshot(type="jpeg", quality=90))).convert("RGB")
    page.close()
