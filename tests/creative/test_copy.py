"""Concept and Architect: headlines, sublines, slots and links, over all invented shops."""

import re
from collections import Counter

import pytest

from tests.creative import shops
from webmagic.creative.facts import Facts
from webmagic.creative.slots import parse
from webmagic.creative.stages import ArtChoice, Blueprint, Direction, Palette
from webmagic.creative.studio import analyst, architect, concept, links
from webmagic.creative.studio.copy import faq, hours, meta, openings, phones, words

SECTIONS = "hero voices signature offer gallery hours place faq contact footer".split()  # noqa: SIM905
DIRECTION = Direction(
    vibe="any",
    palette=Palette(family="a", hue=1, light={}, dark={}, worst_contrast=5),
    display_face="a",
    text_face="b",
    density="even",
    hero="plate",
    art=ArtChoice(module="general", hand="flat", crop="full", seed=1),
    sections=[f"{kind}:one" for kind in SECTIONS],
    seed=1,
)
BANNED = re.compile(
    r"welcome to|bienvenid|passionate|apasionad|your trusted|quality service|lorem|!|¡|solutions|soluciones|"
    r"look no further|one-stop|state of the art|\{|\}|  ",
    re.I,
)


def blueprint(facts: Facts) -> Blueprint:
    analysis = analyst.analyse(facts)
    return architect.build(facts, analysis, concept.conceive(facts, analysis), DIRECTION)


def strings(value) -> list[str]:
    if isinstance(value, dict):
        return [s for v in value.values() for s in strings(v)]
    if isinstance(value, list | tuple):
        return [s for v in value for s in strings(v)]
    return [value] if isinstance(value, str) else []


def said_in(value) -> list[dict]:
    if isinstance(value, dict):
        own = [value] if set(value) == {"text", "author"} else []
        return own + [s for v in value.values() for s in said_in(v)]
    return [s for v in value for s in said_in(v)] if isinstance(value, list | tuple) else []


every_shop = pytest.mark.parametrize("shop", shops.ALL, ids=lambda shop: shop.__name__)

HEADLINES = {
    "bakery": "Pan de Quetzaltenango, del que a las cinco ya no hay.",
    "plumber": "A Dayton plumber who picks up at 2:40 in the morning.",
    "massage": "Massage in Astoria, for a neck that turns both ways.",
    "bicycles": "Bicycle repair in Tucson. Bring it “in two boxes and a bucket” if you must.",
    "taqueria": "Tacos en Oaxaca de Juárez, todavía a las once de la noche.",
    "barber": "Haircuts in Albuquerque. In at 9:05 on a Saturday, out by 9:40.",
    "florist": "In Burlington, a florist: "
    "“Forgot our anniversary until 4 pm. Had peonies in my hand at 4:20.”",
    "dentist": "Dentista en Cobán: limpieza dental, ortodoncia y extracciones.",
    "taxidermist": "“My grandson's first walleye looks like it's about to spit the hook.” "
    "A Havre taxidermist.",
    "hostile": "A Dayton locksmith, open at any hour of the night.",
}


@every_shop
def test_the_headline_is_the_one_we_read_and_liked(shop):
    facts = shop()
    assert concept.conceive(facts, analyst.analyse(facts)).headline == HEADLINES[shop.__name__]


@every_shop
def test_three_ideas_differ_and_the_chosen_one_has_a_reason(shop):
    facts = shop()
    made = concept.conceive(facts, analyst.analyse(facts))
    assert len({idea.headline for idea in made.ideas}) == 3
    assert made.headline == made.ideas[made.chosen].headline
    assert made.reason and 2 <= len(made.says) <= 4


@every_shop
def test_the_headline_names_the_town(shop):
    facts = shop()
    assert facts.city in concept.conceive(facts, analyst.analyse(facts)).headline


@every_shop
def test_every_section_is_typed_and_holds_no_cliche(shop):
    facts = shop()
    built = blueprint(facts)
    names = " ".join(
        [facts.name, facts.street, *(r.text for r in facts.reviews), *(r.author for r in facts.reviews)]
    )
    for section in built.sections:
        parse(section.kind, section.slots)
        for text in strings(section.slots):
            if text not in names and not text.startswith("https:"):
                assert not BANNED.search(text.replace(facts.street, "")), text


@every_shop
def test_every_quotation_is_verbatim_and_has_its_author(shop):
    facts = shop()
    by_author = {review.author: review.text for review in facts.reviews}
    for section in blueprint(facts).sections:
        for said in said_in(section.slots):
            assert said["text"] in by_author[said["author"]]


@every_shop
def test_no_voice_is_heard_more_than_twice_nor_large_twice(shop):
    facts = shop()
    built = blueprint(facts)
    counts, large = Counter(), Counter()
    for section in built.sections:
        counts.update(said["author"] for said in said_in(section.slots))
        if section.kind in {"signature", "voices"}:
            lead = section.slots.get("said") or section.slots.get("lead")
            large.update([lead["author"]] if lead else [])
    assert max(counts.values(), default=0) <= 2
    assert max(large.values(), default=0) <= 1


@every_shop
def test_title_and_description_fit_and_differ(shop):
    built = blueprint(shop())
    assert 10 <= len(built.title) <= 60
    assert 90 <= len(built.description) <= 155
    assert built.title not in built.description


