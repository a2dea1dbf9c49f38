"""Reading the portal's forms, and saying what went wrong in the owner's language."""

from typing import Any

from starlette.formparsers import MultiPartException
from starlette.requests import Request

from webmagic import support
from webmagic.core.errors import Invalid
from webmagic.http.pages import words


async def read_fields(request: Request, most: int = 100) -> dict[str, str]:
    """The text fields of a form. Files are not read here."""
    try:
        form = await request.form(max_files=0, max_fields=most)
    except MultiPartException:
        raise Invalid("This form could not be read.") from None
    return {name: value for name, value in form.items() if isinstance(value, str)}


def say(own: support.OwnedSite, key: str, **values: Any) -> str:
    return words(own.language)["my"]["problem"][key].format(**values)


def base_of(fields: dict[str, str]) -> int:
    """The version the form was filled in for; 0, which no page has, when it does not say."""
    base = fields.get("base", "")
    return int(base) if base.isascii() and base.isdigit() and len(base) < 9 else 0
