"""The palette families of retro: two spot inks and a key, as a small press would stock them."""

from webmagic.creative.studio.colour import Family, Theme, apart, tame

PALE = (0.91, 0.055, 85)


def _full(hue: float, steps: range, chroma: float = 0.2) -> tuple[float, float, float]:
    """The lightness at which an ink of this hue is fullest."""
    return max((tame((step / 100, chroma, hue)) for step in steps), key=lambda tone: (tone[1], -tone[0]))


def _spot(hue: float) -> tuple[Theme, Theme]:
    """Blush stock, one hot ink, one cool ink, and a key between them."""
    one, cool = _full(hue, range(66, 80, 2)), hue + 195
    key = (0.285, 0.115, hue + 250)
    stock = hue + 14 if hue < 64 or hue > 320 else 78  # green and blue stocks look ill
    two = (0.47, 0.115, cool)
    light = Theme(
        paper=(0.935, 0.03, stock), tint=(0.978, 0.014, stock + 10), ink=key, plate=one,
        on_plate=(0.19, 0.09, hue + 250), accent=key, spark=two,
        art=(one, PALE, (0.4, 0.12, hue + 245), (0.6, 0.115, cool)), art_ink=key,
    )  # fmt: skip
    dark = Theme(
        paper=(0.225, 0.06, hue + 250), tint=(0.29, 0.07, hue + 250), ink=(0.95, 0.022, hue + 30),
        plate=one, on_plate=(0.19, 0.09, hue + 250), accent=(0.95, 0.022, hue + 30),
        spark=(0.78, 0.11, cool),
        art=(one, (0.86, 0.06, 85), (0.5, 0.12, hue + 245), (0.64, 0.12, cool)),
        art_ink=(0.95, 0.022, hue + 30),
    )  # fmt: skip
    return light, dark


def _sunfast(hue: float) -> tuple[Theme, Theme]:
    """The stock itself is dyed; one dark ink carries the words, one hot ink shouts."""
    hot = apart(hue, 32, 350)
    key = (0.27, 0.075, hue + 170)
    shout = (0.66, 0.215, hot)
    stock = (0.885, 0.088, hue)
    light = Theme(
        paper=stock, tint=(0.965, 0.034, hue), ink=key, plate=(0.34, 0.09, hue + 170),
        on_plate=(0.95, 0.045, hue), accent=key, spark=(0.44, 0.16, hot),
        art=(shout, (0.965, 0.034, hue), (0.4, 0.1, hue + 170), (0.58, 0.12, hue + 160)), art_ink=key,
    )  # fmt: skip
    dark = Theme(
        paper=(0.23, 0.05, hue + 170), tint=(0.29, 0.06, hue + 170), ink=(0.94, 0.05, hue), plate=stock,
        on_plate=key, accent=(0.94, 0.05, hue), spark=(0.79, 0.13, hot),
        art=((0.68, 0.2, hot), (0.93, 0.06, hue), (0.44, 0.09, hue + 170), (0.62, 0.11, hue + 160)),
        art_ink=(0.94, 0.05, hue),
    )  # fmt: skip
    return light, dark


def _duplex(hue: float) -> tuple[Theme, Theme]:
    """Warm newsprint, a near-black key, one honest ink and its own screen."""
    ink = (0.52, 0.17, hue)
    key = (0.215, 0.02, hue)
    light = Theme(
        paper=(0.948, 0.02, 88), tint=(0.988, 0.009, 92), ink=key, plate=ink, on_plate=(0.985, 0.015, 92),
        accent=ink, spark=(0.46, 0.15, hue),
        art=((0.6, 0.17, hue), (0.89, 0.05, 88), (0.36, 0.1, hue), (0.76, 0.1, hue)), art_ink=key,
    )  # fmt: skip
    dark = Theme(
        paper=(0.21, 0.014, hue), tint=(0.265, 0.018, hue), ink=(0.945, 0.018, 90),
        plate=(0.45, 0.15, hue), on_plate=(0.98, 0.015, 92), accent=(0.78, 0.12, hue),
        spark=(0.79, 0.12, hue),
        art=((0.62, 0.16, hue), (0.84, 0.05, 88), (0.4, 0.1, hue), (0.74, 0.11, hue)),
        art_ink=(0.945, 0.018, 90),
    )  # fmt: skip
    return light, dark


FAMILIES = {
    "spot": Family(
        _spot,
        (32, 58, 12, 150, 85, 345),
        "Blush stock, {ink} as the first ink, a cool second one, and a key between the two.",
    ),
    "sunfast": Family(
        _sunfast,
        (85, 168, 62, 205, 130, 20),
        "The stock is dyed {ink}; one dark ink for words and one hot ink that shouts.",
    ),
    "duplex": Family(
        _duplex,
        (28, 255, 150, 205, 48, 350),
        "Newsprint, a black key, and a single {ink} ink with its own screen.",
        is_sober=True,
    ),
}
