"""A person's decision: the label, the business's state, and what follows, all or nothing. And back."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.core.clock import ahead, now
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.ledger import Job, JobState, enqueue
from webmagic.hunter.normal import websites
from webmagic.hunter.review.waiting import BY_HAND, CLAIM_MINUTES, claim, ensure_items
from webmagic.hunter.rules import load_rules
from webmagic.hunter.score import qualify
from webmagic.hunter.verification.checks import NOT_CHECKED, VERDICT, evidence_of
from webmagic.hunter.verification.consequences import OFF_LIMITS, apply
from webmagic.hunter.verification.judging import Judgement
from webmagic.models import (
    Business,
    GeneratedSite,
    Origin,
    ReviewItem,
    ReviewLabel,
    SiteStatus,
    WebsiteEvidence,
    WebsiteState,
)

DECISIONS = {
    WebsiteState.NONE: "no website",
    WebsiteState.HAS: "has a website",
    WebsiteState.SOCIAL: "only a social page",
}
REPLACED = ("website", "website_state", "provenance", "stage", "disqualified_reason")
KEPT_EVIDENCE = ("outcome", "fit", "agrees", "title", "ended_at", "state", "reason")


async def decide(
    session: AsyncSession, business_id: int, decision: str, *, by: str, url: str = ""
) -> ReviewLabel:
    """Raises Invalid for what is no decision, NotFound, or Conflict when somebody was first."""
    if decision not in DECISIONS:
        raise Invalid(f"A decision is one of: {', '.join(DECISIONS)}.")
    address = _address(decision, url)
    business = await session.get(Business, business_id, with_for_update=True)
    if business is None:
        raise NotFound(f"There is no business {business_id}.")
    item = (await session.exec(select(ReviewItem).where(ReviewItem.business_id == business_id))).first()
    drawn = item.audit_state if item else ""
    if not drawn and business.website_state != WebsiteState.REVIEW:
        raise Conflict(f"{business.name} was decided already.")
    if item and item.claimed_by not in ("", by) and item.claimed_until and item.claimed_until > now():
        raise Conflict(f"{item.claimed_by} is looking at {business.name} now.")
    evidence = await evidence_of(session, business_id)
    label = await _label(session, business, item, evidence)
    label.decision, label.url, label.by = decision, address, by
    await _settle(session, business, Judgement(WebsiteState(decision), "", address), evidence)
    label.before = {**label.before, "stage_after": business.stage}
    session.add(label)
    if item:
        await session.delete(item)
    words = f"{business.name}: a person decided, {DECISIONS[WebsiteState(decision)]}"
    await accounts.record(session, "business.reviewed", words, business_id, actor=by)
    await session.flush()
    return label


def _address(decision: str, url: str) -> str:
    if decision != WebsiteState.HAS or not url.strip():
        return ""
    found = websites.classify(url.strip(), column_exists=True)
    if found.state != WebsiteState.HAS:
        raise Invalid("This is not the address of a website of its own.")
    return found.url


async def _label(
    session: AsyncSession, business: Business, item: ReviewItem | None, evidence: list[WebsiteEvidence]
) -> ReviewLabel:
    """What stood there before the decision."""
    assert business.id
    verdict = next((row for row in evidence if row.kind == VERDICT), None)
    seen = [_seen(row) for row in evidence]
    drawn = item.audit_state if item else ""
    started = item.claimed_until if item else None
    seconds = CLAIM_MINUTES * 60 - (started - now()).total_seconds() if started else None
    online = select(GeneratedSite.id).where(
        GeneratedSite.business_id == business.id, GeneratedSite.status == SiteStatus.PUBLISHED
    )
    before: dict[str, Any] = {name: getattr(business, name) for name in REPLACED}
    return ReviewLabel(
        business_id=business.id,
        origin=Origin.AUDIT if drawn else Origin.QUEUE,
        decision="",
        machine_state=drawn or business.website_state,
        was_looked_up=verdict is not None,
        machine_reason=str((verdict or WebsiteEvidence(business_id=0, kind="")).detail.get("reason", "")),
        evidence_version=hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16],
        evidence=seen,
        before=before | {"online": list((await session.exec(online)).all())},
        by="",
        seconds=round(seconds, 1) if seconds is not None and 0 <= seconds <= CLAIM_MINUTES * 60 else None,
    )


def _seen(row: WebsiteEvidence) -> dict[str, Any]:
    return {"kind": row.kind, "url": row.url} | {k: row.detail[k] for k in KEPT_EVIDENCE if k in row.detail}


async def _settle(
    session: AsyncSession, business: Business, verdict: Judgement, evidence: list[WebsiteEvidence]
) -> None:
    """What follows is what follows from the machine's verdict too; only that it then stands."""
    if business.stage in OFF_LIMITS:
        return  # a customer keeps what was bought; the label counts all the same
    business.provenance = {k: v for k, v in business.provenance.items() if k != "website_state"}
    await apply(session, business, verdict)
    business.provenance = {**business.provenance, "website_state": BY_HAND, "website": BY_HAND}
    _note(evidence, str(verdict.state))


