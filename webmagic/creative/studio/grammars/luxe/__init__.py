"""Midnight luxe: ivory and midnight by turns, hairlines of gold, tall columns, and room to be silent in."""

from webmagic.creative.studio.grammars.grammar import Grammar, Room
from webmagic.creative.studio.grammars.luxe.colours import FAMILIES
from webmagic.creative.studio.grammars.luxe.faces import FACES

LUXE = Grammar(
    key="luxe",
    hand="gilt",
    faces=(("cormorant", "raleway"), ("notodisplay", "figtree"), ("cinzel", "hanken")),
    tuning={
        "cormorant": {
            "heavy": "500", "h-track": "-.025em", "h-lead": ".9", "grow": "1.14", "size": "1.0625rem",
        },
        "notodisplay": {
            "heavy": "360", "h-track": "-.035em", "h-lead": "1", "grow": ".94", "size": "1.0625rem",
        },
        "cinzel": {
            "heavy": "460", "h-track": "-.015em", "h-lead": "1.04", "grow": ".8", "size": "1.0625rem",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "window": Room(wide=(620, 350), narrow=(306, 200), largest=7.25, smallest=2.0),
        "moon": Room(wide=(660, 340), narrow=(306, 200), largest=7.25, smallest=2.0),
        "salon": Room(wide=(590, 350), narrow=(306, 200), largest=6.5, smallest=2.0),
    },
    variants={
        "header": ("night", "crest", "veil"),
        "signature": ("night", "ivory", "seal"),
        "offer": ("carte", "vitrines", "suite"),
        "voices": ("whisper", "ledger", "pair"),
        "gallery": ("salon", "frames", "film"),
        "hours": ("carte", "bars", "night"),
        "place": ("frame", "night", "plain"),
        "faq": ("hair", "plus", "columns"),
        "contact": ("night", "hair", "frame"),
        "footer": ("night", "hair", "crest"),
    },
    sequences=(
        ("signature", "offer", "voices", "gallery", "hours", "place", "contact", "faq"),
        ("voices", "offer", "signature", "gallery", "hours", "place", "faq", "contact"),
        ("offer", "signature", "gallery", "voices", "hours", "place", "faq", "contact"),
        ("offer", "voices", "gallery", "hours", "place", "signature", "faq", "contact"),
    ),
    groups=(frozenset({"hours", "place"}), frozenset({"faq", "contact"})),
    densities=("airy", "even"),
    crops={"window": "full", "moon": "full", "salon": "full"},
    grounds={
        "signature:night": "plate", "voices:whisper": "plate", "signature:seal": "tint",
        "offer:suite": "tint",
    },
    plain_hours=("carte", "night"),
)  # fmt: skip
