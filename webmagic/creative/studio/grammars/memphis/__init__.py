"""Memphis: loose geometry, terrazzo and squiggles; cards askew on patterned shadows, shapes for frames."""

from webmagic.creative.studio.grammars.grammar import Grammar, Room
from webmagic.creative.studio.grammars.memphis.colours import FAMILIES
from webmagic.creative.studio.grammars.memphis.faces import FACES

MEMPHIS = Grammar(
    key="memphis",
    hand="cutout",
    faces=(("fredoka", "lexend"), ("unbounded", "dmsans"), ("syne", "rubik")),
    tuning={
        "fredoka": {
            "heavy": "700", "h-track": "-.022em", "h-lead": ".98", "grow": "1.08", "size": "1.0625rem",
        },
        "unbounded": {
            "heavy": "800", "h-track": "-.045em", "h-lead": "1.02", "grow": ".86", "size": "1.125rem",
        },
        "syne": {
            "heavy": "800", "h-track": "-.035em", "h-lead": ".98", "grow": ".9", "size": "1.0625rem",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "arch": Room(wide=(680, 350), narrow=(320, 205), largest=6.5, smallest=2.0),
        "tiles": Room(wide=(640, 290), narrow=(284, 190), largest=5.75, smallest=1.9),
        "collage": Room(wide=(620, 320), narrow=(284, 200), largest=6.0, smallest=1.9),
    },
    variants={
        "header": ("dots", "pills", "bar"),
        "signature": ("board", "flood", "porthole"),
        "offer": ("shapes", "cards", "zigzag"),
        "voices": ("bubbles", "terrazzo", "strips"),
        "gallery": ("shapes", "frames", "beads"),
        "hours": ("squiggle", "beads", "card"),
        "place": ("sign", "pin", "blocks"),
        "faq": ("pills", "marks", "cards"),
        "contact": ("card", "flood", "plain"),
        "footer": ("wave", "band", "blocks"),
    },
    sequences=(
        ("offer", "voices", "signature", "gallery", "hours", "place", "faq", "contact"),
        ("signature", "offer", "gallery", "voices", "hours", "place", "faq", "contact"),
        ("voices", "signature", "offer", "hours", "place", "gallery", "faq", "contact"),
        ("offer", "gallery", "signature", "voices", "hours", "place", "faq", "contact"),
    ),
    groups=(frozenset({"hours", "place"}), frozenset({"faq", "contact"})),
    densities=("even", "airy"),
    crops={"arch": "full", "tiles": "full", "collage": "full"},
    grounds={
        "signature:flood": "plate", "offer:cards": "tint", "voices:terrazzo": "tint",
        "signature:porthole": "tint",
    },
    plain_hours=("card", "squiggle"),
)  # fmt: skip
