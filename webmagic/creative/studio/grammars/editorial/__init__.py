"""Editorial: a magazine. The shop's name is the title, set to the full measure; one colour on the cover."""

from webmagic.creative.studio.grammars.editorial.colours import FAMILIES
from webmagic.creative.studio.grammars.editorial.faces import FACES
from webmagic.creative.studio.grammars.grammar import Grammar, Room

EDITORIAL = Grammar(
    key="editorial",
    hand="ligne",
    faces=(("bodoni", "instrument"), ("playfair", "hanken"), ("imbue", "albert")),
    tuning={
        "bodoni": {
            "h-weight": "560",
            "h-track": "-.032em",
            "h-lead": ".98",
            "em-weight": "460",
            "em-style": "italic",
            "title-track": "-.045em",
            "cap": "1",
        },
        "playfair": {
            "h-weight": "560",
            "h-track": "-.03em",
            "h-lead": ".97",
            "em-weight": "430",
            "em-style": "normal",
            "title-track": "-.04em",
            "cap": ".96",
        },
        "imbue": {
            "h-weight": "520",
            "h-track": "-.02em",
            "h-lead": ".94",
            "em-weight": "520",
            "em-style": "normal",
            "title-track": "-.025em",
            "cap": "1.16",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "cover": Room(wide=(690, 330), narrow=(320, 215), largest=6.5, smallest=2.0),
        "spread": Room(wide=(560, 300), narrow=(320, 215), largest=6.25, smallest=2.0),
        "feature": Room(wide=(1280, 250), narrow=(320, 215), largest=8.25, smallest=2.0),
    },
    variants={
        "header": ("title", "running", "plaque"),
        "signature": ("opener", "fold", "column"),
        "offer": ("contents", "plates", "catalogue"),
        "voices": ("pull", "correspondence", "interview"),
        "gallery": ("essay", "sheet", "stagger"),
        "hours": ("listing", "bars", "week"),
        "place": ("dateline", "card", "strip"),
        "faq": ("asked", "margin", "pairs"),
        "contact": ("coupon", "letter", "desk"),
        "footer": ("imprint", "title", "line"),
    },
    sequences=(
        ("signature", "voices", "offer", "gallery", "hours", "place", "faq", "contact"),
        ("offer", "gallery", "voices", "signature", "faq", "hours", "place", "contact"),
        ("voices", "offer", "hours", "place", "signature", "gallery", "faq", "contact"),
        ("offer", "signature", "faq", "gallery", "voices", "hours", "place", "contact"),
    ),
    groups=(frozenset({"hours", "place"}),),
    grounds={
        "signature:opener": "plate",
        "signature:fold": "tint",
        "offer:plates": "tint",
        "gallery:sheet": "plate",
        "voices:correspondence": "tint",
        "contact:letter": "plate",
        "contact:desk": "tint",
        "faq:margin": "tint",
    },
    plain_hours=("listing", "week"),
    densities=("even", "airy"),
    crops={"cover": "full", "spread": "close", "feature": "full"},
)
