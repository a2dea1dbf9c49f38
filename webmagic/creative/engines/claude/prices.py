"""What models cost. One table, with the day from which each line holds; nowhere else is a price."""

import datetime as dt
from dataclasses import dataclass

AS_OF = dt.date(2026, 10, 7)
BATCH = 0.5  # of everything, when it goes through a batch


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens. `write` is a cache entry of five minutes, `write_hour` of an hour."""

    since: dt.date
    input: float
    output: float
    write: float
    write_hour: float
    read: float


@dataclass(frozen=True)
class Model:
    price: Price
    long_price: Price | None = None  # for prompts over `long_from` tokens, those from the cache included
    long_from: int = 100_000
    least_cached: int = 4096  # a shorter prefix is never cached; the published figure, or the safe one


HAIKU, SONNET = "claude-haiku-5-5", "claude-sonnet-5-5"
_AUTUMN = dt.date(2026, 10, 7)
MODELS: dict[str, Model] = {
    HAIKU: Model(
        Price(_AUTUMN, 0.10, 0.50, 0.125, 0.20, 0.01), Price(_AUTUMN, 0.50, 2.50, 0.625, 1.00, 0.05)
    ),
    SONNET: Model(Price(_AUTUMN, 2, 10, 2.50, 4, 0.10)),
    "claude-sonnet-5": Model(Price(dt.date(2026, 8, 1), 2, 10, 2.50, 4, 0.20), least_cached=1024),
    "claude-opus-5-5": Model(Price(_AUTUMN, 4, 20, 5, 8, 0.20)),
    "claude-opus-5": Model(Price(dt.date(2026, 8, 1), 5, 25, 6.25, 10, 0.50), least_cached=512),
    "claude-haiku-4-5": Model(Price(dt.date(2026, 8, 1), 1, 5, 1.25, 2, 0.10)),
    "claude-sonnet-4-6": Model(Price(dt.date(2026, 8, 1), 3, 15, 3.75, 6, 0.30), least_cached=1024),
}
DEAREST = Price(_AUTUMN, 10, 50, 12.50, 20, 1)  # a model that is not in the table is taken for this


def model_of(name: str) -> Model:
    return MODELS.get(name, Model(DEAREST))


def cost_microusd(
    model: str,
    *,
    tokens_in: int,
    tokens_out: int,
    cache_write: int = 0,
    cache_write_hour: int = 0,
    cache_read: int = 0,
    is_batch: bool = False,
) -> int:
    """Millionths of a dollar, rounded up. `tokens_in` are those that no cache had a part in."""
    known = model_of(model)
    total = tokens_in + cache_write + cache_write_hour + cache_read
    price = known.long_price if known.long_price and total > known.long_from else known.price
    cost = (
        tokens_in * price.input
        + tokens_out * price.output
        + cache_write * price.write
        + cache_write_hour * price.write_hour
        + cache_read * price.read
    )
    return -int(-(cost * (BATCH if is_batch else 1)) // 1)
