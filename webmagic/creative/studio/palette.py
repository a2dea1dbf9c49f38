"""Palettes in OKLCH, for light and dark, with contrast solved rather than hoped for.

A family says which tones play which role for a seed hue; `solve` moves the lightness of
every text and edge away from its grounds until WCAG is met, then measures the result.
"""

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from webmagic.creative.stages import Palette

Tone = tuple[float, float, float]  # lightness 0..1, chroma, hue in degrees
Art = tuple[Tone, Tone, Tone, Tone]  # main, light, deep, accent: the classes a1..a4 of drawings

# Every pair a grammar may set text in: (text, ground).
TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink", "tint"),
    ("muted", "paper"),
    ("muted", "tint"),
    ("spark", "paper"),
    ("spark", "tint"),
    ("on_plate", "plate"),
    ("on_plate_muted", "plate"),
    ("on_accent", "accent"),
)
# Borders of fields and other marks that must be seen: (mark, ground).
EDGE_PAIRS = (
    ("edge", "paper"),
    ("edge", "tint"),
    ("plate_edge", "plate"),
    ("accent", "paper"),
    ("accent", "tint"),
)
TEXT, EDGE, CLEAR = 4.62, 3.1, 7.0


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


# --- colour arithmetic ------------------------------------------------------------------


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
    """The tone nearest in lightness to `tone` that stands `ratio` off every ground."""
    found = tame(tone)
    for step in range(0, 200):
        for sign in (-1, 1):
            tried = tame((tone[0] + sign * step * 0.005, tone[1], tone[2]))
            if all(contrast(tried, ground) >= ratio for ground in grounds):
                return tried
    return found


# --- families -----------------------------------------------------------------------------

WARM = 84.0
BAKED: Art = ((0.745, 0.128, 66), (0.84, 0.148, 84), (0.545, 0.118, 47), (0.52, 0.085, 128))


def _apart(hue: float, wanted: float, other: float) -> float:
    """`wanted`, or `other` when the seed hue is too near to tell them apart."""
    return other if abs((hue - wanted + 180) % 360 - 180) < 55 else wanted


def _butter(hue: float) -> tuple[Theme, Theme]:
    """Butter paper and one deep ink; baked colours live in drawings only."""
    warm = 88 + 10 * math.sin(math.radians(hue))
    ink = (0.275, 0.085, hue)
    light = Theme(
        paper=(0.937, 0.056, warm), tint=(0.892, 0.095, warm - 6), ink=ink, plate=ink,
        on_plate=(0.945, 0.05, warm), accent=ink, spark=(0.45, 0.12, hue), art=BAKED, art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.205, 0.04, hue), tint=(0.25, 0.05, hue), ink=(0.93, 0.045, warm), plate=(0.165, 0.042, hue),
        on_plate=(0.94, 0.05, warm), accent=(0.84, 0.14, warm - 4), spark=(0.84, 0.12, warm - 4),
        art=BAKED, art_ink=(0.15, 0.045, hue),
    )  # fmt: skip
    return light, dark


def _blossom(hue: float) -> tuple[Theme, Theme]:
    """Paper in the seed's own blush, ink from across the wheel."""
    over = hue + 150
    ink = (0.3, 0.065, over)
    petals = ((0.72, 0.14, hue), (0.9, 0.07, hue + 45), (0.52, 0.14, hue + 12), (0.55, 0.09, 140.0))
    light = Theme(
        paper=(0.945, 0.026, hue), tint=(0.893, 0.055, hue), ink=ink, plate=ink, on_plate=(0.95, 0.03, hue),
        accent=ink, spark=(0.48, 0.13, hue), art=petals, art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.215, 0.03, over), tint=(0.262, 0.038, over), ink=(0.93, 0.025, hue),
        plate=(0.17, 0.03, over),
        on_plate=(0.93, 0.03, hue), accent=(0.82, 0.11, hue), spark=(0.82, 0.11, hue), art=petals,
        art_ink=(0.15, 0.03, over),
    )  # fmt: skip
    return light, dark


