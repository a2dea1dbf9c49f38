"""Organic: nothing straight. Hills part the sections, pebbles frame the pictures, leaves hold the words."""

from webmagic.creative.studio.grammars.grammar import Grammar, Room
from webmagic.creative.studio.grammars.organic.colours import FAMILIES
from webmagic.creative.studio.grammars.organic.faces import FACES

ORGANIC = Grammar(
    key="organic",
    hand="clay",
    faces=(("alegreya", "nunito"), ("quicksand", "mulish"), ("merienda", "cabin")),
    tuning={
        "alegreya": {
            "heavy": "560", "h-track": "-.028em", "h-lead": ".96", "grow": "1.06", "size": "1.125rem",
        },
        "quicksand": {
            "heavy": "640", "h-track": "-.04em", "h-lead": "1.02", "grow": ".94", "size": "1.0625rem",
        },
        "merienda": {
            "heavy": "620", "h-track": "-.045em", "h-lead": "1.1", "grow": ".84", "size": "1.125rem",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "meadow": Room(wide=(660, 330), narrow=(312, 200), largest=6.5, smallest=2.0),
        "pebble": Room(wide=(620, 340), narrow=(312, 200), largest=6.25, smallest=2.0),
        "grove": Room(wide=(1080, 140), narrow=(312, 200), largest=5.0, smallest=2.0),
    },
    variants={
        "header": ("drift", "sprig", "stone"),
        "signature": ("clearing", "hill", "margin"),
        "offer": ("stones", "path", "beds"),
        "voices": ("leaves", "hill", "garden"),
        "gallery": ("pebbles", "drift", "arches"),
        "hours": ("sun", "leaf", "rows"),
        "place": ("stone", "sprig", "plain"),
        "faq": ("seeds", "beds", "lines"),
        "contact": ("bed", "leaf", "open"),
        "footer": ("hill", "frond", "still"),
    },
    sequences=(
        ("voices", "offer", "signature", "gallery", "hours", "place", "contact", "faq"),
        ("offer", "signature", "voices", "hours", "place", "gallery", "contact", "faq"),
        ("signature", "voices", "offer", "gallery", "hours", "place", "contact", "faq"),
        ("offer", "hours", "place", "voices", "signature", "gallery", "contact", "faq"),
    ),
    groups=(frozenset({"hours", "place"}), frozenset({"faq", "contact"})),
    densities=("even", "airy"),
    crops={"meadow": "full", "pebble": "full", "grove": "full"},
    grounds={"signature:hill": "plate", "voices:hill": "plate", "offer:beds": "tint", "offer:path": "tint"},
    plain_hours=("leaf", "rows"),
)  # fmt: skip
