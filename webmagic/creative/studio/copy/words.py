"""Small words: numbers, lists and articles, as a writer would set them."""

import re

EN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ES = (
    "cero",
    "una",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
)
NUMBERS = {"en": EN, "es": ES}


def number(value: int, language: str = "en") -> str:
    """In words up to twelve, in digits from there."""
    return NUMBERS[language][value] if 0 <= value <= 12 else str(value)


def listed(items: list[str], language: str) -> str:
    """ "drains, water heaters and sewer lines"; "pan, café e infusiones"."""
    if len(items) < 2:
        return "".join(items)
    *head, last = items
    joint = " and " if language == "en" else " e " if re.match(r"h?i(?![aeo])", last, re.I) else " y "
    return ", ".join(head) + joint + last


def lower_first(text: str) -> str:
    """Small first letter, but acronyms stay: "HVAC contractor", "Plumber" -> "plumber"."""
    first = text.split(" ", 1)[0]
    return text if sum(c.isupper() for c in first) > 1 else text[:1].lower() + text[1:]


_NATIONS = """
    italian mexican chinese american brazilian asian french japanese korean thai indian vietnamese
    greek turkish spanish peruvian caribbean mediterranean british irish german guatemalan
    salvadoran colombian cuban lebanese pakistani filipino african ethiopian swedish eastern
    european hawaiian cajun persian moroccan argentinian venezuelan dominican jamaican russian
    polish portuguese english scottish scandinavian middle
"""
NATIONS = frozenset(_NATIONS.split())
_NATION_ENDING = re.compile(r"[a-z]{3}(?:nesian|sian|lian|nian|rian|dian|gian|ese|ican|ish)$")


def common_noun(text: str, language: str) -> str:
    """A category as it stands inside a sentence: "Bicycle Repair Shop" -> "bicycle repair shop",
    "Italian Restaurant" -> "Italian restaurant", "HVAC contractor" as it is."""
    if language == "es":
        return lower_first(text)
    return " ".join(word if _stays_capital(word) else word.lower() for word in text.split())


def _stays_capital(word: str) -> bool:
    """Acronyms and nations; of nations not in the list, the ending tells."""
    low = word.lower()
    is_nation = low in NATIONS or (bool(_NATION_ENDING.search(low)) and low != "vegetarian")
    return is_nation or sum(map(str.isupper, word)) > 1


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def article(word: str) -> str:
    """ "a plumber", "an electrician", "an HVAC contractor"."""
    first = word.lstrip("“\"'").split(" ")[0]
    if first.isupper() and len(first) > 1:
        return "an" if first[0] in "AEFHILMNORSX" else "a"
    low = first.lower()
    if re.match(r"(?:hour|honest|heir)", low):
        return "an"
    if re.match(r"(?:uni|use|usu|eu|one|u[kt])", low):
        return "a"
    return "an" if low[:1] in "aeiou" else "a"


def with_article(noun: str) -> str:
    """ "a plumber", "an HVAC contractor"; what is many has none: "professional services"."""
    is_many = re.search(
        r"(?:services|supplies|tours|rentals|attractions|works|roasters|movers|builders|cleaners|painters|roofers)$",
        noun,
    )
    return noun if is_many else f"{article(noun)} {noun}"


def count_of(value: int, language: str) -> str:
    """A count with the separator of the language: "1,203"; Guatemala and Mexico write the same."""
    return f"{value:,}"


def bare(text: str) -> str:
    """A quotation without the full stop it ends with, to set inside a sentence."""
    return re.sub(r"[.…\s]+$", "", text)


def quoted(text: str, language: str) -> str:
    return f"“{text}”" if language == "en" else f"«{text}»"
