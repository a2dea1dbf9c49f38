"""Pages keep the hard limits: nothing inline, nothing foreign, light, safe, whole."""

import gzip
import itertools
import json
import re
from html.parser import HTMLParser

import pytest

from tests.creative import shops
from tests.creative.grammars.pages import OWNED, PREVIEW, SHOPS, designed, in_grammar, page_of
from webmagic.creative.facts import Facts, Review
from webmagic.creative.gate import factlock
from webmagic.creative.stages import Section
from webmagic.creative.studio.grammars import GRAMMARS
from webmagic.creative.studio.render import SiteContext, render

CROSSED = [(shop, key, step) for shop in SHOPS for key in GRAMMARS for step in range(3)]
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "L'Œuf & “Co” 🥐",
    "مخبز الوردة",
    "{{ 7*7 }}",
)


@pytest.mark.parametrize(("shop", "key", "step"), CROSSED)
def test_a_page_keeps_the_hard_limits(shop, key, step):
    facts = shop()
    page = render(facts, *in_grammar(facts, key, step), site=PREVIEW)
    assert not inline_code(page.html)
    assert not foreign(page)
    assert weight(page) <= 100 * 1024
    assert page.html.count("<h1") == 1
    assert headings_in_order(page.html)
    assert not dead_anchors(page.html)
    assert [finding.message for finding in factlock.check(page.html, facts)[0]] == []


def test_the_same_business_gives_the_same_bytes():
    assert page_of(shops.bakery(), 4).files == page_of(shops.bakery(), 4).files


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("key", GRAMMARS)
def test_hostile_names_stay_words(name, key):
    review = Review(author=name, text=f"{name} is the best I know in this town, honestly.", rating=5.0)
    facts = shops.plumber().model_copy(update={"name": name, "city": name, "reviews": (review,)})
    page = render(facts, *in_grammar(facts, key), site=PREVIEW)
    assert not inline_code(page.html)
    assert "<script>alert" not in page.html and "<img src=x" not in page.html
    assert ">49<" not in page.html


def test_linked_data_cannot_close_its_script():
    facts = shops.bakery().model_copy(update={"name": "</script><b>", "street": "<!--"})
    data = linked_data(page_of(facts).html)
    assert data["name"] == "</script><b>" and data["address"]["streetAddress"] == "<!--"


def test_linked_data_holds_the_listing_and_its_subtype():
    data = linked_data(page_of(shops.bakery()).html)
    assert data["@type"] == "Bakery"
    assert data["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": 4.8, "reviewCount": 214}
    assert len(data["openingHoursSpecification"]) == 7


@pytest.mark.parametrize("key", GRAMMARS)
def test_a_business_of_which_little_is_known_still_has_a_page(key):
    facts = Facts(business_id=9, name="Ok", trade="general", language="en", city="Ely")
    page = render(facts, *in_grammar(facts, key), site=OWNED)
    assert "<h1" in page.html and "Ok" in page.html
    for kind in ("voices", "hours", "gallery"):
        assert f'id="{kind}"' not in page.html


@pytest.mark.parametrize("key", GRAMMARS)
def test_a_section_without_slots_leaves_no_hole(key):
    direction, blueprint = in_grammar(shops.bakery(), key)
    blueprint.sections.append(Section(kind="gallery", variant="", slots={"title": "Photos", "photos": []}))
    page = render(shops.bakery(), direction, blueprint, site=OWNED)
    assert 'id="gallery"' not in page.html


@pytest.mark.parametrize("key", GRAMMARS)
def test_photos_are_sized_and_lazy(key):
    direction, blueprint = in_grammar(shops.bakery(), key)
    photo = {"src": "assets/1.avif", "width": 800, "height": 600, "alt": "Shecas"}
    blueprint.sections.insert(
        2, Section(kind="gallery", variant="", slots={"title": "Photos", "photos": [photo]})
    )
    page = render(shops.bakery(), direction, blueprint, site=OWNED)
    assert '<img src="assets/1.avif" width="800" height="600" alt="Shecas" loading="lazy"' in page.html


