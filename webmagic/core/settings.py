"""All settings, read once from the environment and `.env`, checked at start, then frozen.

Every field is documented in `.env.example`; the test of the documents holds the two together.
"""

import ipaddress
import os
import re
import secrets
import tempfile
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from webmagic.core.errors import BadSettings

REPO = Path(__file__).resolve().parents[2]
ENV_FILE = Path(".env")
DATABASES = ("sqlite://", "sqlite+aiosqlite://", "postgres://", "postgresql://", "postgresql+asyncpg://")
REDIS = ("redis://", "rediss://", "unix://")
DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=ENV_FILE, frozen=True, extra="ignore", env_ignore_empty=True)

    webmagic_home: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    secret_key: SecretStr = SecretStr("")
    public_url: str = "http://localhost:3000"
    sites_domain: str = "localhost:3000"
    environment: Literal["local", "production"] = "local"
    sample_territory: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    engine: Literal["auto", "claude", "studio"] = "auto"
    anthropic_api_key: SecretStr = SecretStr("")
    anthropic_base_url: str = "https://api.anthropic.com"
    anthropic_site_usd: float = Field(default=0.25, ge=0)
    anthropic_day_usd: float = Field(default=10.0, ge=0)
    anthropic_month_usd: float = Field(default=100.0, ge=0)
    anthropic_batches: Literal["auto", "off"] = "auto"
    deep_check: Literal["auto", "on", "off"] = "auto"
    deep_lighthouse: bool = False
    listing_photos: bool = True
    preview_days: int = Field(default=60, ge=0)

    outscraper_api_key: SecretStr = SecretStr("")
    outscraper_base_url: str = "https://api.outscraper.cloud"
    outscraper_enrichment: str = ""
    outscraper_only_without_website: bool = False
    outscraper_thousand_usd: float = Field(default=3.0, ge=0)
    outscraper_territory_usd: float = Field(default=5.0, ge=0)
    outscraper_day_usd: float = Field(default=20.0, ge=0)
    overpass_url: str = "https://overpass-api.de/api/interpreter"
    overture_path: str = ""
    verify_websites: Literal["auto", "on", "off"] = "auto"
    brave_api_key: SecretStr = SecretStr("")
    brave_base_url: str = "https://api.search.brave.com"

    mail_provider: Literal["mailbox", "resend", "ses", "sendgrid", "smtp"] = "mailbox"
    resend_api_key: SecretStr = SecretStr("")
    resend_base_url: str = "https://api.resend.com"
    resend_webhook_secret: SecretStr = SecretStr("")
    ses_topic_arns: str = ""
    sendgrid_webhook_key: str = ""
    ses_access_key_id: SecretStr = SecretStr("")
    ses_secret_access_key: SecretStr = SecretStr("")
    ses_region: str = "us-east-1"
    ses_configuration_set: str = ""
    ses_base_url: str = ""
    sendgrid_api_key: SecretStr = SecretStr("")
    sendgrid_base_url: str = "https://api.sendgrid.com"
    sendgrid_inbound_secret: SecretStr = SecretStr("")
    imap_url: SecretStr = SecretStr("")
    smtp_url: SecretStr = SecretStr("")
    smtp_log: str = ""

    sender_name: str = "WebMagic"
    sender_email: str = "hello@webmagic.example.com"
    sender_postal_address: str = "WebMagic, 1 Sample Street, Exampleville"
    sender_contact_url: str = ""

    payment_provider: Literal["simulator", "recurrente"] = "simulator"
    recurrente_public_key: SecretStr = SecretStr("")
    recurrente_secret_key: SecretStr = SecretStr("")
    recurrente_base_url: str = "https://app.recurrente.com/api"
    recurrente_webhook_secret: SecretStr = SecretStr("")
    recurrente_unconfirmed_calls: bool = False

    domain_target: str = ""
    domain_addresses: str = ""
    dns_servers: str = ""

    alert_webhook_url: SecretStr = SecretStr("")

    setup_fee_cents: int = Field(default=14900, ge=0)
    monthly_fee_cents: int = Field(default=2900, ge=0)
    checkout_days: int = Field(default=14, ge=1, le=365)
    grace_days: int = Field(default=14, ge=0, le=90)
    reminder_coupon_percent: int = Field(default=10, ge=0, le=90)

    @field_validator("webmagic_home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @field_validator("public_url")
    @classmethod
    def _no_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("it must begin with http:// or https://")
        return url.rstrip("/")

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: str) -> str:
        return level.upper()

    @field_validator("sites_domain")
    @classmethod
    def _domain(cls, domain: str) -> str:
        if not DOMAIN.fullmatch(domain):
            raise ValueError("it must be a domain, such as sites.example.com or localhost:3000")
        return domain

    @field_validator("domain_addresses", "dns_servers")
    @classmethod
    def _addresses(cls, text: str) -> str:
        for part in text.split():
            address, _, port = part.partition("#")
            try:
                ipaddress.ip_address(address)
            except ValueError:
                raise ValueError(
                    f"{address} is not an IP address; write several with a space between"
                ) from None
            if port and not (port.isdigit() and 0 < int(port) < 65536):
                raise ValueError(f"{part} does not name a port; write it as 192.0.2.1#53")
        return text

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(DATABASES):
            raise ValueError("it must begin with postgresql:// or sqlite:///")
        try:
            sa.make_url(url or DATABASES[0])
        except (sa.exc.ArgumentError, ValueError):
            raise ValueError("it must look like postgresql://user:password@host/name") from None
        return url

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, url: str) -> str:
        if url and not url.startswith(REDIS):
            raise ValueError("it must begin with redis://, rediss:// or unix://")
        return url

    @property
    def database(self) -> str:
        """The database address with an async driver in it."""
        url = self.database_url or f"sqlite:///{self.webmagic_home / 'webmagic.db'}"
        for plain, driver in (
            ("postgres://", "postgresql+asyncpg://"),
            ("postgresql://", "postgresql+asyncpg://"),
            ("sqlite://", "sqlite+aiosqlite://"),
        ):
            if url.startswith(plain):
                return driver + url.removeprefix(plain)
        return url

    @property
    def is_sqlite(self) -> bool:
        return self.database.startswith("sqlite")

    @property
    def domain_host(self) -> str:
        """What customers' domains point at."""
        return (self.domain_target or self.sites_domain.partition(":")[0]).lower().rstrip(".")

    @property
    def sites_dir(self) -> Path:
        return self.webmagic_home / "sites"

    @property
    def photos_dir(self) -> Path:
        return self.webmagic_home / "photos"

    @property
    def mailbox_dir(self) -> Path:
        return self.webmagic_home / "mailbox"

    @property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https://")

    def site_url(self, subdomain: str) -> str:
        """Where a published site lives; sites share the scheme of the public address."""
        scheme = "https" if self.is_secure else "http"
        return f"{scheme}://{subdomain}.{self.sites_domain}"

    def secret(self) -> str:
        return self._secret

    @cached_property
    def _secret(self) -> str:
        """SECRET_KEY, or one made once and kept in the state folder (mode 0600). Read once: every
        signed link needs it."""
        if given := self.secret_key.get_secret_value():
            return given
        path = self.webmagic_home / "secret.key"
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        key = path.read_text().strip()
        if len(key) < 32:
            raise BadSettings(f"The key in {path} is damaged; delete the file to have a new one made.")
        return key


