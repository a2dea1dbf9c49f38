"""What labels say about the machine, and what they do not."""

import pytest

from webmagic.core.intervals import Share
from webmagic.hunter import review
from webmagic.models import Business, ReviewLabel


async def seed(session, states, labels):
    """`states`: how many businesses the machine put where. `labels`: (origin, said, decided, how many),
    each of another business of that state."""
    free = {}
    for state, number in states.items():
        names = [f"{state} {n}" for n in range(number)]
        free[state] = [Business(name=name, dedupe_key=name, website_state=state) for name in names]
        session.add_all(free[state])
    await session.flush()
    for origin, said, decided, number in labels:
        for _ in range(number):
            business = free[said].pop()
            business.website_state, business.provenance = decided, {"website_state": "admin"}
            told = {"origin": origin, "machine_state": said, "decision": decided, "by": "ana"}
            session.add(ReviewLabel(business_id=business.id, was_looked_up=True, **told))
    await session.flush()


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 0, 0, 1),
        (0, 10, 0, 0.2775),
        (10, 10, 0.7225, 1),
        (49, 50, 0.8951, 0.9965),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_wilson_intervals_are_those_of_the_books(hits, of, low, high):
    share = Share(hits, of)
    assert (share.low, share.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


async def test_precision_comes_from_the_audit_alone(session):
    labels = [
        ("audit", "confirmed_none", "confirmed_none", 19),
        ("audit", "confirmed_none", "has_website", 1),
        ("queue", "needs_review", "has_website", 8),
        ("queue", "needs_review", "confirmed_none", 2),
    ]
    await seed(session, {"confirmed_none": 100, "needs_review": 20}, labels)
    found = await review.measure(session)
    assert (found.precision.hits, found.precision.of) == (19, 20)
    assert found.queue == {"has_website": 8, "confirmed_none": 2}
    assert found.by_basis["looked_up"].of == 20 and found.by_basis["listing_only"].of == 0
    assert "drawn by chance" in found.notes()[0]


async def test_recall_weighs_each_verdict_by_its_size(session):
    labels = [
        ("audit", "confirmed_none", "confirmed_none", 10),
        ("audit", "has_website", "has_website", 9),
        ("audit", "has_website", "confirmed_none", 1),
        ("queue", "needs_review", "confirmed_none", 5),
        ("queue", "needs_review", "has_website", 5),
    ]
    await seed(session, {"confirmed_none": 100, "has_website": 200, "needs_review": 40}, labels)
    found = await review.measure(session)
    assert found.sizes["has_website"] == 200 and found.sizes["needs_review"] == 40
    assert found.recall.value == pytest.approx(100 / (100 + 200 * 0.1 + 40 * 0.5))
    assert found.recall.low < found.recall.value < found.recall.high
    assert found.unmeasured == []


async def test_a_verdict_nobody_looked_at_leaves_only_bounds(session):
    labels = [("audit", "confirmed_none", "confirmed_none", 10)]
    await seed(session, {"confirmed_none": 10, "has_website": 30}, labels)
    found = await review.measure(session)
    assert found.recall.value is None and found.unmeasured == ["has_website"]
    assert (found.recall.low, found.recall.high) == (0.25, 1.0)
    assert any("only bounds" in note for note in found.notes())


async def test_nothing_decided_is_no_figure(session):
    found = await review.measure(session)
    assert found.precision.value is None and found.recall.value is None
    assert found.document()["precision"] == {"hits": 0, "of": 0, "value": None, "low": 0.0, "high": 1.0}


async def test_what_was_taken_back_does_not_count(session):
    await seed(session, {"needs_review": 2}, [])
    first = (await review.list_waiting(session))[0]
    await review.decide(session, first.id, "confirmed_none", by="ana")
    assert (await review.measure(session)).queue == {"confirmed_none": 1}
    await review.undo(session, by="ana")
    assert (await review.measure(session)).queue == {}
