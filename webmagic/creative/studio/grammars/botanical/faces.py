"""The faces botanical is set in."""

from webmagic.creative.studio.face import Cut, serif

FACES = (
    serif(
        "vollkorn",
        "Vollkorn",
        (
            Cut("vollkorn/files/vollkorn-latin-wght-normal.woff2", "normal", {"wght": (400, 800)}),
            Cut("vollkorn/files/vollkorn-latin-wght-italic.woff2", "italic", {"wght": 450}),
        ),
        620,
    ),
    serif(
        "newsreader",
        "Newsreader",
        (
            Cut(
                "newsreader/files/newsreader-latin-opsz-normal.woff2",
                "normal",
                {"wght": (400, 700), "opsz": 36},
            ),
            Cut(
                "newsreader/files/newsreader-latin-opsz-italic.woff2",
                "italic",
                {"wght": 400, "opsz": 48},
            ),
        ),
        560,
    ),
    serif(
        "brygada",
        "Brygada 1918",
        (
            Cut("brygada-1918/files/brygada-1918-latin-wght-normal.woff2", "normal", {"wght": (400, 700)}),
            Cut("brygada-1918/files/brygada-1918-latin-wght-italic.woff2", "italic", {"wght": 440}),
        ),
        600,
    ),
)
