"""What makes a lead good enough: editable in the admin, kept in the settings table."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.errors import Invalid, NotFound
from webmagic.models import RuleVersion, Setting

KEY = "qualify"
Country = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{2}$")]
PARTS = ("no_website_points", "email_points", "rating_points", "reviews_points", "local_points")


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
    accept_temporarily_closed: bool = False
    stale_after_months: int = Field(default=36, ge=0, le=600)  # without a sign of life; 0: never
    trades: tuple[str, ...] = ()  # empty: every trade
    excluded_trades: tuple[str, ...] = ()
    countries: tuple[Country, ...] = ()  # empty: every country


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


async def save_rules(session: AsyncSession, changes: dict[str, Any], by: str = "") -> Rules:
    """Change some rules; who did it, and what, is kept as a version. Raises Invalid naming the one
    that is wrong. Run `rescore_all` afterwards."""
    old = await load_rules(session)
    try:
        rules = Rules.model_validate({**old.model_dump(), **changes})
    except ValidationError as error:
        first = error.errors()[0]
        raise Invalid(f"{first['loc'][0] if first['loc'] else 'The rules'}: {first['msg']}.") from None
    row = await session.get(Setting, KEY, with_for_update=True)
    first_time = row.updated_at if row else None
    row = row or Setting(key=KEY, value={})
    row.value, row.updated_at = rules.model_dump(mode="json"), now()
    session.add(row)
    if rules != old:
        number = (await session.exec(select(func.max(RuleVersion.number)))).one() or 0
        if not number:  # what was in force before anybody changed it, so that one can go back
            number, at = 1, first_time or now()
            session.add(RuleVersion(number=1, rules=old.model_dump(mode="json"), at=at))
        values = rules.model_dump(mode="json")
        session.add(RuleVersion(number=number + 1, rules=values, changes=told(old, rules), by=by))
        await session.flush()
    return rules


def told(old: Rules, new: Rules) -> list[str]:
    """The differences, in words: "minimum score 60 → 70"."""
    before, after = old.model_dump(), new.model_dump()
    return [
        f"{name.replace('_', ' ')} {_plain(before[name])} → {_plain(after[name])}"
        for name in before
        if before[name] != after[name]
    ]


def _plain(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(value) or "all"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}"


async def list_versions(session: AsyncSession, limit: int = 10) -> list[RuleVersion]:
    """Newest first; the first of them is in force."""
    statement = select(RuleVersion).order_by(col(RuleVersion.number).desc()).limit(limit)
    return list((await session.exec(statement)).all())


async def rules_of_version(session: AsyncSession, number: int) -> Rules:
    """Raises NotFound. What has become of a rule since is left out."""
    row = (await session.exec(select(RuleVersion).where(RuleVersion.number == number))).first()
    if row is None:
        raise NotFound(f"There is no version {number} of the rules.")
    return Rules.model_validate({k: v for k, v in row.rules.items() if _is_fine(k, v)})
