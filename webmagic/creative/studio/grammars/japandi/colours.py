"""The palette families of japandi."""

from webmagic.creative.studio.colour import Family, Theme, apart


def _fog(hue: float) -> tuple[Theme, Theme]:
    """Morning fog in one hue, a pale moon, clay only for today."""
    ink = (0.285, 0.024, hue + 15)
    clay = apart(hue, 42, 250)
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


FAMILIES = {
    "fog": Family(
        _fog,
        (150, 230, 190, 110, 280, 60),
        "Fog in {ink}, a pale moon, and clay only for today.",
    ),
    "rice": Family(
        _rice,
        (262, 155, 22, 320, 205, 62),
        "Rice paper and one cloth dyed {ink}.",
    ),
    "sand": Family(
        _sand,
        (62, 40, 88, 20, 112, 350),
        "A plastered wall in {ink}, and wood a few degrees on.",
    ),
}
