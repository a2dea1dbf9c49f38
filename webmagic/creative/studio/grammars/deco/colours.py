"""The palette families of deco: a metal, a jewel, and ivory or black between them."""

from webmagic.creative.studio.colour import Family, Theme

GOLD = (0.74, 0.105, 82)
BRASS = (0.8, 0.11, 84)


def _ivory(hue: float) -> tuple[Theme, Theme]:
    """Ivory walls, black lines, one jewel, and brass."""
    jewel = (0.36, 0.09, hue)
    light = Theme(
        paper=(0.955, 0.022, 90),
        tint=(0.915, 0.036, 88),
        ink=(0.2, 0.025, hue),
        plate=jewel,
        on_plate=(0.95, 0.035, 88),
        accent=jewel,
        spark=(0.47, 0.09, 70),
        art=((0.45, 0.095, hue), (0.92, 0.05, 88), (0.31, 0.07, hue), GOLD),
        art_ink=(0.2, 0.025, hue),
    )
    dark = Theme(
        paper=(0.195, 0.022, hue),
        tint=(0.245, 0.034, hue),
        ink=(0.935, 0.03, 88),
        plate=(0.32, 0.08, hue),
        on_plate=(0.95, 0.035, 88),
        accent=BRASS,
        spark=(0.83, 0.1, 84),
        art=((0.52, 0.1, hue), (0.9, 0.05, 88), (0.4, 0.08, hue), GOLD),
        art_ink=(0.93, 0.03, 88),
    )
    return light, dark


def _lacquer(hue: float) -> tuple[Theme, Theme]:
    """The whole room lacquered in the jewel; brass lines, ivory words."""
    light = Theme(
        paper=(0.305, 0.075, hue),
        tint=(0.262, 0.068, hue),
        ink=(0.945, 0.035, 88),
        plate=(0.225, 0.06, hue),
        on_plate=(0.945, 0.035, 88),
        accent=BRASS,
        spark=(0.84, 0.105, 84),
        art=((0.55, 0.115, hue), (0.92, 0.05, 88), (0.43, 0.1, hue), GOLD),
        art_ink=(0.945, 0.035, 88),
    )
    dark = Theme(
        paper=(0.185, 0.035, hue),
        tint=(0.235, 0.048, hue),
        ink=(0.935, 0.03, 88),
        plate=(0.32, 0.08, hue),
        on_plate=(0.945, 0.035, 88),
        accent=BRASS,
        spark=(0.83, 0.1, 84),
        art=((0.5, 0.11, hue), (0.88, 0.05, 88), (0.4, 0.09, hue), GOLD),
        art_ink=(0.935, 0.03, 88),
    )
    return light, dark


def _pearl(hue: float) -> tuple[Theme, Theme]:
    """Powder on the walls, black lacquer for the furniture, silver for the fittings."""
    black, silver = (0.185, 0.012, hue), (0.72, 0.015, 250)
    light = Theme(
        paper=(0.912, 0.038, hue),
        tint=(0.945, 0.022, hue),
        ink=black,
        plate=black,
        on_plate=(0.93, 0.03, hue),
        accent=black,
        spark=(0.45, 0.12, hue),
        art=((0.62, 0.12, hue), (0.965, 0.015, hue), (0.38, 0.07, hue), silver),
        art_ink=black,
    )
    dark = Theme(
        paper=(0.175, 0.014, hue),
        tint=(0.225, 0.02, hue),
        ink=(0.93, 0.025, hue),
        plate=(0.4, 0.09, hue),
        on_plate=(0.96, 0.02, hue),
        accent=(0.86, 0.06, hue),
        spark=(0.82, 0.09, hue),
        art=((0.6, 0.12, hue), (0.9, 0.02, hue), (0.45, 0.09, hue), silver),
        art_ink=(0.93, 0.025, hue),
    )
    return light, dark


FAMILIES = {
    "ivory": Family(
        _ivory,
        (168, 262, 18, 310, 222, 140),
        "Ivory walls, black lines, {ink} as the jewel, and brass.",
    ),
    "lacquer": Family(
        _lacquer,
        (262, 165, 22, 320, 200, 350),
        "The whole room lacquered in {ink}; brass lines, ivory words.",
    ),
    "pearl": Family(
        _pearl,
        (12, 200, 340, 90, 150, 290),
        "Powdered walls in {ink}, black lacquer, silver fittings.",
    ),
}
