"""The five parts of the score, what keeps a business from qualifying, and changed rules."""

import pytest
from sqlmodel import select

from tests.hunter import rows
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, NotFound
from webmagic.core.ledger import Job
from webmagic.hunter import (
    Rules,
    apply_rules,
    assess,
    list_versions,
    load_rules,
    qualify,
    requirements,
    rescore_all,
    rescore_in_batches,
    rules_of_version,
    save_rules,
    try_rules,
    what_if,
)
from webmagic.models import Business, Setting

LEAD = {
    "website_state": "confirmed_none",
    "email": "a@x.example.com",
    "phone": "+19375550142",
    "rating": 4.5,
    "review_count": 100,
    "is_chain": False,
    "is_closed": False,
    "do_not_contact": False,
    "trade": "plumber",
    "stage": "found",
}


def test_a_perfect_lead_earns_every_point():
    verdict = assess(LEAD, Rules())
    assert [part["points"] for part in verdict.score_reasons] == [30, 25, 20, 15, 10]
    assert (verdict.score, verdict.qualified, verdict.stage) == (100, True, "qualified")


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"website_state": "has_website"}, 30),
        ({"website_state": "unknown"}, 30),
        ({"email": ""}, 25),
        ({"rating": 4.49}, 20),
        ({"rating": None}, 20),
        ({"review_count": 99}, 15),
        ({"review_count": None}, 15),
        ({"is_chain": True}, 10),
    ],
)
def test_each_part_that_is_not_earned_says_why(change, lost):
    verdict = assess(LEAD | change, Rules())
    assert verdict.score == 100 - lost
    (part,) = [part for part in verdict.score_reasons if part["points"] == 0]
    assert part["of"] == lost and part["detail"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_closed": True}, "Closed, by its listing"),
        ({"is_chain": True}, "Part of a chain"),
        ({"do_not_contact": True}, "Asked not to be contacted"),
        ({"website_state": "has_website"}, "It has a website of its own"),
        ({"website_state": "social_only"}, "It has only a social or directory page"),
        ({"website_state": "unknown"}, "The source says nothing about websites"),
        ({"website_state": "needs_review"}, "Its website needs a look by a person"),
        ({"email": "", "rating": 3}, "Score 55, below 60"),
        ({"stage": "rejected", "disqualified_reason": "By hand"}, "By hand"),
    ],
)
def test_what_keeps_a_lead_from_qualifying(change, reason):
    verdict = assess(LEAD | change, Rules())
    assert (verdict.qualified, verdict.disqualified_reason) == (False, reason)
    assert verdict.stage == change.get("stage", "found")


def test_by_default_a_mail_address_or_a_good_rating_is_enough():
    assert assess(LEAD | {"rating": None, "review_count": None}, Rules()).qualified
    assert assess(LEAD | {"email": "", "review_count": 3}, Rules()).qualified


def test_requirements_can_be_set():
    assert (
        assess(LEAD | {"email": ""}, Rules(require_email=True)).disqualified_reason
        == "No e-mail address found"
    )
    assert not assess(LEAD, Rules(minimum_rating=4.8)).qualified
    assert not assess(LEAD, Rules(trades=("bakery",))).qualified
    assert not assess(LEAD, Rules(excluded_trades=("plumber",))).qualified
    assert assess(LEAD | {"country": "US"}, Rules(countries=("us", "MX"))).qualified
    assert not assess(LEAD | {"country": "GT"}, Rules(countries=("US",))).qualified
    assert assess(LEAD | {"website_state": "social_only"}, Rules(accept_social_only=True)).score == 100


def test_the_stage_moves_only_between_found_and_qualified():
    business = Business(name="A", dedupe_key="a", **{k: v for k, v in LEAD.items() if k != "stage"})
    assert qualify(business, Rules()) and business.stage == "qualified"
    assert not qualify(business, Rules())
    business.is_closed, business.stage = True, "published"
    qualify(business, Rules())
    assert (business.stage, business.qualified) == ("published", False)


async def test_rules_are_kept_and_wrong_ones_named(session):
    assert await load_rules(session) == Rules()
    await save_rules(session, {"minimum_score": 80, "trades": ["bakery"]})
    assert (await load_rules(session)).minimum_score == 80
    for changes, words in (({"minimum_score": 101}, "minimum_score"), ({"colour": "red"}, "colour")):
        with pytest.raises(Invalid, match=words):
            await save_rules(session, changes)


