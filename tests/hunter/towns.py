"""An invented crowd of bakeries around a real town's middle, as a vendor would show it."""

import math
import random
from typing import Any

from tests.fakes.outscraper import place

MIDDLE = (14.84462, -91.52316)  # Quetzaltenango, whose circle is 9.9 km
CITY = {"country": "GT", "state": "Quetzaltenango", "city": "Quetzaltenango", "industry": "panaderia"}


def crowd(
    inside: int, far: int = 0, abroad: int = 0, *, km: float = 8, seed: int = 1
) -> list[dict[str, Any]]:
    """`inside` within `km` of the middle, `far` some 40 km away, `abroad` in the next country; shuffled."""
    rng = random.Random(seed)
    rows = []
    for number in range(inside + far + abroad):
        reach = km * math.sqrt(rng.random()) if number < inside else 40.0
        angle = rng.uniform(0, 2 * math.pi)
        country = ("Guatemala", "GT") if number < inside + far else ("Mexico", "MX")
        rows.append(
            place(number)
            | {
                "city": "Quetzaltenango",
                "state": "Quetzaltenango",
                "latitude": MIDDLE[0] + reach * math.cos(angle) / 111.2,
                "longitude": MIDDLE[1] + reach * math.sin(angle) / 107.5,
                "country": country[0],
                "country_code": country[1],
            }
        )
    rng.shuffle(rows)
    return rows
