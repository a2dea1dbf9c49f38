"""Neo-brutal: the page is its own grid, drawn in thick lines; huge type, flat loud cells, hard shadows."""

from webmagic.creative.studio.grammars.brutal.colours import FAMILIES
from webmagic.creative.studio.grammars.brutal.faces import FACES
from webmagic.creative.studio.grammars.grammar import Grammar, Room

BRUTAL = Grammar(
    key="brutal",
    hand="block",
    faces=(("anybody", "figtree-text"), ("epilogue", "epilogue"), ("bigshoulders", "onest")),
    tuning={
        "anybody": {
            "heavy": "900", "wide": "112%", "h-track": "-.045em", "h-lead": ".9", "case": "none", "fit": "1",
            "grow": "1", "size": "1.125rem",
        },
        "epilogue": {
            "heavy": "900", "wide": "100%", "h-track": "-.055em", "h-lead": ".9", "case": "none", "fit": "1",
            "grow": "1.06", "size": "1.125rem",
        },
        "bigshoulders": {
            "heavy": "900", "wide": "100%", "h-track": "-.018em", "h-lead": ".92", "case": "uppercase",
            "fit": ".9", "grow": "1.3", "size": "1.125rem",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "slab": Room(wide=(1310, 290), narrow=(322, 200), largest=9.5, smallest=2.1),
        "window": Room(wide=(740, 420), narrow=(322, 200), largest=7.5, smallest=2.1),
        "tower": Room(wide=(700, 400), narrow=(322, 200), largest=8.0, smallest=2.1),
    },
    variants={
        "header": ("cells", "stack", "tabs"),
        "signature": ("slab", "receipt", "beam"),
        "offer": ("cells", "stack", "stickers"),
        "voices": ("shout", "wall", "talk"),
        "gallery": ("mosaic", "windows", "taped"),
        "hours": ("columns", "table", "notice"),
        "place": ("giant", "docket", "arrow"),
        "faq": ("rows", "boxes", "index"),
        "contact": ("sheet", "poster", "desk"),
        "footer": ("giant", "cells", "ticker"),
    },
    sequences=(
        ("offer", "signature", "voices", "gallery", "hours", "place", "faq", "contact"),
        ("signature", "voices", "offer", "hours", "place", "gallery", "faq", "contact"),
        ("voices", "offer", "gallery", "hours", "place", "signature", "faq", "contact"),
        ("offer", "voices", "hours", "place", "signature", "gallery", "faq", "contact"),
    ),
    groups=(frozenset({"hours", "place"}), frozenset({"faq", "contact"})),
    densities=("dense", "even"),
    crops={"slab": "full", "window": "full", "tower": "full"},
    grounds={
        "signature:slab": "plate", "voices:shout": "plate", "signature:receipt": "tint",
        "offer:stickers": "tint",
    },
    plain_hours=("table", "notice"),
)  # fmt: skip
