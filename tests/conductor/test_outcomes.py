"""What became of leads, by score; and what may be learnt from it."""

from webmagic.conductor import outcomes
from webmagic.conductor.outcomes import NEEDED_CLAIMS, NEEDED_MAILED, PartOutcome, _suggest
from webmagic.core.clock import ago
from webmagic.core.intervals import Share
from webmagic.models import Business, Checkout, Customer, GeneratedSite, Message, Payment, SiteVisit


async def lead(session, n, *, score, mailed=True, visit=None, claim=False, paid=False):
    business = Business(
        name=f"L{n}", dedupe_key=f"{n}", score=score, stage="pitched", website_state="confirmed_none",
        email="a@example.com", rating=4.9 if score > 80 else 3.0,
    )  # fmt: skip
    session.add(business)
    await session.flush()
    site = GeneratedSite(business_id=business.id, subdomain=f"s{n}", status="published")
    session.add(site)
    await session.flush()
    sent = {"to_email": "a@example.com", "subject": "s", "state": "sent", "sent_at": ago(days=5)}
    money = {"provider": "simulator", "amount_cents": 1, "currency": "USD"}
    if mailed:
        session.add(Message(business_id=business.id, **sent))
    if visit:
        session.add(SiteVisit(site_id=site.id, visitor="v", **visit))
    if claim:
        session.add(Checkout(business_id=business.id, kind="setup", **money))
    if paid:
        customer = Customer(business_id=business.id, provider="simulator", provider_id=f"c{n}")
        session.add(customer)
        await session.flush()
        session.add(Payment(customer_id=customer.id, provider_id=f"p{n}", state="succeeded", **money))
    await session.flush()


async def test_each_band_of_the_score_tells_how_far_its_leads_went(session):
    person = {"at": ago(days=1)}
    await lead(session, 1, score=100, visit=person, claim=True, paid=True)
    await lead(session, 2, score=95, visit=person)
    await lead(session, 3, score=91, visit=person | {"is_bot": True})
    await lead(session, 4, score=90, visit={"at": ago(days=9)})  # before the mail: not by it
    await lead(session, 5, score=99, mailed=False)
    await lead(session, 6, score=60, claim=True)
    found = await outcomes(session)
    top, sixty = found.bands[9], found.bands[6]
    assert (top.low, top.high, top.leads, top.mailed) == (90, 100, 5, 4)
    assert (top.visited.hits, top.claimed.hits, top.paid.hits) == (2, 1, 1)
    assert (sixty.mailed, sixty.claimed.hits, sixty.paid.hits) == (1, 1, 0)
    rating = next(part for part in found.parts if part.name == "rating_points")
    assert (rating.with_it, rating.without) == (Share(1, 4), Share(1, 1))
    assert (found.mailed, found.claimed, found.suggested) == (5, 2, None)
    assert found.why == "Not enough outcomes yet (5 of 300 mailed, 2 of 30 claimed)."


async def test_nothing_yet_is_ten_empty_bands(session):
    found = await outcomes(session)
    assert len(found.bands) == 10 and found.mailed == 0 and found.bands[0].claimed.value is None


def part(name, points, with_it, without):
    return PartOutcome(name, points, Share(*with_it), Share(*without))


def test_points_follow_what_tells_buyers_apart():
    parts = [
        part("no_website_points", 30, (60, 600), (0, 0)),
        part("rating_points", 20, (50, 300), (10, 300)),
        part("reviews_points", 15, (32, 300), (28, 300)),
    ]
    points, why = _suggest(parts, NEEDED_MAILED, NEEDED_CLAIMS)
    assert points["no_website_points"] == 30 and sum(points.values()) == 65
    assert points["rating_points"] > 25 > points["reviews_points"]
    assert "1 parts keep" in why


def test_parts_that_tell_nothing_suggest_nothing():
    parts = [part("rating_points", 20, (10, 300), (20, 300)), part("reviews_points", 15, (5, 300), (25, 300))]
    points, why = _suggest(parts, NEEDED_MAILED, NEEDED_CLAIMS)
    assert points is None and "nothing to suggest" in why
