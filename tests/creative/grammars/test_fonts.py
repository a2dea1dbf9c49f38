"""Faces are small, open, and measured."""

import json

import pytest

from webmagic.creative.studio import fonts
from webmagic.creative.studio.grammars import GRAMMARS

PAIRS = [(key, pair) for key, grammar in GRAMMARS.items() for pair in grammar.faces]


@pytest.mark.parametrize(("grammar", "pair"), PAIRS)
def test_a_page_carries_at_most_two_families_and_sixty_kilobytes_of_type(grammar, pair):
    weight = sum(len(content) for key in set(pair) for content in fonts.files(key).values())
    assert len(set(pair)) <= 2
    assert 0 < weight <= 60 * 1024


def test_no_banned_face_is_used_for_display():
    banned = {"Roboto", "Arial", "Inter", "Montserrat"}
    assert not banned & {fonts.FACES[display].family for _, (display, _) in PAIRS}


def test_the_lock_file_names_no_host():
    lock = json.loads((fonts.SOURCES / "package-lock.json").read_text())
    assert not any("resolved" in package for package in lock["packages"].values())
    assert all(package["license"] == "OFL-1.1" for name, package in lock["packages"].items() if name)


def test_fallbacks_take_the_box_of_the_face_so_nothing_moves():
    css = fonts.face_css("vollkorn", {name: f"assets/{name}" for name in fonts.files("vollkorn")})
    for word in ("size-adjust", "ascent-override", "descent-override", "font-display:swap"):
        assert word in css


def test_long_words_measure_longer():
    assert fonts.width("archivo", "Quetzaltenango") > fonts.width("archivo", "Dayton") > 2


def test_no_two_faces_bear_one_key():
    keys = [face.key for grammar in GRAMMARS.values() for face in grammar.type_faces]
    assert len(keys) == len(set(keys))
