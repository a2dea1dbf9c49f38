"""The faces retro is set in: soft, slab and swash for shouting, plain grotesques for the small print."""

from webmagic.creative.studio.face import Cut, sans, serif

FACES = (
    serif(
        "fraunces",
        "Fraunces",
        (
            Cut(
                "fraunces/files/fraunces-latin-full-normal.woff2",
                "normal",
                {"wght": (800, 900), "opsz": 144, "SOFT": 100, "WONK": 0},
            ),
        ),
        900,
    ),
    sans(
        "familjen",
        "Familjen Grotesk",
        (
            Cut(
                "familjen-grotesk/files/familjen-grotesk-latin-wght-normal.woff2",
                "normal",
                {"wght": (400, 700)},
            ),
        ),
        700,
    ),
    serif(
        "besley",
        "Besley",
        (Cut("besley/files/besley-latin-wght-normal.woff2", "normal", {"wght": (800, 900)}),),
        900,
    ),
    sans(
        "public",
        "Public Sans",
        (Cut("public-sans/files/public-sans-latin-wght-normal.woff2", "normal", {"wght": (400, 800)}),),
        800,
    ),
    serif(
        "sansita",
        "Sansita Swashed",
        (
            Cut(
                "sansita-swashed/files/sansita-swashed-latin-wght-normal.woff2",
                "normal",
                {"wght": (700, 850)},
            ),
        ),
        850,
    ),
    sans(
        "gabarito",
        "Gabarito",
        (Cut("gabarito/files/gabarito-latin-wght-normal.woff2", "normal", {"wght": (400, 900)}),),
        900,
    ),
)