def _almanac(hue: float) -> tuple[Theme, Theme]:
    """Cool white pages, black ink, and whole sheets in one printer's colour."""
    sheet = (0.43, 0.115, hue)
    art = ((0.7, 0.12, hue), (0.87, 0.1, hue + 70), (0.47, 0.115, hue), (0.56, 0.08, hue + 120))
    light = Theme(
        paper=(0.968, 0.012, WARM), tint=(0.918, 0.032, hue), ink=(0.24, 0.025, hue), plate=sheet,
        on_plate=(0.97, 0.02, WARM), accent=sheet, spark=sheet, art=art, art_ink=(0.22, 0.03, hue),
    )  # fmt: skip
    dark = Theme(
        paper=(0.2, 0.018, hue), tint=(0.247, 0.03, hue), ink=(0.94, 0.014, WARM), plate=(0.34, 0.09, hue),
        on_plate=(0.96, 0.02, WARM), accent=(0.8, 0.1, hue), spark=(0.8, 0.1, hue), art=art,
        art_ink=(0.15, 0.03, hue),
    )  # fmt: skip
    return light, dark


def _primary(hue: float) -> tuple[Theme, Theme]:
    """White, black, one flat colour, and one signal kept for what must be pressed."""
    signal = _apart(hue, 27, 262)
    art = ((0.53, 0.2, hue), (0.86, 0.07, hue), (0.36, 0.14, hue), (0.58, 0.21, signal))
    lit = ((0.66, 0.17, hue), (0.86, 0.07, hue), (0.45, 0.15, hue), (0.66, 0.2, signal))
    light = Theme(
        paper=(0.985, 0.002, hue), tint=(0.925, 0.005, hue), ink=(0.165, 0.012, hue), plate=(0.5, 0.2, hue),
        on_plate=(0.99, 0, 0), accent=(0.56, 0.215, signal), spark=(0.5, 0.2, hue), art=art,
        art_ink=(0.165, 0.012, hue),
    )  # fmt: skip
    dark = Theme(
        paper=(0.165, 0.012, hue), tint=(0.222, 0.014, hue), ink=(0.965, 0.004, hue), plate=(0.46, 0.18, hue),
        on_plate=(0.99, 0, 0), accent=(0.62, 0.21, signal), spark=(0.74, 0.13, hue), art=lit,
        art_ink=(0.965, 0.004, hue),
    )  # fmt: skip
    return light, dark


def _signal(hue: float) -> tuple[Theme, Theme]:
    """The paper itself is the colour, as on a van or a road sign; everything else is black."""
    black = (0.18, 0.02, hue)
    loud = max(
        (tame((step / 100, 0.19, hue)) for step in range(72, 90, 2)), key=lambda tone: (tone[1], tone[0])
    )
    far = (0.52, 0.2, hue + 165)
    light = Theme(
        paper=loud, tint=(0.94, 0.07, hue), ink=black, plate=black, on_plate=(0.93, 0.12, hue),
        accent=black, spark=(0.4, 0.14, hue + 165),
        art=(far, (0.98, 0.01, hue), (0.34, 0.12, hue + 165), black),
        art_ink=black,
    )  # fmt: skip
    dark = Theme(
        paper=(0.19, 0.018, hue), tint=(0.245, 0.026, hue), ink=(0.95, 0.03, hue), plate=loud,
        on_plate=black, accent=loud, spark=(0.85, 0.15, hue),
        art=((0.62, 0.18, hue + 165), (0.97, 0.01, hue), (0.45, 0.14, hue + 165), loud),
        art_ink=(0.95, 0.03, hue),
    )  # fmt: skip
    return light, dark


def _concrete(hue: float) -> tuple[Theme, Theme]:
    """Cement greys, a black floor, one painted part."""
    paint = (0.58, 0.2, hue)
    grey = 0.006
    art = ((0.66, grey, hue), (0.985, 0.002, hue), (0.4, grey, hue), paint)
    light = Theme(
        paper=(0.945, 0.004, hue), tint=(0.888, grey, hue), ink=(0.2, 0.01, hue), plate=(0.22, 0.01, hue),
        on_plate=(0.96, 0.004, hue), accent=paint, spark=(0.5, 0.18, hue), art=art, art_ink=(0.2, 0.01, hue),
    )  # fmt: skip
    dark = Theme(
        paper=(0.235, 0.006, hue), tint=(0.285, 0.008, hue), ink=(0.95, 0.004, hue), plate=(0.16, 0.006, hue),
        on_plate=(0.95, 0.004, hue), accent=(0.68, 0.17, hue), spark=(0.78, 0.13, hue),
        art=((0.6, grey, hue), (0.9, 0.002, hue), (0.42, grey, hue), (0.68, 0.17, hue)),
        art_ink=(0.95, 0.004, hue),
    )  # fmt: skip
    return light, dark


