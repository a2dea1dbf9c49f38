"""The faces memphis is set in: one round, one very wide, one that cannot stand still."""

from webmagic.creative.studio.face import Cut, sans

FACES = (
    sans(
        "fredoka",
        "Fredoka",
        (Cut("fredoka/files/fredoka-latin-wght-normal.woff2", "normal", {"wght": (500, 700)}),),
        700,
    ),
    sans(
        "lexend",
        "Lexend",
        (Cut("lexend/files/lexend-latin-wght-normal.woff2", "normal", {"wght": (400, 700)}),),
        700,
    ),
    sans(
        "unbounded",
        "Unbounded",
        (Cut("unbounded/files/unbounded-latin-wght-normal.woff2", "normal", {"wght": (700, 850)}),),
        800,
    ),
    sans(
        "dmsans",
        "DM Sans",
        (Cut("dm-sans/files/dm-sans-latin-wght-normal.woff2", "normal", {"wght": (400, 750)}),),
        700,
    ),
    sans(
        "syne",
        "Syne",
        (Cut("syne/files/syne-latin-wght-normal.woff2", "normal", {"wght": (700, 800)}),),
        800,
    ),
    sans(
        "rubik",
        "Rubik",
        (Cut("rubik/files/rubik-latin-wght-normal.woff2", "normal", {"wght": (400, 750)}),),
        700,
    ),
)
