"""The faces deco is set in: geometry first."""

from webmagic.creative.studio.face import Cut, sans

FACES = (
    sans(
        "josefin",
        "Josefin Sans",
        (Cut("josefin-sans/files/josefin-sans-latin-wght-normal.woff2", "normal", {"wght": (300, 700)}),),
        340,
    ),
    sans(
        "shoulders",
        "Big Shoulders",
        (
            Cut(
                "big-shoulders/files/big-shoulders-latin-opsz-normal.woff2",
                "normal",
                {"wght": (500, 700), "opsz": 40},
            ),
        ),
        640,
    ),
    sans(
        "league",
        "League Gothic",
        (
            Cut(
                "league-gothic/files/league-gothic-latin-wdth-normal.woff2",
                "normal",
                {"wdth": 100, "wght": 400},
            ),
        ),
        400,
    ),
    sans(
        "outfit",
        "Outfit",
        (Cut("outfit/files/outfit-latin-wght-normal.woff2", "normal", {"wght": (300, 700)}),),
        420,
    ),
    sans(
        "figtree",
        "Figtree",
        (Cut("figtree/files/figtree-latin-wght-normal.woff2", "normal", {"wght": (400, 700)}),),
        420,
    ),
)
