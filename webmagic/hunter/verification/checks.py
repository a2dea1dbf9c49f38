"""The database's side of verification: whom to check, what is kept, and what follows."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ahead, now
from webmagic.core.errors import NotFound, VendorError
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings
from webmagic.hunter.listings import Transaction
from webmagic.hunter.normal import phones
from webmagic.hunter.rules import load_rules
from webmagic.hunter.score import qualify
from webmagic.hunter.verification.candidates import strings
from webmagic.hunter.verification.consequences import OFF_LIMITS, apply
from webmagic.hunter.verification.investigating import Memory, Web, investigate
from webmagic.hunter.verification.judging import RETRY_DAYS, Finding, Judgement
from webmagic.hunter.verification.keeping import kept
from webmagic.hunter.verification.mailing import kept as kept_mails
from webmagic.hunter.verification.mailing import mails_of, take_best
from webmagic.hunter.verification.probing import Outcome
from webmagic.hunter.verification.searching import choose_searcher
from webmagic.hunter.verification.subject import Subject
from webmagic.models import Business, Domain, Listing, WebsiteEvidence, WebsiteState

VERDICT, NOT_CHECKED = "verdict", "not_checked"
INVENTED = "sample"
# When a verdict is looked at anew; those not named wait for a person, or stand.
AGAIN = {WebsiteState.NONE: 30, WebsiteState.SOCIAL: 90}
UNCHECKED_HOURS = 6
AT_ONCE = 6


@dataclass(frozen=True)
class VerifyReport:
    """`state` is where the business stands now; `checked` whether anybody could look."""

    business: int
    state: str
    reason: str
    checked: bool
    url: str = ""


@dataclass
class _Case:
    """Everything about one business that the enquiry needs, read at once."""

    subject: Subject
    raws: list[dict[str, Any]]
    memory: Memory
    our_hosts: frozenset[str]
    is_invented: bool = False
    before: WebsiteState = WebsiteState.UNKNOWN
    findings: list[Finding] = field(default_factory=list)


async def verify(
    transaction: Transaction, business_id: int, *, web: Web | None = None, is_forced: bool = False
) -> VerifyReport:
    """Look for the business's own website and keep what was found. No transaction is open meanwhile.
    `is_forced` asks dead addresses again. Raises NotFound; VendorError when VERIFY_WEBSITES is on
    and no network answers."""
    mode = get_settings().verify_websites
    async with transaction() as session:
        case = await _load(session, business_id, is_forced)
    if mode == "off":
        return VerifyReport(business_id, case.before, "VERIFY_WEBSITES is off", False)
    if case.is_invented:
        return await _leave(transaction, business_id, case, "an invented business of the sample", None)
    used = web or Web(searcher=choose_searcher(get_settings()))
    try:
        if not await used.names.is_connected():
            if mode == "on":
                raise VendorError("No name server answers, so websites cannot be verified.")
            return await _leave(transaction, business_id, case, "no network", ahead(hours=UNCHECKED_HOURS))
        verdict, case.findings = await investigate(
            case.subject, case.raws, used.prober(case.our_hosts), case.memory, used.searcher
        )
    finally:
        if web is None:
            await used.aclose()
    async with transaction() as session:
        state = await _keep(session, business_id, case, verdict)
    return VerifyReport(business_id, state, verdict.reason, True, verdict.url)


async def _load(session: AsyncSession, business_id: int, is_forced: bool) -> _Case:
    business = await session.get(Business, business_id)
    if business is None:
        raise NotFound(f"There is no business {business_id}.")
    listings = (await session.exec(select(Listing).where(Listing.business_id == business_id).limit(50))).all()
    raws = [listing.raw for listing in listings]
    old = await evidence_of(session, business_id)
    hosts = set((await session.exec(select(Domain.host))).all())
    settings = get_settings()
    hosts |= {settings.sites_domain.partition(":")[0], urlsplit(settings.public_url).hostname or ""}
    return _Case(
        subject=Subject.of(business, _numbers(raws, business.country)),
        raws=raws,
        memory=Memory() if is_forced else _memory(old),
        our_hosts=frozenset(hosts - {""}),
        is_invented=bool(listings) and all(listing.source == INVENTED for listing in listings),
        before=WebsiteState(business.website_state),
    )


def _numbers(raws: list[dict[str, Any]], country: str) -> frozenset[str]:
    """Telephone numbers of its listings beside the main one."""
    given = [text for raw in raws for key, text in strings(raw) if "phone" in key.lower() and len(text) < 40]
    return frozenset(found.e164 for text in given[:30] if (found := phones.parse(text, country)))


def _memory(rows: list[WebsiteEvidence]) -> Memory:
    silent = [row for row in rows if row.detail.get("outcome") == Outcome.NO_ANSWER]
    resting = {row.url for row in silent if row.next_at is None or row.next_at > now()}
    return Memory({row.url: int(row.detail.get("tries", 0)) for row in silent}, frozenset(resting))


async def evidence_of(session: AsyncSession, business_id: int) -> list[WebsiteEvidence]:
    """What the last enquiry found, the verdict first."""
    query = select(WebsiteEvidence).where(WebsiteEvidence.business_id == business_id)
    rows = (await session.exec(query.order_by(col(WebsiteEvidence.id)))).all()
    return sorted(rows, key=lambda row: row.kind not in (VERDICT, NOT_CHECKED))


async def _leave(
    transaction: Transaction, business_id: int, case: _Case, why: str, again: dt.datetime | None
) -> VerifyReport:
    """Nobody could look: the state stays what the listing says, and older evidence stays too."""
    reason = f"not checked: {why}"
    async with transaction() as session:
        await session.exec(
            sa.delete(WebsiteEvidence).where(
                col(WebsiteEvidence.business_id) == business_id, col(WebsiteEvidence.kind) == NOT_CHECKED
            )
        )
        detail = {"state": case.before, "reason": reason}
        session.add(WebsiteEvidence(business_id=business_id, kind=NOT_CHECKED, detail=detail, next_at=again))
    return VerifyReport(business_id, case.before, reason, False)


async def _keep(session: AsyncSession, business_id: int, case: _Case, verdict: Judgement) -> str:
    """Store the evidence and change the business by it. Returns its state."""
    business = await session.get(Business, business_id)
    if business is None:
        return str(verdict.state)
    await session.exec(sa.delete(WebsiteEvidence).where(col(WebsiteEvidence.business_id) == business_id))
    rows = [_row(business_id, finding, case) for finding in case.findings]
    retries = [row.next_at for row in rows if row.next_at]
    again = ahead(days=AGAIN[verdict.state]) if verdict.state in AGAIN else None
    if verdict.state in (WebsiteState.UNREACHABLE, WebsiteState.REVIEW):
        again = min(retries, default=None)
    mails = mails_of(business, case.raws, verdict.mails)
    if take_best(business, mails) and business.stage not in OFF_LIMITS:
        qualify(business, await load_rules(session))
        session.add(business)
    await apply(session, business, verdict)
    detail = {
        "mails": kept_mails(mails),
        "state": business.website_state,
        "found": verdict.state,
        "reason": verdict.reason,
        "before": case.before,
        "no_such": list(verdict.no_such),
    }
    session.add(
        WebsiteEvidence(business_id=business_id, kind=VERDICT, url=verdict.url, detail=detail, next_at=again)
    )
    session.add_all(rows)
    return business.website_state


def _row(business_id: int, finding: Finding, case: _Case) -> WebsiteEvidence:
    probe = finding.probe
    next_at = None
    if probe.outcome == Outcome.NO_ANSWER and 0 < finding.tries <= len(RETRY_DAYS):
        next_at = ahead(days=RETRY_DAYS[finding.tries - 1])
    detail = {
        "outcome": probe.outcome,
        "note": finding.candidate.note[:200],
        "ended_at": probe.url[:500],
        "status": probe.status,
        "detail": probe.detail[:300],
        "addresses": list(probe.addresses),
        "title": (probe.page.title if probe.page else "")[:200].replace("\x00", ""),
        "fit": finding.match.fit if probe.page else "",
        "agrees": [text[:120] for text in finding.match.said],
        "tries": finding.tries,
        "is_portal": finding.is_portal,
        "page": kept(probe.page),
    }
    return WebsiteEvidence(
        business_id=business_id,
        kind=finding.candidate.kind,
        url=finding.candidate.url,
        detail=detail,
        next_at=next_at,
    )


def _due() -> sa.Select[Any]:
    """Ids of businesses never checked, due again, or changed by a listing since; leads first."""
    latest = (
        sa.select(
            col(WebsiteEvidence.business_id).label("business_id"),
            sa.func.max(col(WebsiteEvidence.next_at)).label("next_at"),
            sa.func.max(WebsiteEvidence.detail["state"].as_string()).label("state"),  # type: ignore[index]
        )
        .where(col(WebsiteEvidence.kind).in_((VERDICT, NOT_CHECKED)))
        .group_by(col(WebsiteEvidence.business_id))
        .subquery()
    )
    is_due = sa.or_(
        latest.c.business_id.is_(None),
        latest.c.next_at <= now(),
        latest.c.state != col(Business.website_state),
    )
    order = sa.case(
        {"confirmed_none": 0, "unknown": 3, "has_website": 4}, value=Business.website_state, else_=1
    )
    return (
        sa.select(col(Business.id))
        .outerjoin(latest, latest.c.business_id == col(Business.id))
        .where(is_due, col(Business.stage).not_in(OFF_LIMITS), col(Business.is_closed).is_(False))
        .order_by(col(Business.qualified).desc(), order, col(Business.score).desc(), col(Business.id))
    )


async def list_due(session: AsyncSession, limit: int) -> list[int]:
    found = await (await session.connection()).execute(_due().limit(limit))
    return list(found.scalars().all())


async def verify_due(session: AsyncSession, limit: int) -> int:
    """Ask for the checks that are due. Returns how many were asked for."""
    if get_settings().verify_websites == "off":
        return 0
    asked = 0
    for business_id in await list_due(session, limit):
        asked += await enqueue(
            session, "scraping.verify", dedupe=f"verify:{business_id}", priority=60, business_id=business_id
        )
    return asked


async def verify_all(
    transaction: Transaction,
    *,
    limit: int = 100_000,
    web: Web | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[VerifyReport]:
    """Check everything that is due, here and now, some at a time. One failure does not stop the rest."""
    async with transaction() as session:
        ids = await list_due(session, limit)
    used, done = web or Web(searcher=choose_searcher(get_settings())), 0
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(business_id: int) -> VerifyReport:
        nonlocal done
        async with slots:
            try:
                report = await verify(transaction, business_id, web=used)
            except NotFound as error:
                report = VerifyReport(business_id, "", str(error), False)
        done += 1
        if on_progress:
            on_progress(done, len(ids))
        return report

    try:
        return list(await asyncio.gather(*(one(business_id) for business_id in ids)))
    finally:
        if web is None:
            await used.aclose()