@every_shop
def test_nav_leads_only_to_sections_that_are_there(shop):
    built = blueprint(shop())
    kinds = {section.kind for section in built.sections}
    header = next(s for s in built.sections if s.kind == "header")
    assert {action["href"][1:] for action in header.slots["nav"]} <= kinds


def test_what_the_facts_cannot_fill_is_left_out():
    kinds = [section.kind for section in blueprint(shops.dentist()).sections]
    assert "hours" not in kinds and "voices" not in kinds and "gallery" not in kinds
    assert kinds[0] == "header" and kinds[-1] == "footer"


def test_a_shop_of_which_nothing_is_known_still_gets_a_page():
    facts = Facts(business_id=1, name="Rosa's", trade="general", language="en")
    built = blueprint(facts)
    assert {"header", "hero", "contact", "footer"} <= {section.kind for section in built.sections}


def test_seven_closed_days_are_no_opening_hours():
    facts = shops.florist().model_copy(update={"hours": shops.hours(*[""] * 7)})
    built = blueprint(facts)
    assert "hours" not in {section.kind for section in built.sections}
    assert faq.questions(facts.model_copy(update={"attributes": ()})) == []


def test_the_same_facts_give_the_same_words():
    assert blueprint(shops.taqueria()) == blueprint(shops.taqueria())


def test_whatsapp_is_offered_only_where_it_is_known():
    assert links.whatsapp(shops.bakery(), "hola").startswith("https://wa.me/50275550142?text=hola")
    assert links.whatsapp(shops.plumber()) == ""


def test_hostile_listings_build_no_hostile_links():
    facts = shops.hostile().model_copy(update={"email": 'a@b.example"onclick="x'})
    assert links.mail(facts) == ""
    hrefs = [a for s in blueprint(facts).sections for a in strings(s.slots) if "script:" in a]
    assert hrefs == []
    assert "<script" not in "".join(t for s in blueprint(facts).sections for t in strings(s.slots))


def test_anchors_are_sections_only():
    with pytest.raises(ValueError, match="no section"):
        links.anchor("evil", "x")


@pytest.mark.parametrize(
    ("shop", "summary"),
    [
        (shops.bakery, "Lunes a sábado de 6:00 a 20:00, domingo de 6:30 a 13:00"),
        (shops.massage, "Tuesday to Friday 10 to 7, Saturday 10 to 5, Sunday 11 to 4"),
        (shops.taqueria, "Martes a viernes de 18:00 a 1:00, sábado y domingo de 18:00 a 2:00"),
        (shops.plumber, "Open 24 hours, every day"),
        (shops.dentist, ""),
    ],
)
def test_hours_are_written_as_a_sign_would(shop, summary):
    facts = shop()
    assert hours.summary(facts.hours, facts.language, facts.country) == summary


def test_hours_that_could_be_misread_name_their_half_of_the_day():
    night = shops.hours("18:00-23:00", "07:00-11:00", "10:00-19:00", "08:00-12:00 14:00-18:00", "", "", "")
    texts = [hours.day_text(spans, "en", "US") for spans in hours.week(night)]
    assert texts[:5] == [
        "6 pm to 11 pm",
        "7 am to 11 am",
        "10 to 7",
        "8 am to noon and 2 pm to 6 pm",
        "Closed",
    ]


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("Dayton plumber", "a"),
        ("electrician", "an"),
        ("HVAC company", "an"),
        ("Astoria spa", "an"),
        ("hour", "an"),
        ("used book store", "a"),
        ("Utah florist", "a"),
        ("upholsterer", "an"),
    ],
)
def test_articles_follow_the_sound(word, article):
    assert words.article(word) == article


def test_spanish_lists_change_y_before_i():
    assert words.listed(["pan", "infusiones"], "es") == "pan e infusiones"
    assert words.listed(["pan", "hielo"], "es") == "pan y hielo"


def test_a_shared_last_word_is_said_once():
    said = openings.short_services(shops.massage())
    assert said == "Swedish, deep tissue, hot stone and prenatal massage"


def test_phones_are_written_as_in_their_country():
    assert phones.display("+50275550142") == "7555-0142"
    assert phones.display("+19375550142") == "(937) 555-0142"
    assert phones.e164("(937) 555-0142", "US") == "+19375550142"


def test_questions_come_from_attributes_and_hours_only():
    asked = {q.question: q.answer for q in faq.questions(shops.plumber())}
    assert asked["Does an estimate cost anything?"] == "No. Estimates are free."
    assert "Riverside" in asked["Which towns do they cover?"]
    assert faq.questions(Facts(business_id=1, name="x", trade="general", attributes=("No parking",))) == []


def test_a_restaurant_is_called_what_its_listing_calls_it():
    facts = Facts(business_id=1, name="Bruno", trade="pizzeria", category="Italian Restaurant", city="London")
    assert openings.opening(facts).by_noun == "An Italian restaurant in London"
    assert openings.opening(facts).craft == ""


def test_long_names_still_make_a_title():
    assert len(meta.title(shops.barber())) <= 60
    assert "Albuquerque" in meta.title(shops.barber())