def test_previews_are_kept_from_search_and_offer_themselves():
    html = page_of(shops.bakery()).html
    assert 'content="noindex, nofollow"' in html and '<a href="/claim/abc">Es mi negocio</a>' in html


def test_an_owned_page_is_found_and_carries_no_bar():
    page = page_of(shops.bakery(), site=OWNED)
    assert "noindex" not in page.html and "claim-bar" not in page.html
    assert not any(name.startswith("claim.") for name in page.files)
    assert b"Allow: /" in page.files["robots.txt"]


def test_without_a_form_address_there_is_no_form():
    page = page_of(shops.bakery(), site=SiteContext("https://shop.example", form_action=""))
    assert "<form" not in page.html and 'id="contact"' in page.html


def test_everything_a_site_needs_is_there():
    names = set(page_of(shops.massage()).files)
    assert {"index.html", "404.html", "robots.txt", "sitemap.xml", "assets/icon.svg"} <= names
    assert any(re.fullmatch(r"site\.[0-9a-f]{10}\.css", name) for name in names)
    assert any(re.fullmatch(r"site\.[0-9a-f]{10}\.js", name) for name in names)


def test_every_file_the_page_asks_for_exists():
    page = page_of(shops.florist())
    css = next(content for name, content in page.files.items() if name.endswith(".css")).decode()
    asked = re.findall(r'(?:src|href)="((?:assets/|site\.|claim\.)[^"]+)"', page.html) + re.findall(
        r"url\(([^)]+)\)", css
    )
    assert asked and all(name in page.files for name in asked)


def test_overnight_hours_are_given_to_the_script():
    direction, blueprint = designed(shops.taqueria())
    page = render(shops.taqueria(), direction, blueprint, site=OWNED)
    assert "data-open-now" in page.html and 'data-timezone="' in page.html


class Inline(HTMLParser):
    """Collects what the content policy forbids: scripts and styles without a file, event attributes."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "style" or (
            tag == "script" and "src" not in known and known.get("type") != "application/ld+json"
        ):
            self.found.append(tag)
        self.found += [name for name in known if name == "style" or name.startswith("on")]
        self.found += [
            value for value in known.values() if (value or "").strip().lower().startswith("javascript:")
        ]


def inline_code(html: str) -> list[str]:
    reader = Inline()
    reader.feed(html)
    return reader.found


def foreign(page) -> list[str]:
    """Requests to other hosts; links a visitor follows and canonical addresses are none."""
    css = b"".join(content for name, content in page.files.items() if name.endswith((".css", ".js"))).decode()
    fetched = re.findall(r'<(?:script|img|source|iframe)[^>]+src="(https?:[^"]+|//[^"]+)"', page.html)
    sheets = re.findall(r'<link[^>]+rel="(?:stylesheet|preload|icon)"[^>]+href="(https?:[^"]+)"', page.html)
    return fetched + sheets + re.findall(r"url\((?:https?:)?//|@import|fetch\([\"']http", css)


def weight(page) -> int:
    text = [
        content
        for name, content in page.files.items()
        if name.endswith((".css", ".js")) or name == "index.html"
    ]
    fonts = sum(len(content) for name, content in page.files.items() if name.endswith(".woff2"))
    return fonts + sum(len(gzip.compress(content, mtime=0)) for content in text)


def headings_in_order(html: str) -> bool:
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    return levels[0] == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))


def dead_anchors(html: str) -> set[str]:
    return set(re.findall(r'href="#([^"]*)"', html)) - set(re.findall(r'\bid="([^"]+)"', html))


def linked_data(html: str) -> dict:
    return json.loads(re.search(r'application/ld\+json">(.*?)</script>', html, re.S)[1])
