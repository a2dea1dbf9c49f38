"""The faces editorial is set in: high contrast for titles, a quiet grotesque beside them."""

from webmagic.creative.studio.face import Cut, sans, serif

FACES = (
    serif(
        "bodoni",
        "Bodoni Moda",
        (
            Cut(
                "bodoni-moda/files/bodoni-moda-latin-opsz-normal.woff2",
                "normal",
                {"wght": (400, 700), "opsz": 28},
            ),
            Cut("bodoni-moda/files/bodoni-moda-latin-opsz-italic.woff2", "italic", {"wght": 460, "opsz": 28}),
        ),
        560,
    ),
    serif(
        "playfair",
        "Playfair",
        (Cut("playfair/files/playfair-latin-opsz-normal.woff2", "normal", {"wght": (400, 700), "opsz": 40}),),
        560,
    ),
    serif(
        "imbue",
        "Imbue",
        (Cut("imbue/files/imbue-latin-opsz-normal.woff2", "normal", {"wght": (400, 700), "opsz": 60}),),
        520,
    ),
    sans(
        "instrument",
        "Instrument Sans",
        (
            Cut(
                "instrument-sans/files/instrument-sans-latin-wght-normal.woff2",
                "normal",
                {"wght": (400, 700)},
            ),
        ),
        420,
    ),
    sans(
        "hanken",
        "Hanken Grotesk",
        (Cut("hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2", "normal", {"wght": (400, 700)}),),
        420,
    ),
    sans(
        "albert",
        "Albert Sans",
        (Cut("albert-sans/files/albert-sans-latin-wght-normal.woff2", "normal", {"wght": (400, 700)}),),
        420,
    ),
)
