"""Faces are small, open, and measured."""

import json
import re

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


RULE = re.compile(
    r'@font-face\{font-family:"(?P<name>[^"]+)";src:local\("(?P<local>[^"]+)"\);'
    r"(?:font-weight:(?P<low>\d+) (?P<high>\d+);)?(?P<italic>font-style:italic;)?"
    r"size-adjust:(?P<adjust>[\d.]+)%"
)


@pytest.mark.parametrize("key", fonts.FACES)
def test_what_stands_in_for_a_face_is_as_wide_as_it_so_that_lines_break_alike(key):
    face, known = fonts.FACES[key], fonts.manifest()[key]
    heading = sum(known["widths"].get(letter, 0.62) for letter in fonts.FREQUENT) / len(fonts.FREQUENT)
    rules = [found.groupdict() for found in RULE.finditer(fonts.face_css(key, {}))]
    for local, own in fonts.STAND_INS[face.fallback].items():
        assert f'"{face.family} {local}"' in fonts.stack(key)
        for rule in (one for one in rules if one["local"] == local):
            wide = float(rule["adjust"]) / 100 * own
            spans = range(int(rule["low"] or 1), int(rule["high"] or 1000) + 1)
            if rule["italic"]:
                assert wide == pytest.approx(known["italic"], rel=0.005)
            if fonts.RUNNING in spans and not rule["italic"]:
                assert wide == pytest.approx(known["average"], rel=0.005)
            if face.display_weight in spans and not rule["italic"]:
                assert wide == pytest.approx(heading, rel=0.015)


def test_stand_ins_are_there_for_windows_apple_android_and_linux():
    css = fonts.face_css("vollkorn", {name: f"assets/{name}" for name in fonts.files("vollkorn")})
    for word in ("Georgia", "Noto Serif", "DejaVu Serif", "ascent-override", "font-display:swap"):
        assert word in css


def test_long_words_measure_longer():
    assert fonts.width("archivo", "Quetzaltenango") > fonts.width("archivo", "Dayton") > 2


def test_no_two_faces_bear_one_key():
    keys = [face.key for grammar in GRAMMARS.values() for face in grammar.type_faces]
    assert len(keys) == len(set(keys))
