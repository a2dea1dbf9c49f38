"""One module per trade. Each has ITEMS (name -> figure) and hero (a composed scene)."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Protocol, cast

from webmagic.creative.studio.art.kit import Parts
from webmagic.creative.studio.art.modules import (
    bakery,
    barber,
    bicycle,
    cafe,
    carpenter,
    cleaning,
    clinic,
    dentist,
    desk,
    electrician,
    florist,
    food,
    garden,
    general,
    glazier,
    grocer,
    gym,
    hotel,
    locksmith,
    mechanic,
    moving,
    painter,
    pest,
    pets,
    photographer,
    plumber,
    roofing,
    salon,
    spa,
    tailor,
    tattoo,
)
from webmagic.creative.studio.art.scene import Scene


class Module(Protocol):
    ITEMS: Mapping[str, Callable[[Random], Parts]]

    def hero(self, rng: Random) -> Scene: ...


MODULES: dict[str, Module] = cast(
    dict[str, Module],
    {
        "bakery": bakery,
        "barber": barber,
        "bicycle": bicycle,
        "cafe": cafe,
        "carpenter": carpenter,
        "cleaning": cleaning,
        "clinic": clinic,
        "dentist": dentist,
        "desk": desk,
        "electrician": electrician,
        "florist": florist,
        "food": food,
        "garden": garden,
        "general": general,
        "glazier": glazier,
        "grocer": grocer,
        "gym": gym,
        "hotel": hotel,
        "locksmith": locksmith,
        "mechanic": mechanic,
        "moving": moving,
        "painter": painter,
        "pest": pest,
        "pets": pets,
        "photographer": photographer,
        "plumber": plumber,
        "roofing": roofing,
        "salon": salon,
        "spa": spa,
        "tailor": tailor,
        "tattoo": tattoo,
    },
)
