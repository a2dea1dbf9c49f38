"""Seeded lies: each is one change to a true page, and each must be caught. No true page is refused."""

import json

import pytest

from tests.creative import shops
from webmagic.creative.facts import Facts
from webmagic.creative.gate import factlock

PLUMBER = """<!doctype html>
<html lang="en"><head><title>Hollis Plumbing &amp; Drain: plumber in Dayton</title>
<meta name="description" content="Plumber at 9418 Nowhere Avenue, Dayton. Call (937) 555-0142."></head><body>
<header><nav><a href="#hours">Hours</a></nav></header><main>
<section id="hero"><h1>A Dayton plumber who picks up at 2:40 in the morning.</h1>
<p>Free estimates in Dayton, Kettering, Oakwood and Riverside, open 24 hours.</p>
<a href="tel:+19375550142">Call (937) 555-0142</a></section>
<section id="voices"><h2>Reviews</h2><p>4.9</p><p>out of 5, from 387 reviews</p>
<figure><blockquote><p>“Quoted $280, charged $280. I didn't know that was legal.”</p></blockquote>
<figcaption>Marcus T.</figcaption></figure>
<figure><blockquote>Third plumber I tried on a Sunday, first one that picked up the phone.</blockquote>
<figcaption>Alicia G.</figcaption></figure></section>
<section id="signature"><h2>Forty minutes, timed by Denise W.</h2><ol>
<li><b>2:40</b> Called at 2:40 in the morning</li><li><b>3:15</b> Ray was here by 3:15</li></ol></section>
<section id="place"><address>9418 Nowhere Avenue<br>Dayton, OH 45499</address>
<a href="https://www.google.com/maps/dir/?api=1&amp;destination=39.7561,-84.1607">Directions</a>
<a href="mailto:office@hollisplumbing.example.com">office@hollisplumbing.example.com</a></section>
</main><footer><p>Open 24 hours, every day</p></footer></body></html>"""

BAKERY = """<!doctype html>
<html lang="es"><head><title>Panadería La Espiga: Quetzaltenango</title></head><body><main>
<h1>Pan de Quetzaltenango, del que a las cinco ya no hay.</h1>
<p>Pan de yemas y champurradas en la 98 avenida 0-99, zona 1. WhatsApp 7555-0142.</p>
<a href="https://wa.me/50275550142?text=Buenas">Apartar por WhatsApp</a>
<p>«Las shecas salen a las cuatro», avisa Marta L.</p>
<dl><div><dt>Lunes</dt><dd>6:00 a 20:00</dd></div><div><dt>Domingo</dt><dd>6:30 a 13:00</dd></div></dl>
<p>Lunes a sábado de 6:00 a 20:00, domingo de 6:30 a 13:00.</p><p>4.8 de 5, en 214 reseñas</p>
<figure><blockquote>Rico y barato. La fila avanza rápido.</blockquote>
<figcaption>Kevin S.</figcaption></figure>
</main></body></html>"""

MASSAGE = """<!doctype html>
<html lang="en"><head><title>Slack Water Massage in Astoria</title></head><body><main>
<h1>Massage in Astoria, for a neck that turns both ways.</h1>
<table><tr><th>Monday</th><td>Closed</td></tr><tr><th>Tuesday to Friday</th><td>10 to 7</td></tr>
<tr><th>Saturday</th><td>10 to 5</td></tr><tr><th>Sunday</th><td>11 to 4</td></tr></table>
<p>Free street parking. Gift cards. (503) 555-0118</p></main></body></html>"""

TRUE = {"plumber": PLUMBER, "bakery": BAKERY, "massage": MASSAGE}

