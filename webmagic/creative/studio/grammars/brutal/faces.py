"""The faces brutal is set in: one very wide, one very black, one very tall."""

from webmagic.creative.studio.face import Cut, sans

FACES = (
    sans(
        "anybody",
        "Anybody",
        (
            Cut(
                "anybody/files/anybody-latin-standard-normal.woff2",
                "normal",
                {"wght": (800, 900), "wdth": 112},
            ),
        ),
        900,
    ),
    sans(
        "figtree-text",
        "Figtree",
        (Cut("figtree/files/figtree-latin-wght-normal.woff2", "normal", {"wght": (400, 800)}),),
        800,
    ),
    sans(
        "epilogue",
        "Epilogue",
        (Cut("epilogue/files/epilogue-latin-wght-normal.woff2", "normal", {"wght": (400, 900)}),),
        900,
    ),
    sans(
        "bigshoulders",
        "Big Shoulders",
        (
            Cut(
                "big-shoulders/files/big-shoulders-latin-opsz-normal.woff2",
                "normal",
                {"wght": (800, 900), "opsz": 72},
            ),
        ),
        900,
    ),
    sans(
        "onest",
        "Onest",
        (Cut("onest/files/onest-latin-wght-normal.woff2", "normal", {"wght": (400, 800)}),),
        800,
    ),
)
