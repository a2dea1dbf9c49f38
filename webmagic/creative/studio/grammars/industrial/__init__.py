"""Industrial: drawing office and shop floor. Lettered bays, title blocks, bolts, measures, hazard tape."""

from webmagic.creative.studio.grammars.grammar import Grammar, Room
from webmagic.creative.studio.grammars.industrial.colours import FAMILIES
from webmagic.creative.studio.grammars.industrial.faces import FACES

INDUSTRIAL = Grammar(
    key="industrial",
    hand="draft",
    faces=(("saira", "plex"), ("sofiaextra", "splinemono"), ("martian", "spline")),
    tuning={
        "saira": {
            "heavy": "640", "h-track": "-.022em", "h-lead": ".96", "grow": "1", "size": "1.0625rem",
        },
        "sofiaextra": {
            "heavy": "780", "h-track": "-.012em", "h-lead": ".9", "grow": "1.3", "size": "1rem",
        },
        "martian": {
            "heavy": "700", "h-track": "-.06em", "h-lead": "1.04", "grow": ".74", "size": "1.0625rem",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "sheet": Room(wide=(540, 330), narrow=(290, 200), largest=7.0, smallest=1.9),
        "bay": Room(wide=(1180, 200), narrow=(312, 200), largest=8.0, smallest=1.9),
        "section": Room(wide=(640, 300), narrow=(312, 200), largest=7.0, smallest=1.9),
    },
    variants={
        "header": ("block", "plate", "tape"),
        "signature": ("gauge", "plate", "column"),
        "offer": ("parts", "rack", "measured"),
        "voices": ("log", "plates", "stamp"),
        "gallery": ("sheet", "reel", "stack"),
        "hours": ("shift", "bars", "board"),
        "place": ("plate", "tag", "datum"),
        "faq": ("clauses", "boxes", "lines"),
        "contact": ("order", "plate", "plain"),
        "footer": ("block", "tape", "plate"),
    },
    sequences=(
        ("offer", "signature", "voices", "gallery", "place", "hours", "contact", "faq"),
        ("signature", "offer", "hours", "place", "voices", "gallery", "contact", "faq"),
        ("hours", "place", "offer", "voices", "signature", "gallery", "contact", "faq"),
        ("voices", "signature", "offer", "place", "hours", "gallery", "contact", "faq"),
    ),
    groups=(frozenset({"hours", "place"}), frozenset({"faq", "contact"})),
    densities=("even", "airy"),
    crops={"sheet": "full", "bay": "full", "section": "full"},
    grounds={
        "signature:plate": "plate", "voices:plates": "plate", "offer:measured": "tint",
        "signature:gauge": "tint", "voices:stamp": "tint",
    },
    plain_hours=("shift", "board"),
)  # fmt: skip
