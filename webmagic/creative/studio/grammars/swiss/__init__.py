"""Swiss: twelve columns, everything begins on 1, 4, 7 or 10; two sizes of type, and nothing between."""

from webmagic.creative.studio.grammars.grammar import Grammar, Room
from webmagic.creative.studio.grammars.swiss.colours import FAMILIES
from webmagic.creative.studio.grammars.swiss.faces import FACES

SWISS = Grammar(
    key="swiss",
    hand="flat",
    faces=(("archivo", "archivo"), ("bricolage", "bricolage"), ("schibsted", "schibsted")),
    tuning={
        "archivo": {
            "heavy": "800",
            "h-track": "-.045em",
            "h-lead": ".94",
            "wide": "108%",
            "big-track": "-.055em",
        },
        "bricolage": {
            "heavy": "750",
            "h-track": "-.042em",
            "h-lead": ".92",
            "wide": "100%",
            "big-track": "-.05em",
        },
        "schibsted": {
            "heavy": "840",
            "h-track": "-.048em",
            "h-lead": ".95",
            "wide": "100%",
            "big-track": "-.06em",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "hotline": Room(wide=(740, 285), narrow=(324, 180), largest=6.75, smallest=2.1),
        "poster": Room(wide=(740, 440), narrow=(324, 200), largest=8.0, smallest=2.1),
        "halves": Room(wide=(620, 420), narrow=(324, 215), largest=6.25, smallest=2.1),
    },
    variants={
        "header": ("grid", "bar", "stack"),
        "signature": ("scale", "block", "ruled"),
        "offer": ("tiles", "ledger", "columns"),
        "voices": ("proof", "wall", "columns"),
        "gallery": ("grid", "lead", "bands"),
        "hours": ("dial", "table", "bars"),
        "place": ("large", "address", "block"),
        "faq": ("rules", "numbered", "plain"),
        "contact": ("desk", "block", "lines"),
        "footer": ("grid", "giant", "block"),
    },
    sequences=(
        ("signature", "offer", "voices", "gallery", "hours", "place", "faq", "contact"),
        ("offer", "signature", "gallery", "hours", "place", "voices", "faq", "contact"),
        ("voices", "offer", "gallery", "signature", "hours", "place", "faq", "contact"),
        ("offer", "voices", "signature", "hours", "place", "gallery", "faq", "contact"),
    ),
    groups=(frozenset({"hours", "place"}), frozenset({"faq", "contact"})),
    densities=("even", "dense"),
    crops={"hotline": "full", "poster": "full", "halves": "close"},
    grounds={"signature:block": "plate", "offer:tiles": "plate"},
    plain_hours=("table",),
    mono=True,
)
