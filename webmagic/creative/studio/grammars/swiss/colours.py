"""The palette families of swiss."""

from webmagic.creative.studio.colour import Family, Theme, apart, tame


def _primary(hue: float) -> tuple[Theme, Theme]:
    """White, black, one flat colour, and one signal kept for what must be pressed."""
    signal = apart(hue, 27, 262)
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


FAMILIES = {
    "primary": Family(
        _primary,
        (259, 150, 28, 300, 218, 350),
        "White, black, flat {ink}, and one signal colour kept for what must be pressed.",
    ),
    "signal": Family(
        _signal,
        (95, 62, 135, 200, 112, 25),
        "The paper itself is {ink}, as on a van or a road sign; everything else is black.",
    ),
    "concrete": Family(
        _concrete,
        (38, 150, 258, 18, 205, 330),
        "Cement greys and a single painted part, in {ink}.",
    ),
}
