"""What a person decides about a doubtful website: the queue, the evidence, the decision, and back."""

from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, NotFound
from webmagic.core.ledger import Job
from webmagic.hunter import review
from webmagic.hunter.verification.keeping import kept
from webmagic.hunter.verification.reading import Page, read
from webmagic.models import Activity, Business, GeneratedSite, ReviewItem, ReviewLabel, WebsiteEvidence

ANA, BOB = "ana@studio.example.com", "bob@studio.example.com"
PAGE = """<title>Tidewater Locks, Norfolk</title><h1>Tidewater Locks</h1>
<p>Call (757) 555-0186 or write to desk@tidewaterlocks.example.com. Not the Tidewater Lock & Key
of Harrow Bay, whose number is (503) 555-0117.</p><script>alert(1)</script>"""


async def add(session: AsyncSession, name: str = "Tidewater Lock & Key", **values: Any) -> Business:
    given = {
        "dedupe_key": f"np:{name}",
        "city": "Harrow Bay",
        "country": "US",
        "phone": "+15035550117",
        "email": "a@example.com",
        "rating": 4.8,
        "website_state": "needs_review",
        "score": 50,
        "provenance": {"website_state": "verification"},
    } | values
    business = Business(name=name, **given)
    session.add(business)
    await session.flush()
    return business


async def look(session: AsyncSession, business: Business, page: str = PAGE, **detail: Any) -> None:
    url = "https://tidewaterlocks.example.com/"
    found = {"outcome": "page", "fit": "unsure", "agrees": ["name"], "ended_at": url} | detail
    verdict = {"state": "needs_review", "reason": "tidewaterlocks.example.com bears its name; it may be "
               "its own.", "no_such": ["tidewaterlockandkey.example.com"]}  # fmt: skip
    assert business.id
    seen = kept(read(url, page))
    session.add_all(
        [
            WebsiteEvidence(business_id=business.id, kind="verdict", detail=verdict),
            WebsiteEvidence(
                business_id=business.id,
                kind="guessed",
                url=url,
                detail=found | {"page": seen},
            ),
            WebsiteEvidence(
                business_id=business.id,
                kind="guessed",
                url="https://tidewaterkey.example.net/",
                detail={"outcome": "parked"},
            ),
        ]
    )
    await session.flush()


def _id(business: Business) -> int:
    assert business.id
    return business.id


async def test_the_best_lead_waits_first_and_what_is_put_off_last(session):
    for name, score in (("Low", 20), ("High", 90), ("Middle", 50)):
        await add(session, name, score=score)
    await add(session, "Sure", website_state="confirmed_none")
    await add(session, "Gone", stage="opted_out")
    await add(session, "Closed", is_closed=True)
    names = lambda rows: [row.name for row in rows]  # noqa: E731
    waiting = await review.list_waiting(session)
    assert names(waiting) == ["High", "Middle", "Low"] and await review.count_waiting(session) == 3
    await review.put_off(session, waiting[0].id, ANA)
    assert names(await review.list_waiting(session)) == ["Middle", "Low", "High"]


async def test_two_people_never_get_the_same_one(session):
    first, second = await add(session, "A", score=90), await add(session, "B", score=80)
    assert await review.claim_next(session, ANA) == first.id
    assert await review.claim_next(session, BOB) == second.id
    assert await review.claim_next(session, ANA) == first.id  # still hers after a reload
    assert not await review.claim(session, _id(first), BOB)
    assert [row.is_taken for row in await review.list_waiting(session, BOB)] == [True, False]
    with pytest.raises(Conflict, match="ana@studio"):
        await review.decide(session, _id(first), "has_website", by=BOB)
    assert await review.claim_next(session, ANA, besides=_id(first)) == first.id  # there is no other
    await review.put_off(session, _id(first), ANA)
    assert await review.claim_next(session, BOB) == second.id


async def test_no_website_makes_a_lead_and_a_label_of_it(session):
    business = await add(session)
    await look(session, business)
    await review.claim(session, _id(business), ANA)
    label = await review.decide(session, _id(business), "confirmed_none", by=ANA)
    assert (business.website_state, business.stage, business.qualified) == (
        "confirmed_none",
        "qualified",
        True,
    )
    assert business.provenance["website_state"] == "admin"
    assert (label.machine_state, label.decision, label.by) == ("needs_review", "confirmed_none", ANA)
    assert (
        label.was_looked_up
        and label.machine_reason.endswith("its own.")
        and len(label.evidence_version) == 16
    )
    assert label.evidence[1]["agrees"] == ["name"] and label.seconds is not None
    assert not (await session.exec(select(ReviewItem))).all()
    assert (await session.exec(select(Activity.actor))).all() == [ANA]
    verdict = (await session.exec(select(WebsiteEvidence).where(WebsiteEvidence.kind == "verdict"))).one()
    assert verdict.detail["state"] == "confirmed_none"  # else it would be looked up again at once
    with pytest.raises(Conflict, match="decided already"):
        await review.decide(session, _id(business), "has_website", by=BOB)


