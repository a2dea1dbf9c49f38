"""The static rules of the publish gate, each missed once; and every designed page passes them all."""

import pytest

from tests.creative import shops
from webmagic.creative import gate
from webmagic.creative.page import Page
from webmagic.creative.studio import analyst, architect, concept
from webmagic.creative.studio.director import direct
from webmagic.creative.studio.render import SiteContext, render

SITE = SiteContext(
    "https://shop.sites.example.com/", "https://webmagic.example.com/claim/abc", is_preview=True
)

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hollis Plumbing &amp; Drain: plumber in Dayton</title>
<meta name="description" content="Plumber at 9418 Nowhere Avenue, Dayton. Burst pipes and drain cleaning.">
<meta property="og:title" content="Hollis Plumbing &amp; Drain">
<meta property="og:description" content="Plumber">
<link rel="stylesheet" href="site.css"><script src="site.js"></script>
<script type="application/ld+json">
{"@context":"https://schema.org","@type":"Plumber","name":"Hollis Plumbing & Drain"}
</script></head><body><nav><a href="#main">Work</a></nav><main id="main"><h1>A Dayton plumber</h1>
<h2>What gets fixed</h2><img src="assets/a.webp" alt="A pipe" width="2" height="2">
<form action="/contact" method="post"><label for="n">Name</label><input id="n" name="n">
<button type="submit">Send</button></form></main><footer><p>Dayton</p></footer></body></html>"""

FILES = {"site.css": b"a { color: red }", "site.js": b"1", "assets/a.webp": b"x"}


def inspected(html: str, **files: bytes) -> gate.Report:
    return gate.inspect(Page(files={"index.html": html.encode(), **FILES, **files}), shops.plumber())


def test_a_good_page_scores_a_hundred():
    report = inspected(GOOD)
    assert (report.score, report.findings) == (100, [])
    assert not report.is_refused and report.sentence == ""


MISSES = [
    ("</h1>", "</h1><h1>Second</h1>", "one-h1"),
    ("<h2>What gets fixed</h2>", "<h3>What gets fixed</h3>", "heading-order"),
    ("<h2>What gets fixed</h2>", "<h2></h2>", "heading-empty"),
    ("<footer><p>Dayton</p></footer>", "", "landmarks"),
    ('lang="en"', 'lang="es"', "lang"),
    ("<h2>What", '<h2 id="main">What', "duplicate-id"),
    ("#main", "#nowhere", "dead-anchor"),
    ('href="#main"', 'href=""', "dead-anchor"),
    (' alt="A pipe"', "", "alt"),
    (' width="2" height="2"', "", "image-size"),
    ('<label for="n">Name</label>', "", "label"),
    (">Send<", "><", "name"),
    ("<h2>What", '<h2 style="color:red">What', "inline-style"),
    ("</head>", "<style>a{}</style></head>", "inline-style"),
    ("</head>", "<script>1</script></head>", "inline-script"),
    ("<h2>What", '<h2 onclick="x()">What', "event-handler"),
    ("#main", "javascript:alert(1)", "bad-scheme"),
    ("assets/a.webp", "https://cdn.example/a.webp", "foreign-host"),
    ("site.css", "//fonts.example/f.css", "foreign-host"),
    ("site.js", "other.js", "missing-file"),
    ('action="/contact"', 'action="https://evil.example/"', "foreign-host"),
    ("<footer>", '<iframe src="x.html"></iframe><footer>', "forbidden-element"),
    ("</h2>", "</h3>", "html"),
    ('"@type":"Plumber"', '"@type":"Person"', "json-ld"),
    ('"@type":"Plumber"', '"@type":"Bakery"', "json-ld-type"),
    ('{"@context"', '{{"@context"', "json-ld"),
    ("<title>Hollis Plumbing &amp; Drain: plumber in Dayton</title>", "<title></title>", "title"),
    (
        'content="Plumber at 9418 Nowhere Avenue, Dayton. Burst',
        'content="Burst ' + "pipe " * 40,
        "description",
    ),
    ('<meta name="viewport" content="width=device-width, initial-scale=1">', "", "viewport"),
]


@pytest.mark.parametrize(("truth", "miss", "rule"), MISSES)
def test_each_rule_is_kept(truth, miss, rule):
    assert truth in GOOD
    report = inspected(GOOD.replace(truth, miss, 1))
    assert rule in {finding.rule for finding in report.findings}
    assert report.score < 100 and report.sentence


def test_styles_may_not_load_from_elsewhere():
    report = inspected(
        GOOD, **{"site.css": b"@import 'https://x.example/a.css'; a { background: url(//y.example/b) }"}
    )
    assert [finding.rule for finding in report.findings] == ["foreign-host", "foreign-host"]


def test_heavy_fonts_are_refused():
    report = inspected(GOOD, **{"assets/big.woff2": b"x" * 70_000})
    assert "weight" in {finding.rule for finding in report.findings} and report.is_refused


def test_previews_say_noindex_and_published_pages_do_not():
    page = Page(files={"index.html": GOOD.encode(), **FILES})
    hidden = Page(
        files={
            **page.files,
            "index.html": GOOD.replace("<title>", '<meta name="robots" content="noindex"><title>').encode(),
        }
    )
    facts = shops.plumber()
    assert gate.inspect(page, facts, is_preview=True).is_refused
    assert gate.inspect(hidden, facts, is_preview=False).is_refused
    assert not gate.inspect(hidden, facts, is_preview=True).is_refused


def test_a_page_without_an_index_is_refused():
    assert gate.inspect(Page(files={}), shops.plumber()).is_refused


@pytest.mark.parametrize("nth", [0, 1, 2])
@pytest.mark.parametrize("shop", shops.ALL, ids=lambda shop: shop.__name__)
def test_no_designed_page_is_refused(shop, nth):
    facts = shop()
    analysis = analyst.analyse(facts)
    made = concept.conceive(facts, analysis)
    direction = direct(facts, analysis, made, nth)
    page = render(facts, direction, architect.build(facts, analysis, made, direction), site=SITE)
    report = gate.inspect(page, facts, is_preview=True)
    assert [finding.message for finding in report.findings] == []
    assert report.traced
