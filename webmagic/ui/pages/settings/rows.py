"""Settings as fields, providers as lines. Names of secrets only, never their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.core.settings import Settings
from webmagic.hunter import Rules
from webmagic.models import AdminUser
from webmagic.ui.figures import since

LIMITS = {
    "scrape": ("Territories hunted", "each has its price"),
    "qualify": ("Businesses judged", "costs nothing"),
    "verify": ("Websites looked for", "costs nothing"),
    "retry_sites": ("Failed builds tried again", ""),
    "generate": ("Sites built", "Claude costs, the built-in designer does not"),
    "publish": ("Sites published", ""),
    "campaigns": ("Offers written", ""),
    "retry_messages": ("Failed mails tried again", ""),
    "send": ("Mails sent", "a slow start keeps the sender's name good"),
}
POINTS = {
    "no_website_points": ("No website", "points"),
    "email_points": ("An e-mail address", "points"),
    "rating_points": ("A good rating", "points"),
    "reviews_points": ("Many reviews", "points"),
    "local_points": ("Local, not a chain", "points"),
}
BOUNDS = {
    "minimum_score": ("Lowest score", "of 100; below it nothing is built"),
    "good_rating": ("A good rating is", "stars or more"),
    "many_reviews": ("Many reviews are", "or more"),
    "minimum_rating": ("Never below", "stars; 0 takes every rating"),
}
SWITCHES = {
    "require_email": "Only with an e-mail address",
    "require_phone": "Only with a telephone number",
    "accept_social_only": "A social page alone counts as no website",
}
TRADES = {"trades": "Only these trades", "excluded_trades": "Never these trades"}
RULE_WORDS = {name: words[0] for name, words in (POINTS | BOUNDS).items()} | SWITCHES | TRADES


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    hint: str
    step: str = "1"


@dataclass(frozen=True)
class Switch:
    name: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class Provider:
    role: str
    choice: str
    tone: str
    mark: str
    words: str
    detail: str


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    email: str
    role: str
    seen: str
    is_you: bool
    is_active: bool


def limit_fields(limits: Mapping[str, int]) -> list[Field]:
    return [Field(name, label, str(limits[name]), hint) for name, (label, hint) in LIMITS.items()]


def read_limits(form: Mapping[str, Any]) -> dict[str, int]:
    limits = {}
    for name, (label, _) in LIMITS.items():
        text = str(form.get(name, "")).strip()
        if not (text.isascii() and text.isdigit() and int(text) <= 10_000):
            raise Invalid(f"{label}: give a whole number from 0 to 10,000.")
        limits[name] = int(text)
    return limits


def rule_fields(rules: Rules, group: Mapping[str, tuple[str, str]]) -> list[Field]:
    values = rules.model_dump()
    return [
        Field(name, label, f"{values[name]:g}", hint, "0.1" if isinstance(values[name], float) else "1")
        for name, (label, hint) in group.items()
    ]


def trade_fields(rules: Rules) -> list[Field]:
    return [Field(name, label, ", ".join(getattr(rules, name)), "") for name, label in TRADES.items()]


def switches_of(rules: Rules) -> list[Switch]:
    return [Switch(name, label, getattr(rules, name)) for name, label in SWITCHES.items()]


def read_rules(form: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, as changes; the domain judges the values."""
    changes: dict[str, Any] = {name: str(form.get(name, "")).strip() for name in POINTS | BOUNDS}
    if missing := [RULE_WORDS[name] for name, value in changes.items() if not value]:
        raise Invalid(f"{missing[0]}: give a number.")
    changes |= {
        name: name in form and str(form[name]).lower() not in ("", "false", "off") for name in SWITCHES
    }
    for name in TRADES:
        words = str(form.get(name, ""))[:2000].replace("\n", ",").split(",")
        changes[name] = [word.strip().lower().replace(" ", "_") for word in words if word.strip()]
    return changes


def person_of(user: AdminUser, me: int) -> Person:
    return Person(
        id=user.id or 0,
        name=user.name or user.email,
        email=user.email,
        role=user.role,
        seen=since(user.last_login_at) or "never",
        is_you=user.id == me,
        is_active=user.is_active,
    )


def providers_of(settings: Settings) -> list[Provider]:
    has = lambda name: bool(getattr(settings, name).get_secret_value())  # noqa: E731
    claude = has("anthropic_api_key") and settings.engine != "studio"
    mail, pay = settings.mail_provider, settings.payment_provider
    return [
        _provider("Designer", "Claude" if claude else "Built-in designer", claude, "ANTHROPIC_API_KEY",
                  "Needs no key and costs nothing."),
        _provider("Listings", "Outscraper" if has("outscraper_api_key") else "Sample and files",
                  has("outscraper_api_key"), "OUTSCRAPER_API_KEY",
                  "Files come in by webmagic import FILE."),
        _provider("Mail", mail.capitalize(), mail != "mailbox", "MAIL_PROVIDER",
                  "Mails stay in the local mailbox."),
        _provider("Payments", pay.capitalize(), pay != "simulator", "PAYMENT_PROVIDER", "Nobody is charged."),
        Provider("Database", "SQLite" if settings.is_sqlite else "PostgreSQL", "ok", "check", "set",
                 "A file in the state folder." if settings.is_sqlite else "DATABASE_URL"),
        _provider("Addresses", settings.sites_domain, settings.is_secure, "PUBLIC_URL",
                  "Sites are seen on this machine only."),
    ]  # fmt: skip


def _provider(role: str, choice: str, is_real: bool, name: str, otherwise: str) -> Provider:
    """`is_real`: it reaches the world outside; else it is the local stand-in."""
    if is_real:
        return Provider(role, choice, "ok", "check", "set", f"{name} is set.")
    return Provider(role, choice, "rehearsal", "house", "local", f"{otherwise} Change: {name}.")