LIES = [
    # (shop, what is true, what the lie says, rule that catches it)
    ("plumber", "Call (937) 555-0142</a>", "Call (937) 555-0143</a>", "phone"),
    ("plumber", "tel:+19375550142", "tel:+19375550199", "link"),
    ("plumber", "$280, charged $280", "$180, charged $180", "quote"),
    ("plumber", "I didn't know that was legal.", "I did not know that was legal.", "quote"),
    ("plumber", "first one that picked up", "the first one that picked up", "quote"),
    ("plumber", "<figcaption>Marcus T.", "<figcaption>Marcus B.", "author"),
    ("plumber", "<figcaption>Marcus T.", "<figcaption>Alicia G.", "author"),
    ("plumber", "<figcaption>Alicia G.", "<figcaption>Kevin Rourke, owner", "author"),
    ("plumber", "<p>4.9</p>", "<p>5.0</p>", "rating"),
    ("plumber", "from 387 reviews", "from 1,387 reviews", "count"),
    ("plumber", "from 387 reviews", "from 412 reviews", "count"),
    ("plumber", "9418 Nowhere Avenue<br>", "9418 Nowhere Street<br>", "address"),
    ("plumber", "Dayton, OH 45499</address>", "Toledo, OH 45499</address>", "address"),
    ("plumber", "at 9418 Nowhere Avenue, Dayton", "at 77 Main Street, Dayton", "address"),
    ("plumber", "A Dayton plumber who", "An award-winning Dayton plumber who", "award"),
    ("plumber", "A Dayton plumber who", "Voted the Dayton plumber who", "award"),
    ("plumber", "<h2>Reviews</h2>", "<h2>The best in Dayton</h2>", "award"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Since 1987</h2>", "since"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Over 30 years of experience</h2>", "since"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Three generations of experience</h2>", "since"),
    ("plumber", "<h2>Reviews</h2>", "<h2>The house was built in 1923</h2>", "year"),
    ("plumber", "<h2>Reviews</h2>", "<h2>98% come back</h2>", "percentage"),
    ("plumber", "<h2>Reviews</h2>", "<h2>2,000 happy customers</h2>", "count"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Drain cleaning from $99</h2>", "price"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Licensed and insured</h2>", "status"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Satisfaction guaranteed</h2>", "status"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Family-owned</h2>", "status"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Ask for Steve</h2>", "person"),
    ("plumber", "<h2>Reviews</h2>", "<h2>Now also in Cincinnati</h2>", "place"),
    ("plumber", "at 2:40 in the morning.</h1>", "at 1:20 in the morning.</h1>", "time"),
    ("plumber", "<b>3:15</b>", "<b>3:05</b>", "time"),
    ("plumber", "Forty minutes, timed", "Twenty minutes, timed", "count"),
    ("plumber", "timed by Denise W.", "timed by Brenda W.", "person"),
    ("plumber", "office@hollisplumbing.example.com</a>", "hello@hollis.example.com</a>", "email"),
    ("plumber", "mailto:office@", "mailto:sales@", "link"),
    ("plumber", "destination=39.7561,-84.1607", "destination=40.7561,-84.1607", "link"),
    ("plumber", "#hours", "https://facebook.com/hollis", "link"),
    ("plumber", "<h2>Reviews</h2>", '<h2 title="Rated 4.9 by 900 customers">Reviews</h2>', "count"),
    ("plumber", "<h2>Reviews</h2>", "<h2>“Saved our basement”</h2>", "quote"),
    ("plumber", "<h2>Reviews</h2>", "<h2>12 trucks on the road</h2>", "count"),
    ("bakery", "7555-0142.", "7555-0143.", "phone"),
    ("bakery", "wa.me/50275550142", "wa.me/50275550199", "link"),
    ("bakery", "98 avenida 0-99", "14 avenida 3-27", "address"),
    ("bakery", "salen a las cuatro»", "salen a las tres»", "quote"),
    ("bakery", "del que a las cinco", "del que a las seis", "time"),
    ("bakery", "<dd>6:30 a 13:00", "<dd>6:00 a 20:00", "hours"),
    ("bakery", "domingo de 6:30 a 13:00", "domingo de 6:30 a 14:00", "hours"),
    ("bakery", "<dt>Lunes</dt><dd>6:00 a 20:00", "<dt>Lunes</dt><dd>Cerrado", "hours"),
    ("bakery", "avisa Marta L.", "avisa Marta L. desde 1954", "since"),
    ("bakery", "Pan de yemas y", "La mejor panadería. Pan de yemas y", "award"),
    ("bakery", "Pan de yemas y", "Conchas a Q5, pan de yemas y", "price"),
    ("bakery", "Pan de yemas y", "Más de 40 años de tradición: pan de yemas y", "since"),
    ("bakery", "Pan de yemas y", "Envíos gratis, pan de yemas y", "status"),
    ("bakery", "Pan de yemas y", "Pregunte por Rigoberto. Pan de yemas y", "person"),
    ("bakery", "4.8 de 5", "4.9 de 5", "rating"),
    ("bakery", "en Quetzaltenango", "en Quetzaltenango", ""),
    ("bakery", "Pan de Quetzaltenango", "Pan en Huehuetenango", "place"),
    ("bakery", "<figcaption>Kevin S.", "<figcaption>Marta L.", "author"),
    ("massage", "<td>10 to 5</td>", "<td>10 to 6</td>", "hours"),
    ("massage", "<th>Monday</th><td>Closed</td>", "<th>Monday</th><td>10 to 7</td>", "hours"),
    ("massage", "Gift cards.", "Gift cards. Open seven days a week.", "hours"),
    ("massage", "Gift cards.", "Gift cards. Open 24/7.", "hours"),
    ("massage", "Gift cards.", "Gift cards. Certified therapists.", "status"),
    ("massage", "Gift cards.", "Gift cards. Sixty minutes for $75.", "price"),
    ("massage", "Gift cards.", "Gift cards. 90 minutes.", "count"),
]  # fmt: skip


def facts_of(shop: str) -> Facts:
    return getattr(shops, shop)()


@pytest.mark.parametrize("shop", TRUE)
def test_a_true_page_is_not_refused(shop):
    findings, traced = factlock.check(TRUE[shop], facts_of(shop))
    assert [finding.message for finding in findings] == []
    assert len(traced) > 5


@pytest.mark.parametrize(("shop", "truth", "lie", "rule"), [row for row in LIES if row[3]])
def test_every_seeded_lie_is_caught(shop, truth, lie, rule):
    assert truth in TRUE[shop]
    findings, _ = factlock.check(TRUE[shop].replace(truth, lie, 1), facts_of(shop))
    assert f"fact-{rule}" in {finding.rule for finding in findings}
    assert all(finding.refuses for finding in findings)


DATA = {
    "@context": "https://schema.org",
    "@type": "Plumber",
    "name": "Hollis Plumbing & Drain",
    "telephone": "+19375550142",
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "9418 Nowhere Avenue",
        "addressLocality": "Dayton",
    },
    "openingHoursSpecification": [{"dayOfWeek": ["Monday"], "opens": "00:00", "closes": "23:59"}],
    "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.9, "reviewCount": 387},
}


def page_with(data: dict) -> str:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
    return PLUMBER.replace("</head>", script)


def test_true_structured_data_pass():
    assert factlock.check(page_with(DATA), shops.plumber())[0] == []


@pytest.mark.parametrize(
    "lie",
    [
        {"telephone": "+19375550100"},
        {"aggregateRating": {"@type": "AggregateRating", "ratingValue": 5, "reviewCount": 387}},
        {"aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.9, "reviewCount": 3870}},
        {"address": {"@type": "PostalAddress", "addressLocality": "Toledo"}},
        {"award": "Plumber of the Year"},
        {"foundingDate": "1987"},
        {"founder": {"@type": "Person", "name": "Steve Hollis"}},
        {"review": {"@type": "Review", "reviewBody": "Simply perfect", "author": {"name": "Marcus T."}}},
        {"sameAs": ["https://facebook.com/hollis"]},
    ],
)
def test_lies_in_structured_data_are_caught(lie):
    assert factlock.check(page_with({**DATA, **lie}), shops.plumber())[0]


def test_hours_in_structured_data_belong_to_their_day():
    spec = [{"dayOfWeek": "Monday", "opens": "10:00", "closes": "19:00"}]
    data = json.dumps({"openingHoursSpecification": spec})
    page = MASSAGE.replace("</head>", f'<script type="application/ld+json">{data}</script></head>')
    assert factlock.check(page, shops.massage())[0]


def test_a_day_that_ends_at_midnight_may_say_a_minute_before():
    spec = [{"dayOfWeek": "Monday", "opens": "18:00", "closes": "23:59"}]
    data = json.dumps({"openingHoursSpecification": spec})
    page = MASSAGE.replace("</head>", f'<script type="application/ld+json">{data}</script></head>')
    late = {"day": 0, "spans": [{"opens": "18:00", "closes": "24:00"}]}
    shop = shops.massage().model_dump()
    shop = Facts.model_validate(shop | {"hours": [late, *shop["hours"][1:]]})

    def is_told_of_hours(page: str) -> bool:
        return any("18:00-23:5" in finding.message for finding in factlock.check(page, shop)[0])

    assert not is_told_of_hours(page) and is_told_of_hours(page.replace("23:59", "23:58"))


def test_quotations_may_differ_in_quote_signs_spaces_and_capitals():
    page = PLUMBER.replace(
        "“Quoted $280, charged $280. I didn't know that was legal.”",
        "<q>quoted  $280, charged $280. I didn’t know\n that was legal</q>",
    )
    assert factlock.check(page, shops.plumber())[0] == []


def test_the_name_of_the_shop_claims_nothing():
    facts = shops.plumber().model_copy(update={"name": "Best Award Plumbing 1999"})
    page = PLUMBER.replace("Hollis Plumbing &amp; Drain", "Best Award Plumbing 1999")
    assert factlock.check(page, facts)[0] == []


def test_whatsapp_is_refused_where_none_is_known():
    facts = shops.bakery().model_copy(update={"has_whatsapp": False})
    assert "fact-link" in {finding.rule for finding in factlock.check(BAKERY, facts)[0]}


def test_lies_in_alternative_texts_and_in_drawings_are_read_too():
    for element in (
        '<img src="a.png" alt="Serving Dayton since 1962">',
        "<svg><text>Since 1962</text></svg>",
    ):
        page = PLUMBER.replace("<h2>Reviews</h2>", f"<h2>Reviews</h2>{element}")
        assert factlock.check(page, shops.plumber())[0]


def test_each_traced_claim_names_its_field():
    _, traced = factlock.check(BAKERY, shops.bakery())
    assert ("Rico y barato. La fila avanza rápido.", "reviews[4].text") in traced
    assert ("Domingo: 6:30 a 13:00", "hours") in traced
    assert any(field == "phone" for _, field in traced)


def test_a_frame_around_quotations_is_nobodys_name():
    """A class such as "said-by" on the frame made every long quotation an unknown author."""
    facts = shops.massage()
    said = facts.reviews[0]
    figure = (
        f"<figure><blockquote><p>{said.text}</p></blockquote><figcaption>{said.author}</figcaption></figure>"
    )
    assert factlock.check(f'<div class="said-by">{figure}{figure}</div>', facts)[0] == []
    lie = figure.replace(said.author, "Invented P.")
    assert factlock.check(f'<div class="said-by">{lie}</div>', facts)[0]


@pytest.mark.parametrize(
    ("headline", "is_true"),
    [
        ("“Bouquet lasted two weeks and one day, I counted.” A Burlington florist.", True),
        ("“Forgot our anniversary until 4 pm.” A Burlington florist.", False),  # somebody else's
        ("A Burlington florist.", False),  # nobody's
    ],
)
def test_whoever_is_named_as_the_author_of_a_headline_wrote_it(headline, is_true):
    line = "So wrote Hannah W. in a review. Bouquets in Burlington, Vermont."
    page = f"<main><section id=hero><h1>{headline}</h1><p>{line}</p></section></main>"
    rules = {finding.rule for finding in factlock.check(page, shops.florist())[0]}
    assert ("fact-author" not in rules) is is_true
