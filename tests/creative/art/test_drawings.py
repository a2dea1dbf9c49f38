"""Every module in every hand: small, safe, well formed, and the same each time."""

import gzip
import re
import subprocess
import sys
from functools import cache
from itertools import product
from xml.etree import ElementTree

import pytest

from webmagic.creative.studio import art

ALL = list(product(art.MODULES, art.HANDS))
CLASSES = {f"{kind}{tone}" for kind in "as" for tone in "1234ipw"} | {"ao", "ak", "art"}


@cache
def drawings(module: str, hand: str, seed: int = 1) -> list[art.Svg]:
    items = [art.draw_item(module, item, hand, seed) for item in art.MODULES[module]]
    return [art.draw_hero(module, hand, "full", seed), art.draw_band(module, hand, seed), *items]


@pytest.mark.parametrize(("module", "hand"), ALL)
def test_heroes_and_items_stay_within_their_weight(module: str, hand: str) -> None:
    hero, band, *items = drawings(module, hand)
    for drawing in (hero, art.draw_hero(module, hand, "full", 7)):
        text = drawing.markup("hero").encode()
        assert len(text) <= 26 * 1024
        assert len(gzip.compress(text)) <= 9 * 1024
    assert all(len(item.body) <= 5 * 1024 for item in items)
    assert len(band.body) <= 26 * 1024


@pytest.mark.parametrize(("module", "hand"), ALL)
def test_markup_is_well_formed_and_carries_nothing_but_paths(module: str, hand: str) -> None:
    for drawing in drawings(module, hand):
        root = ElementTree.fromstring(drawing.markup("x"))
        for node in root.iter():
            assert node.tag in {"svg", "g", "path"}
            assert not {"style", "fill", "stroke", "id", "onclick"} & set(node.attrib)
        assert not (root.text or "").strip()
        used = {name for node in root.iter("path") for name in node.attrib["class"].split()}
        assert used <= CLASSES


@pytest.mark.parametrize(("module", "hand"), ALL)
def test_no_path_holds_anything_but_commands_and_numbers(module: str, hand: str) -> None:
    for drawing in drawings(module, hand):
        for d in re.findall(r' d="([^"]*)"', drawing.body):
            assert re.fullmatch(r"[MLQCSZlqcsz0-9 .\-]+", d)


def test_the_same_arguments_give_the_same_drawing_in_another_process() -> None:
    code = (
        "from webmagic.creative.studio import art;"
        "print(art.draw_hero('florist', 'gouge', 'full', 5).body, end='')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == art.draw_hero("florist", "gouge", "full", 5).body


@pytest.mark.parametrize(("module", "hand"), ALL)
def test_another_seed_gives_another_hero(module: str, hand: str) -> None:
    bodies = {art.draw_hero(module, hand, "full", seed).body for seed in range(3)}
    assert len(bodies) == 3


@pytest.mark.parametrize(("module", "hand"), ALL)
def test_the_view_box_shows_most_of_what_an_item_draws(module: str, hand: str) -> None:
    """Control points may lie a little outside; whole shapes may not."""
    for item in drawings(module, hand)[2:]:
        body = item.body
        starts = [
            tuple(map(float, re.findall(r"-?\d*\.?\d+", m)))
            for m in re.findall(r"M(-?[\d.]+[ -]?-?[\d.]*)", body)
        ]
        points = [p for p in starts if len(p) == 2]
        outside = [p for p in points if not (-8 <= p[0] <= 248 and -8 <= p[1] <= 248)]
        assert len(outside) <= len(points) * 0.05


def test_two_dozen_trades_and_more_can_be_drawn_by_a_dozen_hands() -> None:
    assert len(art.MODULES) >= 24
    assert len(art.HANDS) >= 12


def test_every_module_has_four_to_six_things() -> None:
    assert all(4 <= len(items) <= 6 for items in art.MODULES.values())


def test_an_unknown_module_falls_back_to_the_shopfront() -> None:
    assert art.draw_item("submarine", "door", "flat", 1) == art.draw_item("general", "door", "flat", 1)
    assert art.draw_hero("submarine", "flat", "full", 3).body


def test_an_unknown_item_is_always_the_same_thing_of_the_trade() -> None:
    first = art.draw_item("bakery", "champurrada", "gouge", 1)
    assert first == art.draw_item("bakery", "champurrada", "gouge", 1)
    assert first in [art.draw_item("bakery", item, "gouge", 1) for item in art.MODULES["bakery"]]


def test_an_unknown_hand_or_crop_still_draws() -> None:
    assert art.draw_hero("spa", "charcoal", "sideways", 1) == art.draw_hero("spa", "gouge", "full", 1)


def test_a_crop_changes_the_frame_and_not_the_drawing() -> None:
    full, close = (art.draw_hero("cafe", "level", crop, 2) for crop in ("full", "close"))
    assert full.body == close.body
    assert full.view_box != close.view_box


def test_a_label_is_escaped_and_names_the_picture() -> None:
    text = art.draw_item("cafe", "cup", "flat").markup("fig", 'Tom & "Jo" <b>')
    assert 'role="img" aria-label="Tom &amp; &quot;Jo&quot; &lt;b&gt;"' in text
    assert ElementTree.fromstring(text).attrib["aria-label"] == 'Tom & "Jo" <b>'


def test_a_drawing_without_label_is_hidden_from_readers() -> None:
    text = art.draw_item("cafe", "cup", "flat").markup("fig")
    assert 'aria-hidden="true"' in text
    assert "role" not in text


def test_the_stylesheet_defines_every_class_by_variables() -> None:
    for name in CLASSES - {"art"}:
        assert f".art .{name}{{" in art.CSS
    assert not re.search(r"#[0-9a-f]{3}|rgb\(|oklch\(", art.CSS)
