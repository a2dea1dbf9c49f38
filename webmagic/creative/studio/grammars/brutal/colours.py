"""The palette families of brutal: flat, loud, and black."""

from webmagic.creative.studio.colour import Family, Theme, Tone, apart, tame


def _loud(hue: float, low: int, high: int, chroma: float = 0.21) -> Tone:
    """The fullest tone of a hue between two lightnesses."""
    return max((tame((step / 100, chroma, hue)) for step in range(low, high, 2)), key=lambda tone: tone[1])


def _siren(hue: float) -> tuple[Theme, Theme]:
    """The whole page is paint; cards are white, lines are black, a second paint answers."""
    black = (0.15, 0.015, hue)
    paint, answer = _loud(hue, 78, 92, 0.18), _loud(hue + 140, 62, 76)
    light = Theme(
        paper=paint, tint=(0.985, 0.012, hue), ink=black, plate=answer, on_plate=black, accent=black,
        spark=(0.4, 0.17, hue + 200),
        art=(answer, (0.97, 0.03, hue), _loud(hue + 200, 50, 64), _loud(hue + 300, 66, 80)), art_ink=black,
    )  # fmt: skip
    dark = Theme(
        paper=(0.17, 0.012, hue), tint=(0.245, 0.02, hue), ink=(0.97, 0.012, hue), plate=paint,
        on_plate=black, accent=paint, spark=paint,
        art=(answer, (0.4, 0.05, hue), _loud(hue + 200, 50, 64), _loud(hue + 300, 60, 74)),
        art_ink=(0.97, 0.012, hue),
    )  # fmt: skip
    return light, dark


def _poured(hue: float) -> tuple[Theme, Theme]:
    """Bare wall, black lines, and one bucket of paint."""
    black = (0.16, 0.01, hue)
    paint = _loud(hue, 58, 84, 0.22)
    words = black
    if paint[0] < 0.66:  # blues and violets are fullest where neither black nor white can be read
        paint, words = _loud(hue, 44, 54, 0.22), (0.985, 0.01, hue)
    other = apart(hue, 95, 25)
    light = Theme(
        paper=(0.968, 0.006, hue), tint=(0.9, 0.06, hue), ink=black, plate=paint, on_plate=words,
        accent=black, spark=(0.47, 0.19, hue),
        art=(paint, (0.93, 0.05, hue), (0.42, 0.1, hue), _loud(other, 70, 90, 0.17)), art_ink=black,
    )  # fmt: skip
    dark = Theme(
        paper=(0.185, 0.008, hue), tint=(0.26, 0.03, hue), ink=(0.965, 0.008, hue), plate=paint,
        on_plate=words, accent=(0.965, 0.008, hue), spark=(0.8, 0.13, hue),
        art=(paint, (0.38, 0.05, hue), (0.46, 0.1, hue), _loud(other, 64, 80, 0.16)),
        art_ink=(0.965, 0.008, hue),
    )  # fmt: skip
    return light, dark


def _kiosk(hue: float) -> tuple[Theme, Theme]:
    """A pastel wall, a shutter of deep colour, and stickers in two brights."""
    deep = (0.3, 0.13, hue)
    hot, sharp = _loud(hue + 95, 64, 80), _loud(hue + 170, 76, 92, 0.19)
    light = Theme(
        paper=(0.87, 0.075, hue), tint=(0.975, 0.016, hue), ink=(0.17, 0.05, hue), plate=deep,
        on_plate=(0.96, 0.03, hue), accent=deep, spark=deep,
        art=(hot, (0.97, 0.03, hue), _loud(hue, 48, 62), sharp), art_ink=(0.17, 0.05, hue),
    )  # fmt: skip
    dark = Theme(
        paper=(0.2, 0.05, hue), tint=(0.27, 0.07, hue), ink=(0.96, 0.02, hue), plate=sharp,
        on_plate=(0.17, 0.05, hue), accent=sharp, spark=sharp,
        art=(hot, (0.42, 0.09, hue), _loud(hue, 52, 64), sharp), art_ink=(0.96, 0.02, hue),
    )  # fmt: skip
    return light, dark


FAMILIES = {
    "siren": Family(
        _siren,
        (100, 145, 55, 195, 20, 125),
        "The whole page is painted {ink}; lines are black, cards white, and a second paint answers.",
    ),
    "poured": Family(
        _poured,
        (32, 145, 258, 95, 205, 350),
        "A bare wall, black lines, and one bucket of {ink}.",
        is_sober=True,
    ),
    "kiosk": Family(
        _kiosk,
        (300, 255, 350, 160, 25, 215),
        "A pastel wall in {ink}, a dark shutter, and stickers in two brights.",
    ),
}
