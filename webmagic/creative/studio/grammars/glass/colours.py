"""The palette families of glass: light that has come through something coloured."""

from webmagic.creative.studio.colour import Art, Family, Theme, tame

WHITE = (0.99, 0.004, 250)


def _art(hue: float, lift: float = 0.0) -> Art:
    """Neighbours on the wheel, and one guest from across it."""
    return (
        tame((0.62 + lift, 0.18, hue)),
        tame((0.86, 0.1, hue - 42)),
        tame((0.46 + lift, 0.16, hue + 34)),
        tame((0.75, 0.15, hue + 105)),
    )


def _dim(hue: float) -> Art:
    main, light, deep, guest = _art(hue, 0.06)
    return main, (0.66, light[1], light[2]), deep, guest


def _aurora(hue: float) -> tuple[Theme, Theme]:
    """Nearly white, with the shop's colour and its neighbour glowing through."""
    ink = (0.23, 0.06, hue + 18)
    light = Theme(
        paper=(0.968, 0.014, hue), tint=(0.99, 0.006, hue), ink=ink, plate=(0.48, 0.19, hue), on_plate=WHITE,
        accent=(0.48, 0.19, hue), spark=(0.46, 0.19, hue), art=_art(hue), art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.175, 0.04, hue + 18), tint=(0.25, 0.055, hue + 18), ink=(0.96, 0.014, hue),
        plate=(0.46, 0.17, hue), on_plate=WHITE, accent=(0.8, 0.11, hue), spark=(0.82, 0.1, hue),
        art=_dim(hue), art_ink=(0.96, 0.014, hue),
    )  # fmt: skip
    return light, dark


def _dusk(hue: float) -> tuple[Theme, Theme]:
    """The sky after sunset: a coloured wall, and night for what is deep."""
    night = (0.28, 0.1, hue + 28)
    light = Theme(
        paper=(0.915, 0.045, hue), tint=(0.975, 0.018, hue), ink=(0.22, 0.075, hue + 28), plate=night,
        on_plate=(0.96, 0.025, hue), accent=night, spark=(0.42, 0.16, hue + 20), art=_art(hue),
        art_ink=night,
    )  # fmt: skip
    dark = Theme(
        paper=(0.19, 0.06, hue + 28), tint=(0.265, 0.08, hue + 28), ink=(0.955, 0.025, hue),
        plate=(0.84, 0.09, hue), on_plate=night, accent=(0.88, 0.075, hue), spark=(0.85, 0.09, hue),
        art=_dim(hue), art_ink=(0.955, 0.025, hue),
    )  # fmt: skip
    return light, dark


def _ice(hue: float) -> tuple[Theme, Theme]:
    """Hardly a colour but in the drawings, and one cool tile light enough to write on."""
    ink = (0.2, 0.018, hue)
    light = Theme(
        paper=(0.948, 0.007, hue), tint=(0.992, 0.002, hue), ink=ink, plate=(0.85, 0.085, hue), on_plate=ink,
        accent=ink, spark=(0.43, 0.12, hue), art=_art(hue), art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.16, 0.008, hue), tint=(0.235, 0.014, hue), ink=(0.965, 0.005, hue), plate=(0.8, 0.09, hue),
        on_plate=ink, accent=(0.94, 0.02, hue), spark=(0.84, 0.085, hue), art=_dim(hue),
        art_ink=(0.965, 0.005, hue),
    )  # fmt: skip
    return light, dark


FAMILIES = {
    "aurora": Family(
        _aurora,
        (262, 200, 155, 295, 25, 232),
        "Nearly white, with {ink} and its neighbour glowing through the panes.",
    ),
    "dusk": Family(
        _dusk,
        (300, 250, 12, 200, 45, 275),
        "The sky after sunset in {ink}, and night for what is deep.",
    ),
    "ice": Family(
        _ice,
        (225, 165, 262, 85, 195, 40),
        "Clear panes, ink for the words, and one cool tile of {ink}.",
        is_sober=True,
    ),
}
