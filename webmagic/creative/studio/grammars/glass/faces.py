"""The faces glass is set in: clean, round shouldered, without a serif or a memory."""

from webmagic.creative.studio.face import Cut, sans

FACES = (
    sans(
        "urbanist",
        "Urbanist",
        (Cut("urbanist/files/urbanist-latin-wght-normal.woff2", "normal", {"wght": (450, 650)}),),
        500,
    ),
    sans(
        "jakarta",
        "Plus Jakarta Sans",
        (
            Cut(
                "plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2",
                "normal",
                {"wght": (400, 700)},
            ),
        ),
        650,
    ),
    sans(
        "sora",
        "Sora",
        (Cut("sora/files/sora-latin-wght-normal.woff2", "normal", {"wght": (550, 700)}),),
        600,
    ),
    sans(
        "redhat",
        "Red Hat Display",
        (
            Cut(
                "red-hat-display/files/red-hat-display-latin-wght-normal.woff2",
                "normal",
                {"wght": (700, 850)},
            ),
        ),
        800,
    ),
    sans(
        "sofia",
        "Sofia Sans",
        (Cut("sofia-sans/files/sofia-sans-latin-wght-normal.woff2", "normal", {"wght": (400, 750)}),),
        650,
    ),
)
