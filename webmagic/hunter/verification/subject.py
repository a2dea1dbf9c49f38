"""What is known about a business, in the form in which pages are compared with it."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from webmagic.hunter.normal import phones
from webmagic.hunter.normal.text import fold, fold_name
from webmagic.hunter.trades import known_words
from webmagic.models import Business, WebsiteState

_WORDS = tomllib.loads((files("webmagic.hunter.words") / "names.toml").read_text("utf-8"))
CONNECTORS = frozenset(_WORDS["connectors"].split())
COMMON = frozenset(_WORDS["common"].split())  # they set nobody apart, nor do the words of the trades


@dataclass(frozen=True)
class Subject:
    name: str
    country: str = ""
    city: str = ""
    state: str = ""
    street: str = ""
    postcode: str = ""
    phones: frozenset[str] = frozenset()
    email: str = ""
    website: str = ""
    socials: tuple[str, ...] = ()
    state_by_listing: WebsiteState = WebsiteState.NONE
    language: str = "en"

    @classmethod
    def of(cls, business: Business, numbers: frozenset[str] = frozenset()) -> "Subject":
        """`numbers`: more telephone numbers that its listings give."""
        return cls(
            name=business.name,
            country=business.country,
            city=business.city,
            state=business.state,
            street=business.street or business.address,
            postcode=business.postcode,
            phones=frozenset({business.phone} - {""}) | numbers,
            email=business.email.lower(),
            website=business.website,
            socials=tuple(business.socials),
            state_by_listing=WebsiteState(business.website_state),
            language=business.language,
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(fold_name(self.name).split())

    @cached_property
    def own_words(self) -> tuple[str, ...]:
        """The words of the name that set it apart: neither its trade's, nor its town's, nor common."""
        town = set(fold(self.city).split())
        return tuple(
            word
            for word in self.words
            if len(word) > 2 and word not in CONNECTORS | COMMON | _trade_words() and word not in town
        )

    @cached_property
    def is_distinct(self) -> bool:
        """Whether the name alone says much about who it is."""
        least = 6 if len(self.words) == 1 else 5
        return len(self.own_words) >= 2 or any(len(word) >= least for word in self.own_words)

    def phone(self, text: str) -> str:
        """A number on a page in E.164, read as in the business's country; "" when it is none."""
        text = text.strip()
        found = phones.parse(f"+{text[2:]}", self.country) if text.startswith("00") else None
        found = found or phones.parse(text, self.country)
        return found.e164 if found else ""


@cache
def _trade_words() -> frozenset[str]:
    """Single words of the trades, in both numbers."""
    words = {word for phrase in known_words() for word in phrase.split()}
    return frozenset(words | {f"{word}s" for word in words} | {word.removesuffix("s") for word in words})
