"""The palette families of organic: pigments dug from the ground, and the green that grows on it."""

from webmagic.creative.studio.colour import Art, Family, Theme, apart, tame

CREAM = (0.965, 0.025, 88)


def _art(hue: float) -> Art:
    """A pigment, sand, a leaf in shadow, and one bright fruit."""
    leaf = apart(hue, 150, 45)
    return (
        tame((0.65, 0.125, hue)),
        tame((0.865, 0.062, apart(hue, 80, 20))),
        tame((0.43, 0.065, leaf)),
        tame((0.78, 0.125, apart(hue, 78, 200))),
    )


def _night(hue: float) -> Art:
    main, light, deep, fruit = _art(hue)
    return (0.7, main[1], main[2]), (0.44, 0.05, light[2]), (0.56, 0.075, deep[2]), fruit


def _earth(hue: float) -> tuple[Theme, Theme]:
    """Sand underfoot, one pigment for what is loud, deep leaf for the hills."""
    leaf = apart(hue, 155, 40)
    ink = (0.28, 0.035, leaf)
    light = Theme(
        paper=(0.96, 0.022, 84), tint=(0.915, 0.042, 80), ink=ink, plate=(0.36, 0.055, leaf), on_plate=CREAM,
        accent=(0.5, 0.13, hue), spark=(0.48, 0.13, hue), art=_art(hue), art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.215, 0.025, leaf), tint=(0.265, 0.035, leaf), ink=(0.94, 0.03, 88),
        plate=(0.34, 0.055, leaf), on_plate=CREAM, accent=(0.78, 0.11, hue), spark=(0.8, 0.1, hue),
        art=_night(hue), art_ink=(0.93, 0.03, 88),
    )  # fmt: skip
    return light, dark


def _dune(hue: float) -> tuple[Theme, Theme]:
    """One colour from dawn to dusk: pale air, warm slope, dark hollow."""
    ink = (0.27, 0.07, hue)
    light = Theme(
        paper=(0.945, 0.032, hue), tint=(0.893, 0.058, hue), ink=ink, plate=(0.53, 0.115, hue),
        on_plate=(0.985, 0.015, hue), accent=(0.36, 0.095, hue), spark=(0.46, 0.13, hue), art=_art(hue),
        art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.21, 0.04, hue), tint=(0.265, 0.055, hue), ink=(0.945, 0.03, hue), plate=(0.42, 0.09, hue),
        on_plate=(0.985, 0.015, hue), accent=(0.87, 0.07, hue), spark=(0.82, 0.095, hue), art=_night(hue),
        art_ink=(0.945, 0.03, hue),
    )  # fmt: skip
    return light, dark


def _dew(hue: float) -> tuple[Theme, Theme]:
    """Morning white, and hills in the colour of the shop, light enough to write on in ink."""
    ink = (0.25, 0.045, hue + 20)
    light = Theme(
        paper=(0.985, 0.008, hue), tint=(0.945, 0.034, hue), ink=ink, plate=(0.835, 0.095, hue), on_plate=ink,
        accent=(0.34, 0.08, hue + 20), spark=(0.46, 0.12, hue), art=_art(hue), art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.2, 0.02, hue), tint=(0.25, 0.035, hue), ink=(0.955, 0.018, hue), plate=(0.78, 0.1, hue),
        on_plate=(0.22, 0.045, hue + 20), accent=(0.84, 0.085, hue), spark=(0.84, 0.085, hue),
        art=_night(hue), art_ink=(0.955, 0.018, hue),
    )  # fmt: skip
    return light, dark


FAMILIES = {
    "earth": Family(
        _earth,
        (40, 25, 65, 330, 205, 55),
        "Sand underfoot, hills in deep leaf, and one pigment, {ink}, for what is loud.",
    ),
    "dune": Family(
        _dune,
        (35, 150, 235, 75, 190, 55),
        "One colour, {ink}, from the pale air down to the dark hollow.",
        is_sober=True,
    ),
    "dew": Family(
        _dew,
        (140, 75, 195, 30, 110, 320),
        "Morning white, and hills of {ink} light enough to write on.",
    ),
}
