"""Counting visits without knowing visitors."""

from webmagic.hosting import is_bot, record_visits, see, visits
from webmagic.models import Business, GeneratedSite


async def add_site(session, subdomain: str) -> GeneratedSite:
    business = Business(dedupe_key=f"np:{subdomain}", name=subdomain)
    session.add(business)
    await session.flush()
    site = GeneratedSite(business_id=business.id, subdomain=subdomain)
    session.add(site)
    await session.flush()
    return site


async def test_views_are_written_in_one_go_and_unknown_sites_are_left_out(session):
    site = await add_site(session, "bakery")
    seen = [await see(name, ip="203.0.113.7", user_agent="Firefox") for name in ("bakery", "bakery", "gone")]
    assert await record_visits(session, seen) == 2
    await session.refresh(site)
    assert site.visits == 2


async def test_nothing_to_write_is_no_work(session):
    assert await record_visits(session, []) == 0


async def test_a_visitor_is_the_same_today_and_a_stranger_elsewhere_or_tomorrow(home):
    visits._salts.clear()
    here = await see("bakery", ip="203.0.113.7", user_agent="Firefox")
    assert here.visitor == (await see("bakery", ip="203.0.113.7", user_agent="Firefox")).visitor
    assert here.visitor != (await see("florist", ip="203.0.113.7", user_agent="Firefox")).visitor
    visits._salts.clear()  # midnight
    assert here.visitor != (await see("bakery", ip="203.0.113.7", user_agent="Firefox")).visitor


async def test_processes_that_share_redis_share_the_days_salt(live_redis):
    visits._salts.clear()
    here = await see("bakery", ip="203.0.113.7", user_agent="Firefox")
    visits._salts.clear()  # as another process
    assert here.visitor == (await see("bakery", ip="203.0.113.7", user_agent="Firefox")).visitor


def test_programs_say_who_they_are():
    assert all(map(is_bot, ("", "Googlebot/2.1", "curl/8", "python-httpx/0.28", "HeadlessChrome/140")))
    assert not any(map(is_bot, ("Mozilla/5.0 (iPhone) Safari/605.1", "Mozilla/5.0 Firefox/140.0")))


async def test_a_broken_referrer_is_no_referrer(home):
    for referrer in ("http://[broken", "javascript:x", "\x00", "http://" + "a" * 5000):
        seen = await see("bakery", ip="", user_agent="Firefox", referrer=referrer)
        assert len(seen.referrer_host) <= 200