def _fog(hue: float) -> tuple[Theme, Theme]:
    """Morning fog in one hue, a pale moon, clay only for today."""
    ink = (0.285, 0.024, hue + 15)
    clay = _apart(hue, 42, 250)
    light = Theme(
        paper=(0.912, 0.012, hue), tint=(0.882, 0.015, hue), ink=ink, plate=ink,
        on_plate=(0.93, 0.013, hue - 20),
        accent=ink, spark=(0.5, 0.1, clay),
        art=((0.62, 0.03, hue), (0.965, 0.016, 95), ink, (0.55, 0.1, clay)),
        art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.207, 0.014, hue + 20), tint=(0.24, 0.016, hue + 20), ink=(0.905, 0.012, hue - 20),
        plate=(0.162, 0.012, hue + 20), on_plate=(0.93, 0.012, hue - 20), accent=(0.905, 0.012, hue - 20),
        spark=(0.77, 0.09, clay + 12),
        art=((0.6, 0.03, hue), (0.8, 0.035, 80), (0.47, 0.022, hue + 15), (0.72, 0.09, clay + 12)),
        art_ink=(0.88, 0.014, hue),
    )  # fmt: skip
    return light, dark


def _rice(hue: float) -> tuple[Theme, Theme]:
    """Rice paper and one dyed cloth."""
    dye = (0.36, 0.085, hue)
    light = Theme(
        paper=(0.962, 0.011, 88), tint=(0.932, 0.018, 84), ink=(0.29, 0.04, hue), plate=dye,
        on_plate=(0.955, 0.014, 88), accent=dye, spark=dye,
        art=((0.7, 0.05, hue), (0.89, 0.06, hue + 165), dye, (0.62, 0.11, hue + 165)),
        art_ink=(0.33, 0.06, hue),
    )  # fmt: skip
    dark = Theme(
        paper=(0.21, 0.02, hue), tint=(0.25, 0.026, hue), ink=(0.93, 0.014, 88), plate=(0.3, 0.07, hue),
        on_plate=(0.95, 0.014, 88), accent=(0.86, 0.04, hue), spark=(0.8, 0.08, hue),
        art=((0.62, 0.05, hue), (0.8, 0.06, hue + 165), (0.47, 0.08, hue), (0.72, 0.09, hue + 165)),
        art_ink=(0.87, 0.03, hue),
    )  # fmt: skip
    return light, dark


def _sand(hue: float) -> tuple[Theme, Theme]:
    """A plastered wall: the seed as earth, and wood a few degrees on."""
    wood = (0.4, 0.07, hue - 22)
    light = Theme(
        paper=(0.893, 0.034, hue), tint=(0.858, 0.045, hue), ink=(0.268, 0.04, hue - 22), plate=wood,
        on_plate=(0.945, 0.025, hue), accent=wood, spark=(0.43, 0.09, hue - 30),
        art=((0.66, 0.06, hue), (0.965, 0.025, hue + 20), wood, (0.56, 0.09, hue - 30)),
        art_ink=(0.31, 0.05, hue - 22),
    )  # fmt: skip
    dark = Theme(
        paper=(0.222, 0.022, hue - 15), tint=(0.26, 0.028, hue - 15), ink=(0.92, 0.022, hue),
        plate=(0.175, 0.018, hue - 15), on_plate=(0.93, 0.022, hue), accent=(0.85, 0.055, hue),
        spark=(0.8, 0.075, hue),
        art=((0.6, 0.05, hue), (0.83, 0.05, hue + 20), (0.48, 0.07, hue - 15), (0.72, 0.09, hue - 30)),
        art_ink=(0.88, 0.03, hue),
    )  # fmt: skip
    return light, dark


FAMILIES: dict[str, Callable[[float], tuple[Theme, Theme]]] = {
    "butter": _butter,
    "blossom": _blossom,
    "almanac": _almanac,
    "primary": _primary,
    "signal": _signal,
    "concrete": _concrete,
    "fog": _fog,
    "rice": _rice,
    "sand": _sand,
}


# --- solving ------------------------------------------------------------------------------