def _write_once(path: Path, text: str) -> None:
    """A whole file or none, readable by us alone; of several processes the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


# Each provider names what it cannot work without.
REQUIRED = {
    ("mail_provider", "resend"): ("resend_api_key", "resend_webhook_secret"),
    ("mail_provider", "ses"): ("ses_access_key_id", "ses_secret_access_key"),
    ("mail_provider", "sendgrid"): ("sendgrid_api_key",),
    ("mail_provider", "smtp"): ("smtp_url",),
    ("payment_provider", "recurrente"): (
        "recurrente_public_key",
        "recurrente_secret_key",
        "recurrente_webhook_secret",
    ),
    ("engine", "claude"): ("anthropic_api_key",),
}


def _is_empty(value: object) -> bool:
    return not (value.get_secret_value() if isinstance(value, SecretStr) else value)


def check(settings: Settings) -> Settings:
    """Refuse half-configured providers, and defaults that are unsafe in production."""
    for (field, choice), names in REQUIRED.items():
        if getattr(settings, field) == choice:
            for name in names:
                if _is_empty(getattr(settings, name)):
                    raise BadSettings(f"{field.upper()} is {choice}, but {name.upper()} is not set.")
    key = settings.secret_key.get_secret_value()
    if key and len(key) < 32:
        raise BadSettings("SECRET_KEY is shorter than 32 characters; leave it empty to have one made.")
    if settings.environment == "production" and not key:
        raise BadSettings("ENVIRONMENT is production, but SECRET_KEY is not set.")
    return settings


def check_env_file(path: Path = ENV_FILE) -> None:
    """Every line must be understood: half a .env would mean settings that nobody chose."""
    if not path.exists():
        return
    if not path.is_file():
        raise BadSettings(f"{path} is a folder; it must be a text file with a NAME=value a line.")
    try:
        with path.open(encoding="utf-8") as file:
            wrong = [
                one.original.line
                for one in parse_stream(file)
                if one.error or (one.key and one.value is None)
            ]
    except UnicodeDecodeError:
        raise BadSettings("The file .env is not UTF-8 text.") from None
    except OSError as error:
        raise BadSettings(f"The file .env cannot be read: {error.strerror}.") from None
    if wrong:
        raise BadSettings(f"Line {wrong[0]} of .env cannot be understood; write NAME=value there.")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process. Raises BadSettings with one readable sentence."""
    check_env_file()
    try:
        return check(Settings())
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "a setting"
        raise BadSettings(f"{name} is wrong: {first['msg'].removeprefix('Value error, ')}.") from None
