"""The palette families of industrial: concrete with tape on it, a blueprint, an enamelled sign."""

from webmagic.creative.studio.colour import Art, Family, Theme, apart, tame

STEEL = 250.0


def _loud(hue: float) -> tuple[float, float, float]:
    """A colour that is seen across a hall: yellows are kept light, blues are kept deep."""
    turn = hue % 360
    return tame((0.79 if 50 < turn < 125 else 0.68, 0.185, hue))


def _foundry(hue: float) -> tuple[Theme, Theme]:
    """Poured grey, black rubber, and tape in the shop's colour."""
    ink, loud = (0.19, 0.012, STEEL), _loud(hue)
    art: Art = ((0.8, 0.012, STEEL), (0.955, 0.004, STEEL), (0.36, 0.02, STEEL), loud)
    night: Art = ((0.6, 0.015, STEEL), (0.32, 0.012, STEEL), (0.46, 0.02, STEEL), loud)
    light = Theme(
        paper=(0.922, 0.004, 100), tint=(0.872, 0.006, 100), ink=ink, plate=(0.235, 0.012, STEEL),
        on_plate=(0.965, 0.004, 100), accent=ink, spark=(0.43, 0.13, hue), art=art, art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.205, 0.008, STEEL), tint=(0.26, 0.01, STEEL), ink=(0.95, 0.004, 100), plate=loud,
        on_plate=ink, accent=loud, spark=(0.82, 0.13, hue), art=night, art_ink=(0.95, 0.004, 100),
    )  # fmt: skip
    return light, dark


def _blueprint(hue: float) -> tuple[Theme, Theme]:
    """By day a print on pale paper, by night the blueprint itself; one red-hot pencil."""
    ink, pencil = (0.29, 0.115, hue), tame((0.72, 0.17, apart(hue, 48, 165)))
    art: Art = ((0.83, 0.055, hue), (0.93, 0.03, hue), (0.4, 0.12, hue), pencil)
    night: Art = ((0.56, 0.1, hue), (0.4, 0.09, hue), (0.7, 0.08, hue), pencil)
    light = Theme(
        paper=(0.958, 0.016, hue), tint=(0.91, 0.032, hue), ink=ink, plate=(0.37, 0.13, hue),
        on_plate=(0.97, 0.015, hue), accent=(0.37, 0.13, hue), spark=(0.45, 0.15, apart(hue, 40, 160)),
        art=art, art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.265, 0.085, hue), tint=(0.32, 0.1, hue), ink=(0.955, 0.025, hue), plate=(0.19, 0.06, hue),
        on_plate=(0.955, 0.025, hue), accent=pencil, spark=(0.86, 0.1, apart(hue, 60, 165)), art=night,
        art_ink=(0.955, 0.025, hue),
    )  # fmt: skip
    return light, dark


def _enamel(hue: float) -> tuple[Theme, Theme]:
    """Cream enamel, one fired colour for the plates, a warning colour in the drawings."""
    ink, warning = (0.22, 0.035, hue), tame((0.7, 0.17, apart(hue, 42, 215)))
    art: Art = ((0.64, 0.1, hue), (0.885, 0.045, 92), (0.34, 0.065, hue), warning)
    night: Art = ((0.62, 0.1, hue), (0.36, 0.03, 92), (0.48, 0.08, hue), warning)
    light = Theme(
        paper=(0.965, 0.024, 94), tint=(0.918, 0.036, 92), ink=ink, plate=(0.415, 0.1, hue),
        on_plate=(0.97, 0.024, 94), accent=(0.415, 0.1, hue), spark=(0.43, 0.12, hue), art=art, art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.2, 0.022, hue), tint=(0.252, 0.032, hue), ink=(0.95, 0.024, 94), plate=(0.4, 0.095, hue),
        on_plate=(0.97, 0.024, 94), accent=(0.9, 0.045, 92), spark=(0.84, 0.09, hue), art=night,
        art_ink=(0.95, 0.024, 94),
    )  # fmt: skip
    return light, dark


FAMILIES = {
    "foundry": Family(
        _foundry,
        (85, 48, 25, 225, 145, 60),
        "Poured grey, black rubber, and tape in {ink}.",
        is_sober=True,
    ),
    "blueprint": Family(
        _blueprint,
        (258, 235, 195, 280, 160, 245),
        "A print in {ink} on pale paper, the blueprint itself by night, one red-hot pencil.",
        is_sober=True,
    ),
    "enamel": Family(
        _enamel,
        (155, 25, 235, 190, 60, 265),
        "Cream enamel, plates fired in {ink}, and a warning colour in the drawings.",
        is_sober=True,
    ),
}
