"""Japandi: labels left, emptiness as material, hairlines, and type as light as it may be."""

from webmagic.creative.studio.grammars.grammar import Grammar, Room
from webmagic.creative.studio.grammars.japandi.colours import FAMILIES
from webmagic.creative.studio.grammars.japandi.faces import FACES

JAPANDI = Grammar(
    key="japandi",
    hand="level",
    faces=(("ysabeau", "ysabeau"), ("petrona", "afacad"), ("jost", "jost")),
    tuning={
        "ysabeau": {
            "thin": "285", "thin2": "320", "body": "430", "bold": "540", "size": "1.25rem", "lead": "1.48",
            "h-track": "-.022em", "h-lead": "1.03",
        },
        "petrona": {
            "thin": "290", "thin2": "330", "body": "420", "bold": "560", "size": "1.25rem", "lead": "1.42",
            "h-track": "-.028em", "h-lead": "1.05",
        },
        "jost": {
            "thin": "290", "thin2": "320", "body": "400", "bold": "520", "size": "1.125rem", "lead": "1.52",
            "h-track": "-.032em", "h-lead": "1.04",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "horizon": Room(wide=(760, 250), narrow=(312, 200), largest=5.75),
        "scroll": Room(wide=(690, 360), narrow=(312, 200), largest=5.75),
        "moon": Room(wide=(640, 380), narrow=(312, 200), largest=5.75),
    },
    variants={
        "header": ("quiet", "centre", "far"),
        "signature": ("alone", "deep", "level"),
        "offer": ("steps", "list", "shelf"),
        "voices": ("two", "still", "falling"),
        "gallery": ("wide", "scrolls", "alcove"),
        "hours": ("tide", "list", "moons"),
        "place": ("side", "still", "stone"),
        "faq": ("circles", "lines", "quiet"),
        "contact": ("deep", "open", "tint"),
        "footer": ("quiet", "bare", "deep"),
    },
    sequences=(
        ("signature", "offer", "hours", "place", "voices", "gallery", "faq", "contact"),
        ("offer", "voices", "signature", "gallery", "hours", "place", "faq", "contact"),
        ("voices", "offer", "gallery", "hours", "place", "signature", "faq", "contact"),
        ("offer", "signature", "faq", "voices", "gallery", "hours", "place", "contact"),
    ),
    groups=(frozenset({"hours", "place"}),),
    densities=("airy", "even"),
    crops={"horizon": "full", "scroll": "close", "moon": "full"},
    grounds={"signature:deep": "plate", "signature:level": "tint", "offer:shelf": "tint",
             "contact:deep": "plate", "contact:tint": "tint"},
    plain_hours=("list", "moons"),
    mono=True,
)  # fmt: skip
