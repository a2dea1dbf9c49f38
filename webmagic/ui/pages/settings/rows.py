"""Settings as fields, providers as lines. Names of secrets only, never their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webmagic.core.errors import Invalid
from webmagic.core.settings import Settings
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


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    hint: str
    step: str = "1"


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
