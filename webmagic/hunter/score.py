"""The score of a lead, 0 to 100, explained line by line, and whether it qualifies."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
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
         "closure", "last_sign_on", "do_not_contact", "trade", "country", "stage",
         "disqualified_reason")  # fmt: skip
WRITES = ("score", "score_reasons", "qualified", "disqualified_reason", "stage")
RESCORED = tuple(dict.fromkeys((*READS, *WRITES, "stage_at")))
OFF_THE_ROAD = (Stage.REJECTED, Stage.OPTED_OUT, Stage.LOST)
BATCH = 2000
Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]

WEBSITE_DETAIL = {
    WebsiteState.NONE: "The listing has no website",
    WebsiteState.HAS: "It has a website of its own",
    WebsiteState.SOCIAL: "It has only a social or directory page",
    WebsiteState.UNKNOWN: "The source says nothing about websites",
    WebsiteState.UNREACHABLE: "Its website could not be reached",
    WebsiteState.REVIEW: "Its website needs a look by a person",
}

CLOSED = {
    "permanently": "Closed, by its listing",
    "temporarily": "Closed for the time being, by its listing",
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
        (_is_closed(business, rules), CLOSED.get(business.get("closure") or "", CLOSED["permanently"])),
        (_is_stale(business, rules), f"No sign of life since {business.get('last_sign_on')}"),
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
        (
            rules.countries and business.get("country") not in rules.countries,
            "Not in a country we serve",
        ),
        (score < rules.minimum_score, f"Score {score}, below {rules.minimum_score}"),
    )
    return next((reason for holds, reason in checks if holds), "")


def _is_closed(business: Mapping[str, Any], rules: Rules) -> bool:
    is_passing = business.get("closure") == "temporarily"
    return bool(business.get("is_closed")) and not (is_passing and rules.accept_temporarily_closed)


def _is_stale(business: Mapping[str, Any], rules: Rules) -> bool:
    """Whether the newest thing known of it is too old. Where nothing is dated, nothing is said."""
    last = business.get("last_sign_on") or ""
    if not last or not rules.stale_after_months:
        return False
    today = now().date()
    months = (today.year - int(last[:4])) * 12 + today.month - int(last[5:7])
    return months > rules.stale_after_months


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


async def _after(session: AsyncSession, last: int, *columns: str) -> list[dict[str, Any]]:
    """The next batch of businesses by id."""
    wanted = [TABLE.c[name] for name in ("id", *columns)]
    statement = sa.select(*wanted).where(wanted[0] > last).order_by(wanted[0]).limit(BATCH)
    return [dict(row) for row in (await (await session.connection()).execute(statement)).mappings()]


async def every_business(session: AsyncSession, *columns: str) -> AsyncIterator[list[dict[str, Any]]]:
    """All of them, a batch at a time."""
    last = 0
    while rows := await _after(session, last, *columns):
        yield rows
        last = rows[-1]["id"]


async def rescore_all(session: AsyncSession, rules: Rules | None = None) -> dict[str, int]:
    """Judge every business again, after the rules have changed: {"seen", "changed", "qualified"}."""
    rules = rules or await load_rules(session)
    counts = {"seen": 0, "changed": 0, "qualified": 0}
    async for rows in every_business(session, *RESCORED):
        await _rescore(session, rows, rules, counts)
    session.expire_all()
    return counts


async def rescore_in_batches(transaction: Transaction) -> dict[str, int]:
    """The same, one short transaction a batch, so that nobody waits for it; always by the newest rules."""
    counts, last = {"seen": 0, "changed": 0, "qualified": 0}, 0
    while True:
        async with transaction() as session:
            rows = await _after(session, last, *RESCORED)
            if not rows:
                return counts
            await _rescore(session, rows, await load_rules(session), counts)
        last = rows[-1]["id"]


async def _rescore(
    session: AsyncSession, rows: list[dict[str, Any]], rules: Rules, counts: dict[str, int]
) -> None:
    verdicts = [assess(row, rules) for row in rows]
    changes = [c for row, verdict in zip(rows, verdicts, strict=True) if (c := _change(row, verdict))]
    counts["seen"] += len(rows)
    counts["changed"] += len(changes)
    counts["qualified"] += sum(verdict.qualified for verdict in verdicts)
    if not changes:
        return
    names = [*WRITES, "stage_at", "updated_at"]
    await (await session.connection()).execute(
        sa.update(TABLE)
        # whoever has moved on meanwhile was judged by somebody else
        .where(TABLE.c.id == sa.bindparam("row_id"), TABLE.c.stage == sa.bindparam("old_stage"))
        .values({name: sa.bindparam(f"new_{name}", type_=TABLE.c[name].type) for name in names}),
        changes,
    )


def _change(row: dict[str, Any], verdict: Verdict) -> dict[str, Any] | None:
    if all(row[name] == getattr(verdict, name) for name in WRITES):
        return None
    moment = now()
    values = {f"new_{name}": getattr(verdict, name) for name in WRITES}
    stage_at = row["stage_at"] if row["stage"] == verdict.stage else moment
    return {
        "row_id": row["id"],
        "old_stage": row["stage"],
        "new_stage_at": stage_at,
        "new_updated_at": moment,
        **values,
    }