def _note(evidence: list[WebsiteEvidence], state: str) -> None:
    """The last enquiry is settled: it is not due again because the state differs from what it found."""
    for row in evidence:
        if row.kind in (VERDICT, NOT_CHECKED):
            row.detail = {**row.detail, "state": state}


async def undo(session: AsyncSession, *, by: str, label_id: int | None = None) -> ReviewLabel:
    """Take back one's last decision, or the one that is named. Raises NotFound when there is none,
    Conflict when the business has moved on since."""
    statement = select(ReviewLabel).where(ReviewLabel.by == by, col(ReviewLabel.undone_at).is_(None))
    if label_id is not None:
        statement = statement.where(ReviewLabel.id == label_id)
    label = (await session.exec(statement.order_by(col(ReviewLabel.id).desc()).limit(1))).first()
    if label is None:
        raise NotFound("There is nothing of yours to take back.")
    business = await session.get_one(Business, label.business_id, with_for_update=True)
    if business.stage not in (label.before["stage_after"], label.before["stage"]):
        raise Conflict(f"{business.name} has moved on since, so the decision stands.")
    if business.stage not in OFF_LIMITS or label.before["stage"] not in OFF_LIMITS:
        await _restore(session, business, label)
    label.undone_at = now()
    await ensure_items(session, [label.business_id])
    item = (await session.exec(select(ReviewItem).where(ReviewItem.business_id == label.business_id))).one()
    if label.origin == Origin.AUDIT:
        item.audit_state, item.drawn_at = label.machine_state, now()
    session.add_all([label, business, item])
    await session.flush()
    words = f"{business.name}: the decision was taken back"
    await accounts.record(session, "business.reviewed", words, label.business_id, actor=by)
    await claim(session, label.business_id, by)
    return label


async def _restore(session: AsyncSession, business: Business, label: ReviewLabel) -> None:
    if business.website_state != label.decision:
        raise Conflict(f"{business.name} was corrected since, so the decision stands.")
    for name in REPLACED:
        setattr(business, name, label.before[name])
    qualify(business, await load_rules(session))
    business.updated_at = business.stage_at = now()
    _note(await evidence_of(session, label.business_id), business.website_state)
    for site_id in label.before["online"]:
        await _put_back(session, site_id, label.business_id)


async def _put_back(session: AsyncSession, site_id: int, business_id: int) -> None:
    """Its withdrawal is called off, or undone by publishing it again."""
    await session.exec(
        sa.update(Job)
        .where(col(Job.dedupe_key) == f"withdraw:{site_id}", col(Job.state) == JobState.WAITING)
        .values(state=JobState.CANCELLED, finished_at=now())
    )
    await enqueue(
        session,
        "generation.publish",
        dedupe=f"publish:{site_id}",
        run_after=ahead(seconds=5),
        site_id=site_id,
        business_id=business_id,
    )


async def list_decisions(
    session: AsyncSession, by: str = "", limit: int = 5
) -> list[tuple[ReviewLabel, str]]:
    """The newest that stand, with the businesses' names; of one person when named."""
    statement = select(ReviewLabel, Business.name).join(Business, col(Business.id) == ReviewLabel.business_id)
    statement = statement.where(col(ReviewLabel.undone_at).is_(None))
    if by:
        statement = statement.where(ReviewLabel.by == by)
    found = await session.exec(statement.order_by(col(ReviewLabel.id).desc()).limit(limit))
    return list(found.all())
