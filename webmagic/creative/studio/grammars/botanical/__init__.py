"""Botanical editorial: a newspaper masthead, plates of specimens, italics instead of colour."""

from webmagic.creative.studio.grammars.botanical.colours import FAMILIES
from webmagic.creative.studio.grammars.botanical.faces import FACES
from webmagic.creative.studio.grammars.grammar import Grammar, Room

BOTANICAL = Grammar(
    key="botanical",
    hand="gouge",
    faces=(("vollkorn", "vollkorn"), ("newsreader", "newsreader"), ("brygada", "brygada")),
    tuning={
        "vollkorn": {
            "h-weight": "620", "h-track": "-.032em", "h-lead": ".98", "em-weight": "450",
            "size": "1.1875rem", "lead": "1.5", "b": "650",
        },
        "newsreader": {
            "h-weight": "540", "h-track": "-.03em", "h-lead": ".98", "em-weight": "400",
            "size": "1.1875rem", "lead": "1.5", "b": "640",
        },
        "brygada": {
            "h-weight": "600", "h-track": "-.026em", "h-lead": "1.0", "em-weight": "440",
            "size": "1.1875rem", "lead": "1.5", "b": "650",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "split": Room(wide=(660, 345), narrow=(320, 235), largest=6.0),
        "plate": Room(wide=(670, 370), narrow=(320, 235), largest=6.0),
        "broadside": Room(wide=(1150, 250), narrow=(320, 235), largest=7.0),
    },
    variants={
        "header": ("mast", "ledger", "title"),
        "signature": ("sheet", "ruled", "margin"),
        "offer": ("specimens", "index", "pairs"),
        "voices": ("letters", "chorus", "album"),
        "gallery": ("strip", "plates", "leaves"),
        "hours": ("leaders", "chart", "sheet"),
        "place": ("address", "title", "leaf"),
        "faq": ("counter", "leaves", "cards"),
        "contact": ("order", "letter", "plain"),
        "footer": ("band", "colophon", "title"),
    },
    sequences=(
        ("offer", "voices", "signature", "gallery", "hours", "place", "faq", "contact"),
        ("signature", "offer", "gallery", "voices", "hours", "place", "faq", "contact"),
        ("voices", "offer", "signature", "gallery", "hours", "place", "faq", "contact"),
        ("offer", "signature", "hours", "place", "faq", "gallery", "voices", "contact"),
    ),
    groups=(frozenset({"hours", "place", "faq"}),),
    grounds={
        "signature:sheet": "plate", "signature:margin": "tint", "offer:specimens": "plate",
        "offer:pairs": "tint",
        "contact:letter": "plate", "contact:order": "tint",
    },
    plain_hours=("leaders", "sheet"),
    crops={"split": "full", "plate": "full", "broadside": "full"},
)  # fmt: skip
