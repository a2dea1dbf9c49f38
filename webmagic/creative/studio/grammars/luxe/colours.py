"""The palette families of luxe: a dark that has a colour, a pale that is never white, and one metal."""

from webmagic.creative.studio.colour import Art, Family, Theme, tame

GOLD, CHAMPAGNE = (0.77, 0.1, 84), (0.93, 0.032, 88)


def _art(hue: float, depth: float, metal: tuple[float, float, float], chroma: float = 0.085) -> Art:
    """Velvet, the light on the metal, the dark between things, the metal."""
    return (
        tame((depth + 0.2, chroma, hue)),
        tame((0.9, metal[1] * 0.72, metal[2])),
        tame((depth + 0.055, chroma * 0.6, hue)),
        tame(metal),
    )


def _midnight(hue: float) -> tuple[Theme, Theme]:
    """Ivory paper, midnight with a colour in it, gold."""
    plate = (0.195, 0.048, hue)
    light = Theme(
        paper=(0.967, 0.012, 88), tint=(0.925, 0.022, 86), ink=(0.2, 0.04, hue), plate=plate,
        on_plate=CHAMPAGNE, accent=plate, spark=(0.46, 0.085, 74), art=_art(hue, 0.195, GOLD), art_ink=GOLD,
    )  # fmt: skip
    dark = Theme(
        paper=(0.16, 0.035, hue), tint=(0.205, 0.045, hue), ink=CHAMPAGNE, plate=(0.122, 0.028, hue),
        on_plate=CHAMPAGNE, accent=GOLD, spark=(0.82, 0.09, 84), art=_art(hue, 0.14, GOLD), art_ink=GOLD,
    )  # fmt: skip
    return light, dark


def _velvet(hue: float) -> tuple[Theme, Theme]:
    """Curtains in a jewel's colour, powder for the page, rose gold."""
    rose = (0.8, 0.072, 48)
    plate = (0.285, 0.1, hue)
    light = Theme(
        paper=(0.957, 0.016, hue), tint=(0.912, 0.03, hue), ink=(0.22, 0.07, hue), plate=plate,
        on_plate=(0.94, 0.022, 60), accent=plate, spark=(0.45, 0.11, hue), art=_art(hue, 0.28, rose, 0.12),
        art_ink=rose,
    )  # fmt: skip
    dark = Theme(
        paper=(0.175, 0.06, hue), tint=(0.225, 0.075, hue), ink=(0.94, 0.022, 60), plate=(0.26, 0.09, hue),
        on_plate=(0.94, 0.022, 60), accent=rose, spark=(0.83, 0.07, 48), art=_art(hue, 0.22, rose, 0.11),
        art_ink=rose,
    )  # fmt: skip
    return light, dark


def _onyx(hue: float) -> tuple[Theme, Theme]:
    """Stone and pearl; the metal alone has the shop's colour."""
    metal = tame((0.8, 0.085, hue))
    plate = (0.172, 0.006, hue)
    light = Theme(
        paper=(0.945, 0.005, hue), tint=(0.9, 0.009, hue), ink=(0.18, 0.006, hue), plate=plate,
        on_plate=(0.95, 0.006, hue), accent=plate, spark=(0.43, 0.09, hue),
        art=_art(hue, 0.18, metal, 0.02), art_ink=metal,
    )  # fmt: skip
    dark = Theme(
        paper=(0.152, 0.004, hue), tint=(0.2, 0.006, hue), ink=(0.95, 0.006, hue), plate=(0.115, 0.004, hue),
        on_plate=(0.95, 0.006, hue), accent=metal, spark=(0.83, 0.08, hue),
        art=_art(hue, 0.13, metal, 0.02), art_ink=metal,
    )  # fmt: skip
    return light, dark


FAMILIES = {
    "midnight": Family(
        _midnight,
        (265, 165, 20, 235, 305, 195),
        "Ivory, midnight with {ink} in it, and hairlines of gold.",
        is_sober=True,
    ),
    "velvet": Family(
        _velvet,
        (12, 160, 268, 340, 300, 190),
        "Curtains of {ink} velvet, powder for the page, rose gold for the lines.",
    ),
    "onyx": Family(
        _onyx,
        (84, 240, 48, 180, 20, 140),
        "Onyx and pearl; only the metal has a colour, {ink}.",
        is_sober=True,
    ),
}
