"""Money is integer cents with a currency, from the database to the page."""

from babel.numbers import format_currency


def show(cents: int, currency: str, language: str = "en") -> str:
    """A price as people of that language write it: "$149.00", "Q199.00"."""
    locale = {"en": "en_US", "es": "es_GT"}.get(language, "en_US")
    return format_currency(cents / 100, currency, locale=locale)
