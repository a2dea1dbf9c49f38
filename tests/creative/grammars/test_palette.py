"""Contrast is measured here by another hand (coloraide) than the one that solved it."""

import re

import pytest
from coloraide import Color
from hypothesis import given, settings
from hypothesis import strategies as st

from webmagic.creative.studio.grammars import GRAMMARS
from webmagic.creative.studio.palette import EDGE_PAIRS, FAMILIES, TEXT_PAIRS, solve


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=25, deadline=None)
@given(hue=st.floats(0, 360))
def test_every_text_can_be_read_on_every_ground_whatever_the_hue(family, hue):
    palette = solve(family, hue)
    for theme in (palette.light, palette.dark):
        for text, ground in TEXT_PAIRS:
            assert _contrast(theme[text], theme[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=15, deadline=None)
@given(hue=st.floats(0, 360))
def test_edges_of_fields_and_buttons_stand_off_their_ground(family, hue):
    palette = solve(family, hue)
    for theme in (palette.light, palette.dark):
        for mark, ground in EDGE_PAIRS:
            assert _contrast(theme[mark], theme[ground]) >= 3, (mark, ground)


def test_on_a_ground_too_dark_for_black_and_too_light_for_white_the_clearer_of_both_is_taken():
    palette = solve("cover", 142.0)
    for theme in (palette.light, palette.dark):
        assert _contrast(theme["on_plate"], theme["plate"]) >= 4.5


def test_the_worst_contrast_is_told():
    palette = solve("butter", 334)
    worst = min(
        _contrast(theme[text], theme[ground])
        for theme in (palette.light, palette.dark)
        for text, ground in TEXT_PAIRS
    )
    assert abs(palette.worst_contrast - worst) < 0.1


def test_a_hue_given_twice_gives_the_same_palette():
    assert solve("fog", 150) == solve("fog", 510)


def test_families_differ_on_one_hue():
    papers = {(p.light["paper"], p.light["plate"]) for p in (solve(family, 200) for family in FAMILIES)}
    assert len(papers) == len(FAMILIES) >= 6


@pytest.mark.parametrize("family", GRAMMARS["glass"].colours)
def test_words_on_glass_are_read_over_every_colour_that_glows_behind_it(family):
    """Axe cannot measure over gradients; the deepest point of each is a plain mixture, measured here."""
    css = (GRAMMARS["glass"].folder / "base.css").read_text(encoding="utf-8")
    glows = re.findall(r"--mesh\d: color-mix\(in oklab, var\(--(art\d)\) (\d+)%, var\(--paper\)\)", css)
    assert len(glows) == 9  # light, dark by the system, dark by the switch
    for hue in GRAMMARS["glass"].colours[family].hues:
        palette = solve(family, hue)
        for theme, deep in ((palette.light, glows[:3]), (palette.dark, glows[3:])):
            for art, share in deep:
                glow = Color(theme["paper"]).mix(theme[art], int(share) / 100, space="oklab").to_string()
                assert _contrast(theme["ink"], glow) >= 4.5, (hue, art)


def _contrast(one: str, other: str) -> float:
    return Color(one).convert("srgb").clip().contrast(Color(other).convert("srgb").clip())
