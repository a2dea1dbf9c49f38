"""What makes a lead good enough: editable in the admin, kept in the settings table."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Invalid
from webmagic.models import Setting

KEY = "qualify"


class Rules(BaseModel):
    """Points of the five parts, the lowest score, and what must be there whatever the score.
    With the defaults a local business without a website qualifies by an e-mail address or by
    a good rating."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum_score: int = Field(default=60, ge=0, le=100)
    no_website_points: int = Field(default=30, ge=0, le=100)
    email_points: int = Field(default=25, ge=0, le=100)
    rating_points: int = Field(default=20, ge=0, le=100)
    reviews_points: int = Field(default=15, ge=0, le=100)
    local_points: int = Field(default=10, ge=0, le=100)
    good_rating: float = Field(default=4.5, ge=0, le=5)
    many_reviews: int = Field(default=100, ge=0)
    require_email: bool = False
    require_phone: bool = False
    minimum_rating: float = Field(default=0, ge=0, le=5)
    accept_social_only: bool = False
    trades: tuple[str, ...] = ()  # empty: every trade
    excluded_trades: tuple[str, ...] = ()


async def load_rules(session: AsyncSession) -> Rules:
    row = await session.get(Setting, KEY)
    if row is None:
        return Rules()
    try:
        return Rules.model_validate(row.value)
    except ValidationError:
        known = row.value if isinstance(row.value, dict) else {}
        return Rules.model_validate({k: v for k, v in known.items() if _is_fine(k, v)})


def _is_fine(name: str, value: object) -> bool:
    try:
        Rules.model_validate({name: value})
    except ValidationError:
        return False
    return True


async def save_rules(session: AsyncSession, changes: dict) -> Rules:
    """Change some rules. Raises Invalid naming the one that is wrong. Run `rescore_all` afterwards."""
    try:
        rules = Rules.model_validate({**(await load_rules(session)).model_dump(), **changes})
    except ValidationError as error:
        first = error.errors()[0]
        raise Invalid(f"{first['loc'][0] if first['loc'] else 'The rules'}: {first['msg']}.") from None
    row = await session.get(Setting, KEY) or Setting(key=KEY, value={})
    row.value, row.updated_at = rules.model_dump(mode="json"), now()
    session.add(row)
    return rules