def solve(family: str, hue: float, art: Art | None = None) -> Palette:
    """The palette of a family for a seed hue. `art` replaces the family's own drawing colours:
    bread is never violet. Raises KeyError for an unknown family."""
    light, dark = (_settle(replace(theme, art=art or theme.art)) for theme in FAMILIES[family](hue % 360))
    worst = min(
        contrast(tones[text], tones[ground]) for tones in (light, dark) for text, ground in TEXT_PAIRS
    )
    return Palette(
        family=family,
        hue=round(hue % 360, 1),
        light={role: css(tone) for role, tone in light.items()},
        dark={role: css(tone) for role, tone in dark.items()},
        worst_contrast=round(worst, 2),
    )


def _settle(theme: Theme) -> dict[str, Tone]:
    paper, tint, plate = tame(theme.paper), tame(theme.tint), tame(theme.plate)
    grounds = (paper, tint)
    ink = reach(theme.ink, grounds, CLEAR)
    on_plate = reach(theme.on_plate, (plate,), TEXT)
    accent = _pressable(reach(theme.accent, grounds, EDGE), theme, grounds)
    return {
        "paper": paper,
        "tint": tint,
        "ink": ink,
        "muted": reach(_mixed(ink, paper, 0.26), grounds, TEXT),
        "line": tame(_mixed(ink, paper, 0.72)),
        "edge": reach(_mixed(ink, paper, 0.45), grounds, EDGE),
        "plate": plate,
        "on_plate": on_plate,
        "on_plate_muted": reach(_mixed(on_plate, plate, 0.22), (plate,), TEXT),
        "plate_line": tame(_mixed(on_plate, plate, 0.66)),
        "plate_edge": reach(_mixed(on_plate, plate, 0.4), (plate,), EDGE),
        "accent": accent,
        "on_accent": _on(accent, theme),
        "spark": reach(theme.spark, grounds, TEXT),
        **{f"art{number}": tame(tone) for number, tone in enumerate(theme.art, 1)},
        "art_ink": tame(theme.art_ink),
        **_on_plate_art(plate, on_plate, accent, theme),
    }


def _on_plate_art(plate: Tone, on_plate: Tone, accent: Tone, theme: Theme) -> dict[str, Tone]:
    """Art roles for drawings of ink on ground (flat, level) that lie on a plate."""
    seen = [tone for tone in (*map(tame, theme.art), accent) if contrast(tone, plate) >= 1.9]
    if plate[0] < 0.4 or plate[0] > 0.75:  # near black, or the page's own bright colour
        main, ink = seen[0] if seen else on_plate, on_plate
    else:
        main, ink = on_plate, tame((0.17, 0.02, plate[2]))
    return {
        "plate_art1": main,
        "plate_art2": tame(_mixed(on_plate, plate, 0.12)),
        "plate_art3": tame(_mixed(on_plate, plate, 0.6)),
        "plate_art4": seen[-1] if seen else on_plate,
        "plate_art_ink": ink,
    }


def _on(accent: Tone, theme: Theme) -> Tone:
    """Paper or ink on the accent, whichever is nearer to being read, then solved."""
    choices = ((0.98, 0.012, theme.paper[2]), (0.19, 0.03, theme.ink[2]))
    best = max(choices, key=lambda tone: contrast(tame(tone), accent))
    return reach(best, (accent,), TEXT)


def _pressable(accent: Tone, theme: Theme, grounds: tuple[Tone, ...]) -> Tone:
    """The nearest accent on which words can be read: at some lightness neither black nor white can."""
    for step in range(60):
        for sign in (-1, 1):
            tried = tame((accent[0] + sign * step * 0.005, accent[1], accent[2]))
            stands_off = all(contrast(tried, ground) >= EDGE for ground in grounds)
            if stands_off and contrast(_on(tried, theme), tried) >= TEXT:
                return tried
    return accent


def _mixed(tone: Tone, towards: Tone, share: float) -> Tone:
    turn = (towards[2] - tone[2] + 180) % 360 - 180
    hue = tone[2] if abs(turn) > 90 else tone[2] + turn * share
    hue = towards[2] if tone[1] < 0.001 else hue  # a grey has no hue of its own
    return tone[0] + (towards[0] - tone[0]) * share, tone[1] + (towards[1] - tone[1]) * share, hue
