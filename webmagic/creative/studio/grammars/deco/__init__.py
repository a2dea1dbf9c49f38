"""Art Deco: everything on one axis; double lines, stepped corners, fans, and arches for pictures."""

from webmagic.creative.studio.grammars.deco.colours import FAMILIES
from webmagic.creative.studio.grammars.deco.faces import FACES
from webmagic.creative.studio.grammars.grammar import Grammar, Room

DECO = Grammar(
    key="deco",
    hand="inline",
    faces=(("josefin", "josefin"), ("shoulders", "outfit"), ("league", "figtree")),
    tuning={
        "josefin": {"h-weight": "340", "h-track": "-.015em", "h-lead": "1.04", "cap": "1", "b": "600"},
        "shoulders": {"h-weight": "640", "h-track": "-.005em", "h-lead": ".98", "cap": "1.12", "b": "600"},
        "league": {"h-weight": "400", "h-track": ".008em", "h-lead": ".98", "cap": "1.22", "b": "640"},
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "portal": Room(wide=(1060, 150), narrow=(296, 190), largest=6.0, smallest=1.9),
        "lobby": Room(wide=(560, 300), narrow=(296, 190), largest=5.5, smallest=1.9),
        "marquee": Room(wide=(1060, 140), narrow=(296, 190), largest=6.5, smallest=1.9),
    },
    variants={
        "header": ("axis", "wings", "plinth"),
        "signature": ("sunburst", "framed", "stepped"),
        "offer": ("menu", "arches", "tablets"),
        "voices": ("plaque", "gallery", "chorus"),
        "gallery": ("arcade", "mosaic", "frieze"),
        "hours": ("table", "bars", "columns"),
        "place": ("plate", "axis", "frame"),
        "faq": ("steps", "columns", "axis"),
        "contact": ("desk", "card", "hall"),
        "footer": ("scallop", "plinth", "line"),
    },
    sequences=(
        ("signature", "offer", "voices", "gallery", "hours", "place", "faq", "contact"),
        ("offer", "voices", "gallery", "signature", "hours", "place", "faq", "contact"),
        ("voices", "signature", "offer", "hours", "place", "gallery", "faq", "contact"),
        ("offer", "gallery", "signature", "faq", "voices", "hours", "place", "contact"),
    ),
    groups=(frozenset({"hours", "place"}),),
    grounds={
        "signature:sunburst": "plate",
        "signature:stepped": "tint",
        "offer:tablets": "tint",
        "offer:arches": "plate",
        "voices:plaque": "plate",
        "voices:gallery": "tint",
        "gallery:frieze": "plate",
        "contact:card": "tint",
        "contact:hall": "plate",
        "faq:columns": "tint",
    },
    plain_hours=("table", "columns"),
    crops={"portal": "full", "lobby": "full", "marquee": "full"},
)
