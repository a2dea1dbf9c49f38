"""Geometry: reading and writing paths, and what follows a form."""

import math

import pytest

from webmagic.creative.studio.art.forms import form, num, smooth
from webmagic.creative.studio.art.hands.following import at, crescent, holds, inset, orientation, runs
from webmagic.creative.studio.art.hands.hiding import visible
from webmagic.creative.studio.art.kit import ellipse, put, rect, slab


@pytest.mark.parametrize(
    ("value", "text"), [(0.04, "0"), (-0.04, "0"), (0.5, ".5"), (-0.5, "-.5"), (12.0, "12"), (10.26, "10.3")]
)
def test_numbers_are_written_in_the_fewest_characters(value: float, text: str) -> None:
    assert num(value) == text


def test_rounding_does_not_add_up_along_a_path() -> None:
    points = [(i * 0.333, math.sin(i) * 3) for i in range(200)]
    d = smooth(points).d()
    again = form(d).outline[-1]
    assert math.dist(again, points[-1]) < 0.15


def test_a_path_may_use_arcs_and_relative_commands() -> None:
    circle = form("M-10 0a10 10 0 1 1 20 0a10 10 0 1 1 -20 0z")
    assert circle.box == pytest.approx((-10, -10, 10, 10), abs=0.1)
    assert form("M0 0h10v10h-10z").outline == form("M0 0L10 0L10 10L0 10Z").outline


def test_placing_scales_line_widths_and_flips() -> None:
    (part,) = put((slab(rect(10, 0, 20, 10)),), 100, 50, 2, flip=True)
    assert part.form.box == pytest.approx((40, 50, 80, 70))


def test_the_shade_side_of_a_circle_is_one_run_and_of_a_box_two() -> None:
    assert len(runs(ellipse(0, 0, 50).outline, 45)) == 1
    assert len(runs(rect(0, 0, 50, 50).outline, 45)) == 2


def test_an_inset_run_lies_inside() -> None:
    outline = ellipse(0, 0, 50).outline
    (run,) = runs(outline, 45)
    assert all(holds(outline, p) for p in inset(run, 5, 0.1, orientation(outline)))
    x0, y0, x1, y1 = crescent(run, 12, outline).box
    assert -51 < x0 < x1 < 51
    assert -51 < y0 < y1 < 51


def test_a_vertical_crosses_a_circle_twice() -> None:
    assert at(ellipse(0, 0, 10).outline, 0.1) == pytest.approx([-10, 10], abs=0.2)


def test_what_is_wholly_covered_is_left_out() -> None:
    small, cover, beside = slab(rect(40, 40, 10, 10)), slab(rect(0, 0, 100, 100)), slab(rect(200, 0, 9, 9))
    assert visible((small, cover, beside), 800, 720) == (cover, beside)
    assert visible((cover, small), 800, 720) == (cover, small)


def test_what_lies_outside_the_frame_is_left_out() -> None:
    assert visible((slab(rect(900, 0, 20, 20)),), 800, 720) == ()
