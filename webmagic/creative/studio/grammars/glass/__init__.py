"""Glass: panes of frosted light over colours that run into one another; a board of tiles, lit from above."""

from webmagic.creative.studio.grammars.glass.colours import FAMILIES
from webmagic.creative.studio.grammars.glass.faces import FACES
from webmagic.creative.studio.grammars.grammar import Grammar, Room

GLASS = Grammar(
    key="glass",
    hand="pane",
    faces=(("urbanist", "jakarta"), ("sora", "mulish"), ("redhat", "sofia")),
    tuning={
        "urbanist": {
            "heavy": "500", "h-track": "-.035em", "h-lead": "1", "grow": "1.04", "size": "1.0625rem",
        },
        "sora": {
            "heavy": "600", "h-track": "-.05em", "h-lead": "1.04", "grow": ".86", "size": "1.0625rem",
        },
        "redhat": {
            "heavy": "800", "h-track": "-.04em", "h-lead": ".98", "grow": ".96", "size": "1.125rem",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "bento": Room(wide=(640, 300), narrow=(286, 190), largest=6.0, smallest=1.9),
        "card": Room(wide=(560, 300), narrow=(286, 190), largest=5.5, smallest=1.9),
        "orb": Room(wide=(980, 200), narrow=(312, 190), largest=5.75, smallest=1.9),
    },
    variants={
        "header": ("float", "dock", "clear"),
        "signature": ("pane", "plate", "split"),
        "offer": ("bento", "orbs", "shelf"),
        "voices": ("panes", "lens", "cascade"),
        "gallery": ("mosaic", "strip", "stack"),
        "hours": ("dial", "bars", "pane"),
        "place": ("rings", "plate", "line"),
        "faq": ("panes", "one", "lines"),
        "contact": ("pane", "plate", "open"),
        "footer": ("bar", "large", "slim"),
    },
    sequences=(
        ("signature", "offer", "voices", "gallery", "hours", "place", "contact", "faq"),
        ("offer", "voices", "hours", "place", "signature", "gallery", "faq", "contact"),
        ("voices", "offer", "gallery", "signature", "hours", "place", "faq", "contact"),
        ("hours", "place", "offer", "signature", "voices", "gallery", "contact", "faq"),
    ),
    groups=(frozenset({"hours", "place"}), frozenset({"faq", "contact"})),
    densities=("even", "airy"),
    crops={"bento": "full", "card": "full", "orb": "full"},
    grounds={},
    plain_hours=("pane", "dial"),
)  # fmt: skip