async def test_a_website_takes_the_site_we_made_down_again(session):
    business = await add(session, stage="published")
    site = GeneratedSite(business_id=_id(business), subdomain="tide", status="published", current_version=1)
    session.add(site)
    await session.flush()
    await review.decide(session, _id(business), "has_website", by=ANA, url="tidewaterlocks.example.com/home")
    assert (business.stage, business.website) == ("rejected", "http://tidewaterlocks.example.com/home")
    jobs = (await session.exec(select(Job))).all()
    assert [(job.kind, job.arguments["site_id"]) for job in jobs] == [("generation.withdraw", site.id)]
    await review.undo(session, by=ANA)
    assert (business.stage, business.website_state, business.website) == ("published", "needs_review", "")
    assert business.provenance == {"website_state": "verification"}
    states = {job.kind: job.state for job in (await session.exec(select(Job))).all()}
    await session.refresh(jobs[0])
    assert jobs[0].state == "cancelled" and states["generation.publish"] == "waiting"


async def test_a_customer_keeps_what_was_bought_and_the_label_counts(session):
    business = await add(session, stage="sold", website_state="confirmed_none")
    assert await review.draw_audit(session, 1) == 1
    label = await review.decide(session, _id(business), "has_website", by=ANA)
    assert (business.stage, business.website_state) == ("sold", "confirmed_none")
    assert (label.origin, label.machine_state) == ("audit", "confirmed_none")
    assert not (await session.exec(select(Job))).all()


async def test_decisions_are_taken_back_the_last_one_first(session):
    first, second = await add(session, "A"), await add(session, "B")
    await review.decide(session, _id(first), "social_only", by=ANA)
    await review.decide(session, _id(second), "confirmed_none", by=ANA)
    assert [name for _, name in await review.list_decisions(session, ANA)] == ["B", "A"]
    assert (await review.undo(session, by=ANA)).business_id == second.id
    assert (second.website_state, second.stage, second.qualified) == ("needs_review", "found", False)
    assert (await review.undo(session, by=ANA)).business_id == first.id
    with pytest.raises(NotFound):
        await review.undo(session, by=ANA)
    with pytest.raises(NotFound):
        await review.undo(session, by=BOB)
    labels = (await session.exec(select(ReviewLabel))).all()
    assert len(labels) == 2 and all(label.undone_at for label in labels)
    assert await review.count_waiting(session) == 2


async def test_what_has_moved_on_is_not_taken_back(session):
    business = await add(session)
    await review.decide(session, _id(business), "confirmed_none", by=ANA)
    business.stage = "building"
    with pytest.raises(Conflict, match="moved on"):
        await review.undo(session, by=ANA)


@pytest.mark.parametrize(
    ("decision", "url"),
    [("maybe", ""), ("has_website", "https://facebook.com/tide"), ("has_website", "no idea")],
)
async def test_what_is_no_decision_changes_nothing(sqlite_db, decision, url):
    async with transaction() as session:
        business = await add(session)
    with pytest.raises(Invalid):
        async with transaction() as session:
            await review.decide(session, _id(business), decision, by=ANA, url=url)
    async with reading() as session:
        assert (await session.get_one(Business, business.id)).website_state == "needs_review"


async def test_an_audit_draws_only_what_no_person_has_said(session):
    for n in range(6):
        await add(session, f"Sure {n}", website_state="confirmed_none")
    await add(session, "By hand", website_state="confirmed_none", provenance={"website_state": "admin"})
    await add(session, "Other", website_state="has_website")
    assert await review.draw_audit(session, 4) == 4
    assert await review.draw_audit(session, 9) == 2
    assert await review.draw_audit(session, 1) == 0
    waiting = await review.list_waiting(session, limit=20)
    assert len(waiting) == 6 and all(row.is_audit and row.name.startswith("Sure") for row in waiting)
    await review.decide(session, waiting[0].id, "confirmed_none", by=ANA)
    assert await review.count_waiting(session) == 5
    await review.undo(session, by=ANA)
    assert await review.count_waiting(session) == 6
    for count, state in ((0, "confirmed_none"), (9999, "confirmed_none"), (1, "needs_review"), (1, "odd")):
        with pytest.raises(Invalid):
            await review.draw_audit(session, count, state)


async def test_the_evidence_stands_side_by_side(session):
    business = await add(session)
    await look(session, business)
    case = await review.compare(session, _id(business))
    assert case.reason.startswith("tidewaterlocks.example.com bears its name")
    (suspect,) = case.suspects
    assert (suspect.host, suspect.words, suspect.is_theirs) == (
        "tidewaterlocks.example.com", "Could be theirs", True)  # fmt: skip
    agrees = {trait.name: trait.agrees for trait in suspect.traits}
    assert agrees["Name"] and agrees["Phone"] and agrees["Mail"] is False and agrees["A real site"]
    assert [trait.name for trait in suspect.traits] == [fact.name for fact in case.facts]
    assert {piece.text for piece in suspect.text if piece.is_hit} == {
        "Tidewater Lock & Key", "Harrow Bay", "(503) 555-0117"}  # fmt: skip
    assert "alert" not in "".join(piece.text for piece in suspect.text)
    assert case.knocked == [
        ("tidewaterkey.example.net", "for sale or expired"),
        ("tidewaterlockandkey.example.com", "does not exist"),
    ]


async def test_a_business_without_any_evidence_can_be_compared_too(session):
    business = await add(session, phone="", email="", city="")
    case = await review.compare(session, _id(business))
    assert case.suspects == [] and case.knocked == [] and case.reason == ""
    with pytest.raises(NotFound):
        await review.compare(session, 4711)


def test_what_is_kept_of_a_page_fits_any_database():
    page = Page("http://x.example.com", title="a\x00b", text="half \ud83d of it " * 400, numbers=["1"] * 99)
    found = kept(page)
    assert found["title"] == "ab" and len(found["text"]) <= 1200 and found["numbers"] == ["1"]
    found["text"].encode()
    assert kept(None) == {}
