"""Trade and town in a few words: how a headline begins, and where the shop is."""

import re
import unicodedata
from dataclasses import dataclass

from webmagic.creative.facts import Facts
from webmagic.creative.studio import trades
from webmagic.creative.studio.copy import services, words

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming", "DC": "D.C.",
}  # fmt: skip
_NEEDS_PROOF = frozenset(
    {"taqueria", "restaurant", "pizzeria", "pastry", "builder", "handyman", "lessons", "bar"}
)
_VAGUE = frozenset(
    {"store", "shop", "tienda", "negocio", "establecimiento", "point of interest", "general", "yes"}
)


_A_PLACE = re.compile(
    r"\b(?:shop|store|company|service|clinic|salon|taller|cl[ií]nica|sal[oó]n|servicio|\w+er[ií]a)\b"
)


@dataclass(frozen=True)
class Opening:
    """`noun` is what the listing calls the shop; `craft` what it makes, "" when nothing proves it."""

    language: str
    city: str
    noun: str
    craft: str
    is_agent: bool
    article: str = "el"

    @property
    def by_craft(self) -> str:
        if not self.craft or not self.city:
            return words.upper_first(self.craft)
        joint = "in" if self.language == "en" else "en"
        return f"{words.upper_first(self.craft)} {joint} {self.city}"

    @property
    def by_noun(self) -> str:
        if not self.noun:
            return ""
        if self.language == "es":
            return words.upper_first(f"{self.noun} en {self.city}" if self.city else self.noun)
        named = words.with_article(self.noun)
        if self.city and (named == self.noun or self.noun[0].isupper()):
            return f"{words.upper_first(named)} in {self.city}"
        phrase = f"{self.city} {self.noun}" if self.city else self.noun
        return f"{words.article(phrase).capitalize()} {phrase}"

    @property
    def best(self) -> str:
        """The shortest true way to say trade and town."""
        if self.is_agent or not self.craft:
            return self.by_noun
        return self.by_craft


def opening(facts: Facts) -> Opening:
    trade, own = trades.get(facts.trade), trades.wording(facts.trade, facts.language)
    noun = _noun(facts, own)
    return Opening(
        language=facts.language,
        city=place_name(facts),
        noun=noun,
        craft=own.craft if _is_proven(facts, own) else "",
        is_agent=trade.agent and not _A_PLACE.search(noun),
        article=own.g if noun == own.noun or not own.g else _gender(noun),
    )


def _noun(facts: Facts, own: trades.Wording) -> str:
    """The listing's own word when it is in the page's language, else the trade's."""
    category = re.sub(r"\s+", " ", facts.category.split("/")[0].split(",")[0]).strip()
    flat = trades.plain(category)
    if not category or "=" in facts.category or "_" in facts.category or flat in _VAGUE:
        return own.noun
    here = any(f" {trades.plain(w)} " in f" {flat} " for w in own.match)
    if facts.trade == "general" or (here and len(category) <= 32 and not _is_activity(flat)):
        return words.common_noun(category, facts.language)
    return own.noun


def _is_activity(flat: str) -> bool:
    """ "Plumbing" or "Drainage service" name no shop; "plumber" does."""
    return flat.endswith(
        ("service", "services", "ing", "servicio", "servicios", "care", "repair")
    ) or flat.startswith(("servicio", "reparacion", "tienda de pan"))


def _is_proven(facts: Facts, own: trades.Wording) -> bool:
    """A craft is named when the listing or its name says so, or the trade allows no other."""
    if not own.craft:
        return False
    if re.search(
        r"\b(?:suppl|wholesale|equipment|association|distribuid|mayoreo)", trades.plain(facts.category)
    ):
        return False
    if facts.trade not in _NEEDS_PROOF:
        return True
    said = trades.plain(" ".join([facts.name, facts.category, *facts.services]))
    said += " " + trades.plain(" ".join(review.text for review in facts.reviews))
    return bool(re.search(rf"(?<![a-z]){re.escape(trades.plain(own.craft).rstrip('s'))}", said))


def _gender(noun: str) -> str:
    return "la" if re.search(r"(?:a|ión|dad)$", noun.split(maxsplit=1)[0]) else "el"


def place_name(facts: Facts) -> str:
    return (facts.city or state_name(facts)).strip()


def state_name(facts: Facts) -> str:
    if facts.country == "US":
        return STATES.get(facts.state.upper(), facts.state)
    return facts.state


def town(facts: Facts) -> str:
    """ "Dayton, Ohio", "Quetzaltenango, zona 1", "Cobán, Alta Verapaz"."""
    zone = re.search(r"\bzona \d{1,2}\b", facts.street or facts.address, re.I)
    if facts.city and zone:
        return f"{facts.city}, {zone[0].lower()}"
    state = state_name(facts)
    if facts.city and state and trades.plain(state) != trades.plain(facts.city):
        return f"{facts.city}, {state}"
    return facts.city or state


def at_street(facts: Facts) -> str:
    """ "at 418 Linden Avenue", "en la 14 avenida 3-27, zona 1"; "" without a street."""
    street = facts.street.strip()
    if sum(c.isalpha() for c in street) < 3 or trades.plain(street) == trades.plain(facts.city):
        return ""
    if facts.language == "en":
        is_road = re.search(
            r"\b(?:street|st|avenue|ave|road|rd|lane|ln|drive|highway|hwy|blvd|boulevard)\b", street, re.I
        )
        return f"on {street}" if is_road and not re.search(r"\d", street) else f"at {street}"
    if re.match(r"\d+\s?[aª.]*\s?(?:calle|avenida|av\b|diagonal|ronda)", street, re.I):
        return f"en la {street}"
    if found := re.match(r"(calle|avenida|calzada|carretera|diagonal)\b", street, re.I):
        return f"en la {found[1].lower()}{street[found.end() :]}"
    if found := re.match(r"(bulevar|boulevard|paseo|callej[oó]n|barrio|parque)\b", street, re.I):
        return f"en el {found[1].lower()}{street[found.end() :]}"
    return f"en {street}"


def full_name(facts: Facts) -> str:
    """The name without markup and invisible characters; letters, signs and emoji stay."""
    bare = re.sub(r"<[^>]*>", " ", facts.name)
    seen = "".join(c for c in bare if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} or c in "\u200d")
    return re.sub(r"\s+", " ", seen).strip() or facts.name.strip()


def short_name(facts: Facts) -> str:
    """The name as people say it, for tight places: before a dash or bar, without the town after it."""
    name = full_name(facts)
    head = re.split(r"\s+[|–—-]\s+|\s+\(", name)[0].strip()
    return head if len(head) >= 3 else name


def short_services(facts: Facts, limit: int = 4) -> str:
    """ "Swedish, deep tissue and prenatal massage": a last word they share is said once."""
    items = services.named(facts)[:limit]
    lasts = {item.rsplit(" ", 1)[-1] for item in items if " " in item}
    if facts.language == "en" and len(items) > 2 and len(lasts) == 1 and all(" " in item for item in items):
        items = [item.rsplit(" ", 1)[0] for item in items[:-1]] + items[-1:]
    return words.listed(items, facts.language)


def clean_services(facts: Facts) -> list[str]:
    """The listing's services, without repeats and without what is no word."""
    return [words.upper_first(name) for name in services.named(facts)]
