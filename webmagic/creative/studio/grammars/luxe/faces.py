"""The faces luxe is set in: a Garamond drawn for display, a didone with hair for strokes, Roman capitals."""

from webmagic.creative.studio.face import Cut, sans, serif

FACES = (
    serif(
        "cormorant",
        "Cormorant",
        (Cut("cormorant/files/cormorant-latin-wght-normal.woff2", "normal", {"wght": (480, 620)}),),
        500,
    ),
    sans(
        "raleway",
        "Raleway",
        (Cut("raleway/files/raleway-latin-wght-normal.woff2", "normal", {"wght": (420, 680)}),),
        600,
    ),
    serif(
        "notodisplay",
        "Noto Serif Display",
        (
            Cut(
                "noto-serif-display/files/noto-serif-display-latin-wght-normal.woff2",
                "normal",
                {"wght": (340, 480)},
            ),
        ),
        360,
    ),
    serif(
        "cinzel",
        "Cinzel",
        (Cut("cinzel/files/cinzel-latin-wght-normal.woff2", "normal", {"wght": (440, 600)}),),
        460,
    ),
)
