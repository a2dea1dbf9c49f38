"""The palette families of memphis: pastel grounds, primary shapes, black for the squiggles."""

from webmagic.creative.studio.colour import Art, Family, Theme, tame

BLACK = (0.17, 0.02, 280)
CORAL, LEMON, AZURE, MINT = (0.68, 0.195, 25), (0.88, 0.15, 95), (0.56, 0.19, 262), (0.8, 0.115, 172)
PINK, LILAC = (0.76, 0.14, 355), (0.72, 0.13, 300)


def _far(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


def _art(hue: float, wall: float | None = None) -> Art:
    """The shop's hue leads; the other papers keep out of its way, and off a wall of their own colour."""
    lead = tame((0.68, 0.19, hue))
    others = sorted((CORAL, AZURE, MINT, PINK, LILAC), key=lambda tone: -_far(tone[2], hue))
    deep = AZURE if _far(hue, AZURE[2]) > 50 else (0.6, 0.2, 12)
    away = [tone for tone in others if _far(tone[2], deep[2]) > 60]
    far = next((tone for tone in away if wall is None or _far(tone[2], wall) > 45), away[0])
    light = LEMON if _far(hue, LEMON[2]) > 35 else (0.86, 0.09, 355)
    return lead, light, deep, far


def _evening(hue: float) -> float:
    """Hues whose dark is mud give way to midnight."""
    return 285 if 12 < hue % 360 < 135 or hue % 360 > 325 else hue


def _sorbet(hue: float) -> tuple[Theme, Theme]:
    """Three scoops: a pale wall, a deeper pastel, and one that is nearly paint."""
    light = Theme(
        paper=(0.972, 0.018, hue), tint=(0.91, 0.062, hue + 75), ink=BLACK, plate=(0.83, 0.12, hue - 20),
        on_plate=BLACK, accent=BLACK, spark=(0.5, 0.19, hue), art=_art(hue), art_ink=BLACK,
    )  # fmt: skip
    dark = Theme(
        paper=(0.215, 0.045, _evening(hue + 200)), tint=(0.285, 0.07, _evening(hue + 215)),
        ink=(0.96, 0.02, hue), plate=(0.8, 0.125, hue - 20), on_plate=BLACK, accent=(0.96, 0.02, hue),
        spark=(0.82, 0.11, hue), art=_art(hue), art_ink=(0.96, 0.02, hue),
    )  # fmt: skip
    return light, dark


def _playroom(hue: float) -> tuple[Theme, Theme]:
    """White laminate and primaries; the shop's colour has the floor."""
    light = Theme(
        paper=(0.988, 0.004, 90), tint=(0.945, 0.03, hue), ink=BLACK, plate=(0.5, 0.2, hue),
        on_plate=(0.985, 0.01, hue), accent=(0.5, 0.2, hue), spark=(0.48, 0.19, hue), art=_art(hue),
        art_ink=BLACK,
    )  # fmt: skip
    dark = Theme(
        paper=(0.19, 0.015, 280), tint=(0.255, 0.045, _evening(hue)), ink=(0.97, 0.008, 90),
        plate=(0.47, 0.18, hue), on_plate=(0.985, 0.01, hue), accent=(0.8, 0.12, hue), spark=(0.8, 0.12, hue),
        art=_art(hue), art_ink=(0.97, 0.008, 90),
    )  # fmt: skip
    return light, dark


def _lido(hue: float) -> tuple[Theme, Theme]:
    """A pastel wall all over, cards nearly white, midnight for what is deep."""
    night = (0.27, 0.09, hue + 60)
    light = Theme(
        paper=(0.88, 0.075, hue), tint=(0.978, 0.014, hue), ink=(0.2, 0.06, hue + 60), plate=night,
        on_plate=(0.96, 0.03, hue), accent=night, spark=(0.44, 0.18, hue + 60), art=_art(hue + 180, hue),
        art_ink=(0.2, 0.06, hue + 60),
    )  # fmt: skip
    dark = Theme(
        paper=(0.22, 0.06, _evening(hue + 60)), tint=(0.29, 0.08, _evening(hue + 60)), ink=(0.96, 0.025, hue),
        plate=(0.85, 0.09, hue), on_plate=night, accent=(0.9, 0.07, hue), spark=(0.85, 0.09, hue),
        art=_art(hue + 180, hue), art_ink=(0.96, 0.025, hue),
    )  # fmt: skip
    return light, dark


FAMILIES = {
    "sorbet": Family(
        _sorbet,
        (25, 172, 350, 95, 215, 300),
        "Pastels in three scoops round {ink}, primaries for the shapes, black for the squiggles.",
    ),
    "playroom": Family(
        _playroom,
        (262, 25, 155, 210, 300, 48),
        "White laminate, primary shapes, and a floor of {ink}.",
        is_sober=True,
    ),
    "lido": Family(
        _lido,
        (172, 350, 85, 230, 300, 130),
        "A pastel wall in {ink}, cards nearly white, and midnight for what is deep.",
    ),
}
