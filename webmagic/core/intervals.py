"""How sure a share is: the interval of Wilson, which holds for small numbers and near 0 and 1."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964  # 95 in 100


@dataclass(frozen=True)
class Share:
    """`hits` of `of`. Without any, `value` is None and the interval is everything."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def low(self) -> float:
        return self._bounds()[0]

    @property
    def high(self) -> float:
        return self._bounds()[1]

    def _bounds(self) -> tuple[float, float]:
        n = self.of
        if not n:
            return 0.0, 1.0
        p, z2 = self.hits / n, Z * Z
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        low = 0.0 if self.hits == 0 else max(0.0, middle - half)
        return low, 1.0 if self.hits == n else min(1.0, middle + half)

    def document(self) -> dict[str, float | int | None]:
        value = None if self.value is None else round(self.value, 4)
        return {
            "hits": self.hits,
            "of": self.of,
            "value": value,
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }
