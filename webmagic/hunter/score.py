"""The score of a lead, 0 to 100, explained line by line, and whether it qualifies."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.hunter.rules import Rules, load_rules
from webmagic.models import Business, Stage, WebsiteState

TABLE = SQLModel.metadata.tables["businesses"]
# What `assess` looks at.
READS = ("website_state", "email", "phone", "rating", "review_count", "is_chain", "is_closed",
         "do_not_contact", "trade", "stage", "disqualified_reason")  # fmt: skip
WRITES = ("score", "score_reasons", "qualified", "disqualified_reason", "stage")
OFF_THE_ROAD = (Stage.REJECTED, Stage.OPTED_OUT, Stage.LOST)
BATCH = 2000

WEBSITE_DETAIL = {
    WebsiteState.NONE: "The listing has no website",
    WebsiteState.HAS: "It has a website of its own",
    WebsiteState.SOCIAL: "It has only a social or directory page",
    WebsiteState.UNKNOWN: "The source says nothing about websites",
    WebsiteState.UNREACHABLE: "Its website could not be reached",
    WebsiteState.REVIEW: "Its website needs a look by a person",
}


@dataclass(frozen=True)
class Verdict:
    score: int
    score_reasons: list[dict[str, Any]]
    qualified: bool
    disqualified_reason: str
    stage: str


def assess(business: Mapping[str, Any], rules: Rules) -> Verdict:
    """Judge a business given as a mapping of the columns in READS."""
    reasons = _parts(business, rules)
    score = min(100, sum(reason["points"] for reason in reasons))
    problem = _problem(business, rules, score)
    stage = business.get("stage") or Stage.FOUND
    if stage in (Stage.FOUND, Stage.QUALIFIED):
        stage = Stage.FOUND if problem else Stage.QUALIFIED
    return Verdict(score, reasons, not problem, problem, str(stage))


def _parts(business: Mapping[str, Any], rules: Rules) -> list[dict[str, Any]]:
    website = business.get("website_state") or WebsiteState.UNKNOWN
    has_none = website == WebsiteState.NONE or (rules.accept_social_only and website == WebsiteState.SOCIAL)
    email, rating = business.get("email"), business.get("rating")
    count, is_chain = business.get("review_count"), business.get("is_chain")
    return [
        _part(rules.no_website_points, has_none, "No website", WEBSITE_DETAIL.get(website, website)),
        _part(rules.email_points, bool(email), "E-mail", email or "No e-mail address found"),
        _part(
            rules.rating_points,
            rating is not None and rating >= rules.good_rating,
            f"Rated {rules.good_rating:g} or better",
            "No rating" if rating is None else f"Rated {rating:g}",
        ),
        _part(
            rules.reviews_points,
            count is not None and count >= rules.many_reviews,
            f"{rules.many_reviews} reviews or more",
            "No review count" if count is None else f"{count:,} reviews",
        ),
        _part(
            rules.local_points,
            not is_chain,
            "Local business",
            "Looks like a chain" if is_chain else "Not a chain",
        ),
    ]


def _part(points: int, earned: bool, label: str, detail: str) -> dict[str, Any]:
    return {"points": points if earned else 0, "label": label, "detail": detail, "of": points}


def _problem(business: Mapping[str, Any], rules: Rules, score: int) -> str:
    """Why it does not qualify, the weightiest reason first; "" when it does."""
    website = business.get("website_state") or WebsiteState.UNKNOWN
    by_hand = business.get("disqualified_reason") or "Taken out by hand"
    checks = (
        (business.get("stage") in OFF_THE_ROAD, by_hand),
        (business.get("is_closed"), "Closed, by its listing"),
        (business.get("do_not_contact"), "Asked not to be contacted"),
        (business.get("is_chain"), "Part of a chain"),
        (
            website != WebsiteState.NONE
            and not (rules.accept_social_only and website == WebsiteState.SOCIAL),
            WEBSITE_DETAIL.get(website, str(website)),
        ),
        (rules.require_email and not business.get("email"), "No e-mail address found"),
        (rules.require_phone and not business.get("phone"), "No telephone number found"),
        (
            rules.minimum_rating and (business.get("rating") or 0) < rules.minimum_rating,
            f"Rated below {rules.minimum_rating:g}",
        ),
        (rules.trades and business.get("trade") not in rules.trades, "Not one of the trades we serve"),
        (business.get("trade") in rules.excluded_trades, "A trade we do not serve"),
        (score < rules.minimum_score, f"Score {score}, below {rules.minimum_score}"),
    )
    return next((reason for holds, reason in checks if holds), "")


def qualify(business: Business, rules: Rules) -> bool:
    """Set score, reasons and stage on a business. The stage moves only between found and qualified.
    True when something changed."""
    verdict = assess({name: getattr(business, name) for name in READS}, rules)
    before = {name: getattr(business, name) for name in WRITES}
    for name in WRITES:
        setattr(business, name, getattr(verdict, name))
    if before["stage"] != business.stage:
        business.stage_at = now()
    return any(before[name] != getattr(business, name) for name in WRITES)


async def _all(session: AsyncSession, *columns: str) -> AsyncIterator[list[dict[str, Any]]]:
    """Every business, a batch at a time, by id."""
    last = 0
    wanted = [TABLE.c[name] for name in ("id", *columns)]
    connection = await session.connection()
    while True:
        statement = sa.select(*wanted).where(wanted[0] > last).order_by(wanted[0]).limit(BATCH)
        rows = [dict(row) for row in (await connection.execute(statement)).mappings()]
        if not rows:
            return
        yield rows
        last = rows[-1]["id"]


async def rescore_all(session: AsyncSession, rules: Rules | None = None) -> dict[str, int]:
    """Judge every business again, after the rules have changed: {"seen", "changed", "qualified"}."""
    rules = rules or await load_rules(session)
    counts = {"seen": 0, "changed": 0, "qualified": 0}
    connection = await session.connection()
    others = [name for name in (*WRITES, "stage_at") if name not in READS]
    async for rows in _all(session, *READS, *others):
        changes = [c for row in rows if (c := _change(row, assess(row, rules)))]
        counts["seen"] += len(rows)
        counts["changed"] += len(changes)
        counts["qualified"] += sum(assess(row, rules).qualified for row in rows)
        if changes:
            table = TABLE
            names = [*WRITES, "stage_at", "updated_at"]
            await connection.execute(
                sa.update(table)
                .where(table.c.id == sa.bindparam("row_id"))
                .values({name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names}),
                changes,
            )
    session.expire_all()
    return counts


def _change(row: dict[str, Any], verdict: Verdict) -> dict[str, Any] | None:
    if all(row[name] == getattr(verdict, name) for name in WRITES):
        return None
    moment = now()
    values = {f"new_{name}": getattr(verdict, name) for name in WRITES}
    stage_at = row["stage_at"] if row["stage"] == verdict.stage else moment
    return {"row_id": row["id"], "new_stage_at": stage_at, "new_updated_at": moment, **values}


async def what_if(session: AsyncSession, rules: Rules) -> dict[str, int]:
    """How many leads other rules would add or drop: {"now", "then", "added", "dropped"}. Businesses
    that have moved further than qualified are not counted."""
    counts = {"now": 0, "then": 0, "added": 0, "dropped": 0}
    current = await load_rules(session)
    async for rows in _all(session, *READS):
        for row in rows:
            if row["stage"] not in (Stage.FOUND, Stage.QUALIFIED):
                continue
            before, after = assess(row, current).qualified, assess(row, rules).qualified
            counts["now"] += before
            counts["then"] += after
            counts["added"] += after and not before
            counts["dropped"] += before and not after
    return counts
