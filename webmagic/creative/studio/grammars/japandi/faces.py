"""The faces japandi is set in."""

from webmagic.creative.studio.face import Cut, sans, serif

FACES = (
    sans(
        "ysabeau",
        "Ysabeau",
        (Cut("ysabeau/files/ysabeau-latin-wght-normal.woff2", "normal", {"wght": (250, 650)}),),
        285,
    ),
    sans(
        "jost",
        "Jost",
        (Cut("jost/files/jost-latin-wght-normal.woff2", "normal", {"wght": (250, 600)}),),
        290,
    ),
    serif(
        "petrona",
        "Petrona",
        (Cut("petrona/files/petrona-latin-wght-normal.woff2", "normal", {"wght": (250, 500)}),),
        290,
    ),
    sans(
        "afacad",
        "Afacad",
        (Cut("afacad/files/afacad-latin-wght-normal.woff2", "normal", {"wght": (400, 650)}),),
        400,
    ),
)
