"""Money on screen, in whatever currency it came."""

from collections.abc import Mapping

from webmagic.ui.figures import dollars

NBSP = "\u00a0"


def money(cents: int, currency: str = "USD") -> str:
    """$29, $29.50, GTQ 229, -$149."""
    if currency == "USD":
        return dollars(cents) if cents >= 0 else f"−{dollars(-cents)}"
    whole = f"{cents / 100:,.0f}" if cents % 100 == 0 else f"{cents / 100:,.2f}"
    return f"{currency} {whole}"


def moneys(by_currency: Mapping[str, int]) -> str:
    """Never added across currencies: "$290 and GTQ 1,145"."""
    amounts = [money(cents, currency) for currency, cents in sorted(by_currency.items())]
    # Where two do not fit a line, it breaks between them and not within.
    return " and ".join(one.replace(" ", NBSP) if amounts[1:] else one for one in amounts) or "$0"