async def test_a_spoilt_setting_costs_only_its_own_value(session):
    session.add(Setting(key="qualify", value={"minimum_score": "lots", "require_email": True, "gone": 1}))
    await session.flush()
    assert await load_rules(session) == Rules(require_email=True)


async def test_changed_rules_are_foretold_and_then_applied(db, take_in):
    made = [rows.nth(n, email_1="" if n % 2 else f"a{n}@x.example.com") for n in range(10)]
    await take_in(made)
    strict = Rules(require_email=True)
    async with reading() as session:
        assert await what_if(session, strict) == {"now": 10, "then": 5, "added": 0, "dropped": 5}
    async with transaction() as session:
        await save_rules(session, {"require_email": True})
        assert await rescore_all(session) == {"seen": 10, "changed": 5, "qualified": 5}
        assert (await rescore_all(session))["changed"] == 0
    async with reading() as session:
        assert (await what_if(session, Rules()))["added"] == 5


async def test_every_change_of_the_rules_is_a_version_with_who_and_what(session):
    await save_rules(session, {"minimum_score": 80}, by="ana@example.com")
    await save_rules(session, {"minimum_score": 80}, by="bob@example.com")  # nothing changed
    await save_rules(session, {"countries": ["us"], "require_email": True}, by="bob@example.com")
    versions = await list_versions(session)
    assert [(v.number, v.by, v.changes) for v in versions] == [
        (3, "bob@example.com", ["require email no → yes", "countries all → US"]),
        (2, "ana@example.com", ["minimum score 60 → 80"]),
        (1, "", []),
    ]
    assert await rules_of_version(session, 1) == Rules()
    assert (await rules_of_version(session, 2)).minimum_score == 80
    with pytest.raises(NotFound):
        await rules_of_version(session, 9)


async def test_what_would_change_is_shown_by_its_best_examples(db, take_in):
    await take_in([rows.nth(n, email_1="" if n % 2 else f"a{n}@x.example.com") for n in range(30)])
    async with reading() as session:
        found = await try_rules(session, Rules(require_email=True))
        assert (found.now, found.then, found.added, found.dropped) == (30, 15, 0, 15)
        assert len(found.would_drop) == 10 and not found.would_add
        assert {one.why for one in found.would_drop} == {"No e-mail address found"}
        scores = [one.score_then for one in found.would_drop]
        assert scores == sorted(scores, reverse=True) and all(one.name for one in found.would_drop)


async def test_a_few_are_judged_anew_at_once_and_many_by_a_job(db, take_in, monkeypatch):
    await take_in([rows.nth(n, email_1="" if n % 2 else f"a{n}@x.example.com") for n in range(10)])
    async with transaction() as session:
        applied = await apply_rules(session, {"require_email": True}, "ana@example.com")
        assert applied.counts == {"seen": 10, "changed": 5, "qualified": 5} and applied.number == 2
    monkeypatch.setattr(requirements, "AT_ONCE", 9)
    async with transaction() as session:
        applied = await apply_rules(session, {"require_email": False}, "ana@example.com")
        assert applied.counts is None
        assert (await session.exec(select(Job.kind))).all() == ["scraping.rescore"]
    assert await rescore_in_batches(transaction) == {"seen": 10, "changed": 5, "qualified": 10}


def test_a_stale_business_says_since_when_and_the_rule_decides():
    stale = LEAD | {"last_sign_on": "2019-02-01"}
    verdict = assess(stale, Rules())
    assert (verdict.qualified, verdict.disqualified_reason) == (False, "No sign of life since 2019-02-01")
    assert assess(stale, Rules(stale_after_months=0)).qualified
    assert assess(LEAD | {"last_sign_on": ""}, Rules()).qualified


def test_closed_for_the_time_being_is_its_own_reason_and_may_be_accepted():
    closed = LEAD | {"is_closed": True, "closure": "temporarily"}
    assert assess(closed, Rules()).disqualified_reason == "Closed for the time being, by its listing"
    assert assess(closed, Rules(accept_temporarily_closed=True)).qualified
    for_good = LEAD | {"is_closed": True, "closure": "permanently"}
    assert not assess(for_good, Rules(accept_temporarily_closed=True)).qualified
