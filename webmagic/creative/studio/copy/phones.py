"""Telephone numbers as the country writes them."""

import phonenumbers


def parse(text: str, country: str = "") -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None


def is_possible(phone: str) -> bool:
    number = parse(phone)
    return bool(number and phonenumbers.is_possible_number(number))


def e164(text: str, country: str = "") -> str:
    """ "+19375550142", or "" when it is no telephone number."""
    number = parse(text, country)
    if number is None or not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display(phone: str, country: str = "", given: str = "") -> str:
    """The listing's own way of writing it, else the country's: "(937) 555-0142", "7555-0142"."""
    if given:
        return given
    number = parse(phone, country)
    if number is None:
        return phone
    if number.country_code == 502:
        digits = str(number.national_number)
        return f"{digits[:4]}-{digits[4:]}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
