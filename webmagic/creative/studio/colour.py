"""Colours in OKLCH: what a family of palettes is made of, and the arithmetic behind contrast."""

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

Tone = tuple[float, float, float]  # lightness 0..1, chroma, hue in degrees
Art = tuple[Tone, Tone, Tone, Tone]  # main, light, deep, accent: the classes a1..a4 of drawings


@dataclass(frozen=True)
class Theme:
    """Tones before solving. `spark` is the one colour allowed into text."""

    paper: Tone
    tint: Tone
    ink: Tone
    plate: Tone
    on_plate: Tone
    accent: Tone
    spark: Tone
    art: Art
    art_ink: Tone


@dataclass(frozen=True)
class Family:
    """Which tones play which role for a seed hue."""

    themes: Callable[[float], tuple[Theme, Theme]]  # hue -> light, dark
    hues: tuple[int, ...]  # that sit well in it; a shop's own hue lies a few degrees beside one
    says: str  # one sentence for the operator, with {ink}
    is_sober: bool = False  # every hue of it suits a plumber or a lawyer


WARM = 84.0
BAKED: Art = ((0.745, 0.128, 66), (0.84, 0.148, 84), (0.545, 0.118, 47), (0.52, 0.085, 128))


def apart(hue: float, wanted: float, other: float) -> float:
    """`wanted`, or `other` when the seed hue is too near to tell them apart."""
    return other if abs((hue - wanted + 180) % 360 - 180) < 55 else wanted


def _linear(tone: Tone) -> tuple[float, float, float]:
    lightness, chroma, hue = tone
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shown(tone: Tone) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in _linear(tone))


@functools.cache
def tame(tone: Tone) -> Tone:
    """The tone with the most chroma a screen (sRGB) can show, rounded as it will be written."""
    lightness, chroma, hue = round(min(max(tone[0], 0), 1), 3), tone[1], round(tone[2] % 360, 1)
    low, high = 0.0, chroma
    if _shown((lightness, chroma, hue)):
        low = chroma
    for _ in range(0 if low == chroma else 12):
        middle = (low + high) / 2
        low, high = (middle, high) if _shown((lightness, middle, hue)) else (low, middle)
    return lightness, math.floor(low * 1000) / 1000, hue


@functools.cache
def luminance(tone: Tone) -> float:
    red, green, blue = (min(max(part, 0), 1) for part in _linear(tone))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Tone, other: Tone) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def css(tone: Tone) -> str:
    return f"oklch({tone[0]:g} {tone[1]:g} {tone[2]:g})"


def reach(tone: Tone, grounds: tuple[Tone, ...], ratio: float) -> Tone:
    """The tone nearest in lightness to `tone` that stands `ratio` off every ground; where none does (a
    ground may be too dark for black and too light for white), the one that stands furthest off."""
    furthest, most = tame(tone), 0.0
    for step in range(0, 200):
        for sign in (-1, 1):
            tried = tame((tone[0] + sign * step * 0.005, tone[1], tone[2]))
            least = min((contrast(tried, ground) for ground in grounds), default=ratio)
            if least >= ratio:
                return tried
            if least > most:
                furthest, most = tried, least
    return furthest


def mixed(tone: Tone, towards: Tone, share: float) -> Tone:
    turn = (towards[2] - tone[2] + 180) % 360 - 180
    hue = tone[2] if abs(turn) > 90 else tone[2] + turn * share
    hue = towards[2] if tone[1] < 0.001 else hue  # a grey has no hue of its own
    return tone[0] + (towards[0] - tone[0]) * share, tone[1] + (towards[1] - tone[1]) * share, hue
