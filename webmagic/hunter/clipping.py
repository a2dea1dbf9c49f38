"""Which listings lie outside the place they were searched for: providers answer with what they have,
wherever it is."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.hunter import gazetteer
from webmagic.hunter.cells import Place
from webmagic.hunter.drafts import draft
from webmagic.hunter.reader import Context, Rejected
from webmagic.hunter.sources.cleaning import storable
from webmagic.hunter.sources.files import of_rows

Row = dict[str, Any]


@dataclass(frozen=True)
class Sieve:
    """Where a listing may lie. `place` None: nobody knows where the town is."""

    country: str
    state: str
    place: Place | None

    def reason(self, values: Mapping[str, Any]) -> str:
        """Why a listing is outside; "" when it is inside, or does not say where it is."""
        country, state = values.get("country", ""), values.get("state", "")
        if country and self.country and country != self.country:
            return f"It lies in {country}, not in {self.country}."
        away = self._away(values)
        other_state = not gazetteer.is_same_state(self.country, self.state, state)
        # American states are written in one way; elsewhere a position within reach outweighs spelling.
        if other_state and (self.country == "US" or away is None):
            return f"It lies in {state}, not in {self.state}."
        if self.place and away is not None and away > self.place.radius_km:
            return f"It lies {away:.0f} km from the middle, beyond {self.place.radius_km:.0f} km."
        return ""

    def _away(self, values: Mapping[str, Any]) -> float | None:
        latitude, longitude = values.get("latitude"), values.get("longitude")
        if self.place is None or latitude is None or longitude is None:
            return None
        return self.place.distance_to(latitude, longitude)


async def clip(
    rows: list[Row], shape: str, country: str, sieve: Sieve
) -> tuple[list[Row], list[tuple[Row, str]]]:
    """The rows inside, in their order, and those outside with the reason. What cannot be read is
    left to the import, which says why."""
    return await asyncio.to_thread(_clip, rows, shape, country, sieve)


def _clip(rows: list[Row], shape: str, country: str, sieve: Sieve) -> tuple[list[Row], list[tuple[Row, str]]]:
    inside: list[Row] = []
    outside: list[tuple[Row, str]] = []
    try:
        context = Context.of(of_rows(enumerate(rows, 1), shape))
    except Invalid:
        return rows, []
    for row in rows:
        try:
            reason = sieve.reason(draft(storable(row), context).values)
        except (Rejected, ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError):
            reason = ""
        if reason:
            outside.append((row, reason))
        else:
            inside.append(row)
    return inside, outside
