"""What is known about a business, in the form in which pages are compared with it."""

from dataclasses import dataclass
from functools import cached_property

from webmagic.hunter.names import everyday_words
from webmagic.hunter.normal import phones
from webmagic.hunter.normal.text import fold, fold_name
from webmagic.models import Business, WebsiteState


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
        said_by_all, town = everyday_words(), set(fold(self.city).split())
        return tuple(w for w in self.words if len(w) > 2 and w not in said_by_all and w not in town)

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
