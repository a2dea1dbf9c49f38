"""What every grammar must offer before it may be chosen."""

import itertools
import re

import pytest

from webmagic.creative.slots import KINDS
from webmagic.creative.studio import art, fonts
from webmagic.creative.studio.director import LEANINGS
from webmagic.creative.studio.grammars import GRAMMARS

ENOUGH = 3  # variants of a section


def test_there_are_twelve_and_each_draws_with_a_hand_of_its_own():
    hands = [grammar.hand for grammar in GRAMMARS.values()]
    assert len(GRAMMARS) >= 12
    assert len(set(hands)) == len(hands) and set(hands) <= set(art.HANDS)


@pytest.mark.parametrize("key", GRAMMARS)
def test_every_section_has_three_variants_and_each_has_its_template(key):
    grammar = GRAMMARS[key]
    kinds = {"hero": tuple(grammar.heroes), **grammar.variants}
    assert set(kinds) == set(KINDS)
    for kind, variants in kinds.items():
        assert len(set(variants)) == len(variants) >= ENOUGH, kind
        written = {path.name.split(".")[1] for path in grammar.folder.glob(f"{kind}.*.html")}
        assert written == set(variants), kind


@pytest.mark.parametrize("key", GRAMMARS)
def test_orders_of_sections_hold_every_kind_once_and_differ(key):
    grammar = GRAMMARS[key]
    between = sorted(set(KINDS) - {"header", "hero", "footer"})
    assert all(sorted(sequence) == between for sequence in grammar.sequences)
    assert len(set(grammar.sequences)) == len(grammar.sequences) >= ENOUGH
    for one, other in itertools.combinations(grammar.sequences, 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) >= 2


@pytest.mark.parametrize("key", GRAMMARS)
def test_colours_faces_and_grounds_name_what_exists(key):
    grammar = GRAMMARS[key]
    assert len(grammar.colours) >= ENOUGH and len(grammar.faces) >= ENOUGH
    assert all(set(pair) <= set(fonts.FACES) and pair[0] in grammar.tuning for pair in grammar.faces)
    named = {tuple(name.split(":")) for name in grammar.grounds}
    assert all(variant in grammar.variants[kind] for kind, variant in named)
    assert set(grammar.plain_hours) <= set(grammar.variants["hours"])
    assert set(grammar.crops) == set(grammar.heroes) and set(grammar.crops.values()) <= set(art.CROPS)


def test_no_two_grammars_share_a_palette_family_or_a_pair_of_faces():
    families = [name for grammar in GRAMMARS.values() for name in grammar.colours]
    pairs = [pair for grammar in GRAMMARS.values() for pair in grammar.faces]
    assert len(set(families)) == len(families) and len(set(pairs)) == len(pairs)


def test_trades_lean_to_grammars_that_exist():
    assert {key for keys in LEANINGS.values() for key in keys} == set(GRAMMARS)


@pytest.mark.parametrize("key", GRAMMARS)
def test_whatever_moves_by_itself_is_asked_first_and_ends_soon(key):
    """Outside `prefers-reduced-motion: no-preference` nothing is animated; nothing runs for ever."""
    for path in GRAMMARS[key].folder.glob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert "infinite" not in css, path.name
        asked = css.find("prefers-reduced-motion: no-preference")
        moving = [found.start() for found in re.finditer(r"animation:|@keyframes", css)]
        assert not moving or 0 <= asked < min(moving), path.name
        seconds = [float(number) for number in re.findall(r"animation:[^;}]*?([\d.]+)s\b", css)]
        assert all(number <= 5 for number in seconds), path.name
