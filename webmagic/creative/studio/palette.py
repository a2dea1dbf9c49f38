"""A palette: the tones of a family for a seed hue, with contrast solved rather than hoped for.

`solve` moves the lightness of every text and edge away from its grounds until WCAG is met,
then measures the result.
"""

from dataclasses import replace

from webmagic.creative.stages import Palette
from webmagic.creative.studio.colour import Art, Family, Theme, Tone, contrast, css, mixed, reach, tame
from webmagic.creative.studio.grammars import GRAMMARS

FAMILIES: dict[str, Family] = {
    key: family for grammar in GRAMMARS.values() for key, family in grammar.colours.items()
}

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


def solve(family: str, hue: float, art: Art | None = None) -> Palette:
    """The palette of a family for a seed hue. `art` replaces the family's own drawing colours:
    bread is never violet. Raises KeyError for an unknown family."""
    light, dark = (
        _settle(replace(theme, art=art or theme.art)) for theme in FAMILIES[family].themes(hue % 360)
    )
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
        "muted": reach(mixed(ink, paper, 0.26), grounds, TEXT),
        "line": tame(mixed(ink, paper, 0.72)),
        "edge": reach(mixed(ink, paper, 0.45), grounds, EDGE),
        "plate": plate,
        "on_plate": on_plate,
        "on_plate_muted": reach(mixed(on_plate, plate, 0.22), (plate,), TEXT),
        "plate_line": tame(mixed(on_plate, plate, 0.66)),
        "plate_edge": reach(mixed(on_plate, plate, 0.4), (plate,), EDGE),
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
        "plate_art2": tame(mixed(on_plate, plate, 0.12)),
        "plate_art3": tame(mixed(on_plate, plate, 0.6)),
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
