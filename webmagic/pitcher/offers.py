"""What a website costs whom: the set-up fee and the monthly plan."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from webmagic.core.money import show
from webmagic.core.settings import Settings


@dataclass(frozen=True)
class Offer:
    setup_cents: int
    monthly_cents: int
    currency: str

    def setup(self, language: str) -> str:
        return price(self.setup_cents, self.currency, language)

    def monthly(self, language: str) -> str:
        return price(self.monthly_cents, self.currency, language)


def price(cents: int, currency: str, language: str) -> str:
    """ "$149", "Q1,145", "$14.50": as people write prices, cents only where there are some."""
    shown = show(cents, currency, "es" if currency == "GTQ" else language)  # in English it would say GTQ
    return shown if cents % 100 else shown.removesuffix(".00").removesuffix(",00")


@cache
def _prices() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("offers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["country"]


def offer_for(country: str, settings: Settings) -> Offer:
    prices = _prices().get(country.upper())
    if prices is None:
        return Offer(settings.setup_fee_cents, settings.monthly_fee_cents, "USD")

    def local(name: str, usd_cents: int) -> int:
        step = prices["round_to_cents"]
        return prices.get(name, round(usd_cents * prices["per_usd"] / step) * step)

    return Offer(
        local("setup_cents", settings.setup_fee_cents),
        local("monthly_cents", settings.monthly_fee_cents),
        prices["currency"],
    )
