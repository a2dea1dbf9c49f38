"""The palette families of botanical."""

import math

from webmagic.creative.studio.colour import BAKED, WARM, Family, Theme


def _butter(hue: float) -> tuple[Theme, Theme]:
    """Butter paper and one deep ink; baked colours live in drawings only."""
    warm = 88 + 10 * math.sin(math.radians(hue))
    ink = (0.275, 0.085, hue)
    light = Theme(
        paper=(0.937, 0.056, warm), tint=(0.892, 0.095, warm - 6), ink=ink, plate=ink,
        on_plate=(0.945, 0.05, warm), accent=ink, spark=(0.45, 0.12, hue), art=BAKED, art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.205, 0.04, hue), tint=(0.25, 0.05, hue), ink=(0.93, 0.045, warm), plate=(0.165, 0.042, hue),
        on_plate=(0.94, 0.05, warm), accent=(0.84, 0.14, warm - 4), spark=(0.84, 0.12, warm - 4),
        art=BAKED, art_ink=(0.15, 0.045, hue),
    )  # fmt: skip
    return light, dark


def _blossom(hue: float) -> tuple[Theme, Theme]:
    """Paper in the seed's own blush, ink from across the wheel."""
    over = hue + 150
    ink = (0.3, 0.065, over)
    petals = ((0.72, 0.14, hue), (0.9, 0.07, hue + 45), (0.52, 0.14, hue + 12), (0.55, 0.09, 140.0))
    light = Theme(
        paper=(0.945, 0.026, hue), tint=(0.893, 0.055, hue), ink=ink, plate=ink, on_plate=(0.95, 0.03, hue),
        accent=ink, spark=(0.48, 0.13, hue), art=petals, art_ink=ink,
    )  # fmt: skip
    dark = Theme(
        paper=(0.215, 0.03, over), tint=(0.262, 0.038, over), ink=(0.93, 0.025, hue),
        plate=(0.17, 0.03, over),
        on_plate=(0.93, 0.03, hue), accent=(0.82, 0.11, hue), spark=(0.82, 0.11, hue), art=petals,
        art_ink=(0.15, 0.03, over),
    )  # fmt: skip
    return light, dark


def _almanac(hue: float) -> tuple[Theme, Theme]:
    """Cool white pages, black ink, and whole sheets in one printer's colour."""
    sheet = (0.43, 0.115, hue)
    art = ((0.7, 0.12, hue), (0.87, 0.1, hue + 70), (0.47, 0.115, hue), (0.56, 0.08, hue + 120))
    light = Theme(
        paper=(0.968, 0.012, WARM), tint=(0.918, 0.032, hue), ink=(0.24, 0.025, hue), plate=sheet,
        on_plate=(0.97, 0.02, WARM), accent=sheet, spark=sheet, art=art, art_ink=(0.22, 0.03, hue),
    )  # fmt: skip
    dark = Theme(
        paper=(0.2, 0.018, hue), tint=(0.247, 0.03, hue), ink=(0.94, 0.014, WARM), plate=(0.34, 0.09, hue),
        on_plate=(0.96, 0.02, WARM), accent=(0.8, 0.1, hue), spark=(0.8, 0.1, hue), art=art,
        art_ink=(0.15, 0.03, hue),
    )  # fmt: skip
    return light, dark


FAMILIES = {
    "butter": Family(
        _butter,
        (334, 155, 18, 262, 200, 300),
        "Butter paper, one deep {ink} ink, and baked colours only where something is drawn.",
    ),
    "blossom": Family(
        _blossom,
        (12, 300, 58, 345, 150, 235),
        "The paper blushes in {ink}; the ink comes from across the wheel.",
        is_sober=True,
    ),
    "almanac": Family(
        _almanac,
        (150, 28, 255, 345, 195, 52),
        "White pages, and whole sheets in one printer's {ink}.",
    ),
}
