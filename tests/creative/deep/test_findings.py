"""What a browser saw becomes findings with a name and a place, and what can be mended is drawn anew."""

from tests.creative import shops
from tests.creative.grammars.pages import in_grammar
from webmagic.creative.deep.findings import findings_of
from webmagic.creative.deep.repair import repaired
from webmagic.creative.gate.report import Finding
from webmagic.creative.studio.grammars import GRAMMARS

NOTHING = {"axe": [], "overflow": [], "complaints": [], "first": []}
WIDE = {"by": 40, "element": "ul.figs", "section": "offer", "width": 320}


def violation(width: int, scheme: str, section: str = "faq") -> dict:
    node = {"html": "<p class=faint>", "why": "2.1:1", "section": section}
    return {
        "id": "color-contrast",
        "help": "Elements must be readable",
        "impact": "serious",
        "nodes": [node],
        "width": width,
        "scheme": scheme,
    }


def test_a_clean_page_has_no_findings():
    assert findings_of(NOTHING, is_preview=True) == []


def test_a_fault_at_many_widths_is_one_finding_at_its_place():
    many = [violation(width, scheme) for width in (360, 768) for scheme in ("light", "dark")]
    (finding,) = findings_of({**NOTHING, "axe": many}, is_preview=True)
    assert (finding.rule, finding.place) == ("axe-color-contrast", "faq")
    assert finding.refuses and finding.repairable and "360 px, light" in finding.message


def test_a_first_screen_that_fell_together_is_a_fault_of_the_hero_which_can_be_drawn_another_way():
    first = [{"width": width, "fault": "the headline is set in 3 px"} for width in (1440, 390)]
    (finding,) = findings_of({**NOTHING, "first": first}, is_preview=True)
    assert (finding.rule, finding.place) == ("first-screen", "hero")
    assert finding.refuses and finding.repairable and "1440 px" in finding.message


def test_complaints_and_sideways_scroll_refuse():
    complaints = [
        {"kind": "console", "text": "Refused to load"},
        {"kind": "foreign", "text": "https://cdn.example/"},
    ]
    found = findings_of({**NOTHING, "complaints": complaints, "overflow": [WIDE]}, is_preview=True)
    assert [(one.rule, one.place) for one in found] == [
        ("overflow", "offer"),
        ("console-error", "page"),
        ("foreign-host", "page"),
    ]
    assert all(one.refuses for one in found)


def test_lighthouse_is_noted_but_a_preview_may_hide_from_search():
    failed = [
        {"category": "seo", "id": "is-crawlable", "title": "Page is blocked from indexing", "detail": ""},
        {"category": "accessibility", "id": "tap-targets", "title": "Tap targets", "detail": ""},
    ]
    seen = {**NOTHING, "lighthouse": {"scores": {"performance": 91}, "failed": failed}}
    preview, sold = (findings_of(seen, is_preview=which) for which in (True, False))
    assert [one.rule for one in preview] == ["lighthouse-tap-targets", "lighthouse-performance"]
    assert "lighthouse-is-crawlable" in {one.rule for one in sold}
    assert not any(one.refuses for one in sold)


def wrong(place: str, repairable: bool = True) -> Finding:
    return Finding(rule="overflow", place=place, message="It scrolls.", repairable=repairable)


def test_the_section_to_blame_is_drawn_in_each_other_variant_once():
    direction, blueprint = in_grammar(shops.bakery(), "botanical")
    known, tried, seen = GRAMMARS["botanical"].variants["offer"], {}, []
    while turned := repaired(direction, blueprint, [wrong("offer")], tried):
        direction, blueprint = turned
        seen.append(next(section.variant for section in blueprint.sections if section.kind == "offer"))
        assert f"offer:{seen[-1]}" in direction.sections
    assert len(seen) == len(set(seen)) == len(known) - 1


def test_a_hero_that_changes_takes_its_crop_with_it():
    direction, blueprint = in_grammar(shops.bakery(), "botanical")
    turned = repaired(direction, blueprint, [wrong("hero")], {})
    assert turned
    mended, _ = turned
    assert mended.hero != direction.hero
    assert mended.art.crop == GRAMMARS["botanical"].crops.get(mended.hero, "full")


def test_what_no_section_is_to_blame_for_cannot_be_mended():
    direction, blueprint = in_grammar(shops.bakery(), "botanical")
    assert repaired(direction, blueprint, [wrong("page", repairable=False)], {}) is None
    assert repaired(direction, blueprint, [wrong("nowhere")], {}) is None
