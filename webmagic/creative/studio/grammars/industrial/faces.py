"""The faces industrial is set in: one off a machine plate, one condensed for crates, one off a typewriter."""

from webmagic.creative.studio.face import Cut, sans

FACES = (
    sans(
        "saira",
        "Saira",
        (Cut("saira/files/saira-latin-standard-normal.woff2", "normal", {"wght": (600, 720), "wdth": 80}),),
        640,
    ),
    sans(
        "plex",
        "IBM Plex Sans",
        (Cut("ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2", "normal", {"wght": (400, 700)}),),
        650,
    ),
    sans(
        "sofiaextra",
        "Sofia Sans Extra Condensed",
        (
            Cut(
                "sofia-sans-extra-condensed/files/sofia-sans-extra-condensed-latin-wght-normal.woff2",
                "normal",
                {"wght": (700, 850)},
            ),
        ),
        780,
    ),
    sans(
        "splinemono",
        "Spline Sans Mono",
        (
            Cut(
                "spline-sans-mono/files/spline-sans-mono-latin-wght-normal.woff2",
                "normal",
                {"wght": (400, 700)},
            ),
        ),
        600,
    ),
    sans(
        "martian",
        "Martian Mono",
        (
            Cut(
                "martian-mono/files/martian-mono-latin-standard-normal.woff2",
                "normal",
                {"wght": (600, 750), "wdth": 87.5},
            ),
        ),
        700,
    ),
    sans(
        "spline",
        "Spline Sans",
        (Cut("spline-sans/files/spline-sans-latin-wght-normal.woff2", "normal", {"wght": (400, 700)}),),
        600,
    ),
)
