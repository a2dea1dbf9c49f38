"""The faces organic is set in: one cut by a pen, one as round as a pebble, one painted with a brush."""

from webmagic.creative.studio.face import Cut, sans, serif

FACES = (
    serif(
        "alegreya",
        "Alegreya",
        (Cut("alegreya/files/alegreya-latin-wght-normal.woff2", "normal", {"wght": (500, 700)}),),
        560,
    ),
    sans(
        "nunito",
        "Nunito Sans",
        (Cut("nunito-sans/files/nunito-sans-latin-wght-normal.woff2", "normal", {"wght": (400, 750)}),),
        650,
    ),
    sans(
        "quicksand",
        "Quicksand",
        (Cut("quicksand/files/quicksand-latin-wght-normal.woff2", "normal", {"wght": (600, 700)}),),
        640,
    ),
    sans(
        "mulish",
        "Mulish",
        (Cut("mulish/files/mulish-latin-wght-normal.woff2", "normal", {"wght": (400, 750)}),),
        650,
    ),
    serif(
        "merienda",
        "Merienda",
        (Cut("merienda/files/merienda-latin-wght-normal.woff2", "normal", {"wght": (550, 700)}),),
        620,
    ),
    sans(
        "cabin",
        "Cabin",
        (Cut("cabin/files/cabin-latin-wght-normal.woff2", "normal", {"wght": (400, 700)}),),
        650,
    ),
)
