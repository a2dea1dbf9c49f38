"""Retro print: a poster, then objects of the shop, in two spot inks and a key laid a little beside them."""

from webmagic.creative.studio.grammars.grammar import Grammar, Room
from webmagic.creative.studio.grammars.retro.colours import FAMILIES
from webmagic.creative.studio.grammars.retro.faces import FACES

RETRO = Grammar(
    key="retro",
    hand="halftone",
    faces=(("fraunces", "familjen"), ("besley", "public"), ("sansita", "gabarito")),
    tuning={
        "fraunces": {
            "heavy": "900", "h-track": "-.046em", "h-lead": ".88", "size": "1.1875rem", "body": "480",
            "bold": "650",
        },
        "besley": {
            "heavy": "900", "h-track": "-.04em", "h-lead": ".94", "size": "1.125rem", "body": "450",
            "bold": "700",
        },
        "sansita": {
            "heavy": "850", "h-track": "-.022em", "h-lead": ".92", "size": "1.1875rem", "body": "450",
            "bold": "700",
        },
    },
    type_faces=FACES,
    colours=FAMILIES,
    heroes={
        "poster": Room(wide=(670, 400), narrow=(324, 210), largest=7.4, smallest=2.1),
        "crate": Room(wide=(600, 350), narrow=(290, 190), largest=6.25, smallest=2.0),
        "sleeve": Room(wide=(1240, 225), narrow=(310, 200), largest=7.8, smallest=2.1),
    },
    variants={
        "header": ("masthead", "strip", "sticker"),
        "signature": ("stub", "flood", "proof"),
        "offer": ("tags", "packets", "board"),
        "voices": ("quilt", "postcards", "balloons"),
        "gallery": ("prints", "contact", "album"),
        "hours": ("sign", "timecard", "board"),
        "place": ("street", "parcel", "arrow"),
        "faq": ("counter", "cards", "numbered"),
        "contact": ("slip", "airmail", "pad"),
        "footer": ("imprint", "band", "signoff"),
    },
    sequences=(
        ("offer", "gallery", "voices", "signature", "hours", "place", "faq", "contact"),
        ("signature", "offer", "voices", "gallery", "hours", "place", "faq", "contact"),
        ("voices", "offer", "signature", "gallery", "hours", "place", "faq", "contact"),
        ("offer", "signature", "hours", "place", "voices", "gallery", "faq", "contact"),
    ),
    groups=(frozenset({"hours", "place"}), frozenset({"faq", "contact"})),
    densities=("even", "airy"),
    crops={"poster": "full", "crate": "full", "sleeve": "full"},
    grounds={
        "signature:flood": "plate", "offer:packets": "tint", "voices:balloons": "tint",
        "gallery:contact": "tint",
    },
    plain_hours=("sign", "board"),
)  # fmt: skip
