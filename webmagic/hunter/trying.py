"""Rules as they would be, judged by their own model and not stored."""

from typing import Any

from pydantic import ValidationError

from webmagic.core.errors import Invalid
from webmagic.hunter.rules import Rules


def check_rules(rules: Rules, changes: dict[str, Any]) -> Rules:
    """`rules` with `changes`. Raises Invalid naming the first that is wrong."""
    try:
        return Rules.model_validate({**rules.model_dump(), **changes})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).replace("_", " ").capitalize() if first["loc"] else "The rules"
        raise Invalid(f"{name}: {first['msg'][:1].lower()}{first['msg'][1:]}.") from None
