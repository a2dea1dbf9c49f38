"""The faces swiss is set in."""

from webmagic.creative.studio.face import Cut, sans

FACES = (
    sans(
        "archivo",
        "Archivo",
        (
            Cut(
                "archivo/files/archivo-latin-standard-normal.woff2",
                "normal",
                {"wght": (400, 800), "wdth": (100, 112)},
            ),
        ),
        800,
        "100% 112%",
    ),
    sans(
        "bricolage",
        "Bricolage Grotesque",
        (
            Cut(
                "bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2",
                "normal",
                {"wght": (400, 800), "opsz": 40},
            ),
        ),
        800,
    ),
    sans(
        "schibsted",
        "Schibsted Grotesk",
        (
            Cut(
                "schibsted-grotesk/files/schibsted-grotesk-latin-wght-normal.woff2",
                "normal",
                {"wght": (400, 900)},
            ),
        ),
        850,
    ),
)
