"""The palette families of editorial."""

from webmagic.creative.studio.colour import Family, Theme


def _cover(hue: float) -> tuple[Theme, Theme]:
    """Uncoated white, black type, and a cover printed solid in one colour."""
    sheet, second = (0.545, 0.185, hue), (0.83, 0.105, hue + 70)
    light = Theme(
        paper=(0.974, 0.006, 85),
        tint=(0.935, 0.014, 85),
        ink=(0.17, 0.012, hue),
        plate=sheet,
        on_plate=(0.99, 0.006, 85),
        accent=(0.2, 0.014, hue),
        spark=(0.5, 0.17, hue),
        art=((0.62, 0.175, hue), (0.955, 0.02, 85), (0.37, 0.1, hue), second),
        art_ink=(0.17, 0.012, hue),
    )
    dark = Theme(
        paper=(0.18, 0.008, hue),
        tint=(0.225, 0.012, hue),
        ink=(0.955, 0.008, 85),
        plate=(0.47, 0.15, hue),
        on_plate=(0.985, 0.006, 85),
        accent=(0.94, 0.01, 85),
        spark=(0.77, 0.13, hue),
        art=((0.64, 0.165, hue), (0.9, 0.03, 85), (0.42, 0.1, hue), (0.66, 0.1, hue + 70)),
        art_ink=(0.12, 0.012, hue),
    )
    return light, dark


def _newsstand(hue: float) -> tuple[Theme, Theme]:
    """The whole issue on coloured stock; type and cover in one deep ink of the same family."""
    deep = (0.33, 0.105, hue - 12)
    light = Theme(
        paper=(0.905, 0.052, hue + 18),
        tint=(0.945, 0.032, hue + 18),
        ink=(0.225, 0.06, hue - 12),
        plate=deep,
        on_plate=(0.94, 0.04, hue + 18),
        accent=deep,
        spark=(0.45, 0.16, hue - 12),
        art=(
            (0.66, 0.15, hue - 12),
            (0.965, 0.025, hue + 18),
            (0.42, 0.11, hue - 12),
            (0.79, 0.11, hue + 150),
        ),
        art_ink=(0.225, 0.06, hue - 12),
    )
    dark = Theme(
        paper=(0.215, 0.045, hue - 12),
        tint=(0.265, 0.055, hue - 12),
        ink=(0.935, 0.035, hue + 18),
        plate=(0.36, 0.105, hue - 12),
        on_plate=(0.95, 0.03, hue + 18),
        accent=(0.87, 0.085, hue + 18),
        spark=(0.83, 0.1, hue + 18),
        art=((0.66, 0.14, hue - 12), (0.9, 0.04, hue + 18), (0.45, 0.1, hue - 12), (0.66, 0.1, hue + 150)),
        art_ink=(0.13, 0.04, hue - 12),
    )
    return light, dark


def _silver(hue: float) -> tuple[Theme, Theme]:
    """A photographer's quarterly: silver pages, a black cover, one thin colour."""
    thin = (0.62, 0.14, hue)
    light = Theme(
        paper=(0.918, 0.004, 250),
        tint=(0.955, 0.003, 250),
        ink=(0.185, 0.004, 250),
        plate=(0.185, 0.004, 250),
        on_plate=(0.95, 0.003, 250),
        accent=(0.185, 0.004, 250),
        spark=(0.48, 0.14, hue),
        art=(thin, (0.975, 0.003, 250), (0.45, 0.01, 250), (0.79, 0.012, 250)),
        art_ink=(0.185, 0.004, 250),
    )
    dark = Theme(
        paper=(0.205, 0.003, 250),
        tint=(0.255, 0.004, 250),
        ink=(0.945, 0.003, 250),
        plate=(0.32, 0.004, 250),
        on_plate=(0.96, 0.003, 250),
        accent=(0.92, 0.004, 250),
        spark=(0.79, 0.11, hue),
        art=((0.66, 0.13, hue), (0.88, 0.004, 250), (0.5, 0.01, 250), (0.62, 0.008, 250)),
        art_ink=(0.12, 0.004, 250),
    )
    return light, dark


FAMILIES = {
    "cover": Family(
        _cover,
        (28, 255, 152, 8, 300, 60),
        "White stock, black type, and a cover printed solid in {ink}.",
    ),
    "newsstand": Family(
        _newsstand,
        (40, 210, 85, 350, 165, 265),
        "The whole issue on {ink} stock, with one deep ink.",
    ),
    "silver": Family(
        _silver,
        (25, 245, 75, 150, 350, 300),
        "Silver pages, a black cover, and a thread of {ink}.",
        is_sober=True,
    ),
}
