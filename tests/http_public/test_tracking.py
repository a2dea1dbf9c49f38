"""The dot, the link and the landing page's word, over real HTTP."""

import asyncio
import json
import re

import httpx
import pytest
from sqlmodel import select

from tests.http_public.conftest import PHONE, Town
from tests.pitcher.shops import locksmith, on_the_road
from webmagic import pitcher
from webmagic.core.clock import ago
from webmagic.core.database import transaction
from webmagic.core.ledger import Job, Postponed
from webmagic.core.security import sign
from webmagic.core.settings import get_settings
from webmagic.http import tracking
from webmagic.http.sites import sites_app
from webmagic.models import Business, Message, MessageEvent, TrackingHit

MANNERS = {"accept-language": "en-US", "sec-fetch-mode": "navigate", "sec-fetch-user": "?1"}


async def everything(table) -> list:
    async with transaction() as session:
        return list((await session.exec(select(table).order_by(table.id))).all())


async def one_letter(town: Town, *, hours_ago: float = 1) -> Message:
    async with transaction() as session:
        await on_the_road(session, locksmith())
        await pitcher.create_due(session, pitcher.choose(get_settings()))
    await town.work()
    async with transaction() as session:
        message = (await session.exec(select(Message))).one()
        message.sent_at = ago(hours=hours_ago)
        session.add(message)
    return message


def dot(message: Message) -> str:
    return f"/t/o/{sign('open', str(message.id))}.gif"


def link(message: Message, target: str = "site") -> str:
    return f"/t/c/{sign('click', f'{message.id}-{target}')}"


async def settle(message_id: int = 0) -> None:
    """Judge as the job does."""
    if message_id:
        await pitcher.judge_hits(transaction, message_id)
        return
    async with transaction() as session:
        for hit in (await session.exec(select(TrackingHit))).all():
            hit.at = hit.at.replace(year=hit.at.year - 1)
            session.add(hit)
        message = (await session.exec(select(Message))).first()
        message.sent_at = message.sent_at.replace(year=message.sent_at.year - 1)
        session.add(message)
    await pitcher.judge_hits(transaction)


def site_browser(subdomain: str) -> httpx.AsyncClient:
    """Somebody on the published site."""

    async def app(scope, receive, send):
        scope.setdefault("state", {})["subdomain"] = subdomain
        await sites_app(scope, receive, send)

    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://x", headers={"user-agent": PHONE}
    )


async def test_a_hit_is_on_the_disk_before_it_is_answered_and_judged_afterwards(town):
    message = await one_letter(town)
    answer = await town.browser.get(dot(message))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/gif")
    (hit,) = await everything(TrackingHit)
    assert (hit.kind, hit.verdict, hit.address, hit.user_agent) == ("open", "", "127.0.0.1", PHONE)
    assert await everything(MessageEvent) == []
    await settle()
    (hit,), (event,) = await everything(TrackingHit), await everything(MessageEvent)
    assert (hit.verdict, hit.address) == ("person", "")
    assert (event.kind, event.is_machine, event.data["why"]) == ("open", False, "a reader's own mail program")


async def test_people_and_machines_are_both_told_people_first(town):
    message = await one_letter(town)
    await town.browser.get(dot(message), headers={"user-agent": "x (via ggpht.com GoogleImageProxy)"})
    await town.browser.get(dot(message))
    await town.browser.head(link(message))
    await town.browser.get(link(message), headers={"user-agent": "Barracuda Sentinel (EE)"})
    async with transaction() as session:
        for hit in (await session.exec(select(TrackingHit))).all():
            hit.at = ago(minutes=20)
            session.add(hit)
    await town.browser.get(link(message), headers=MANNERS)
    assert (await everything(Business))[0].stage == "pitched"
    await settle(message.id)
    (message,) = await everything(Message)
    assert (message.opens, message.clicks, message.machine_opens, message.machine_clicks) == (1, 1, 1, 2)
    assert (await everything(Business))[0].stage == "visited"
    async with transaction() as session:
        stats = await pitcher.stats(session)
        looks = await pitcher.looks_of_campaigns(session, [message.campaign_id])
    assert [stats[name] for name in ("opened", "clicked", "machine_opened", "machine_clicked")] == [
        1,
        1,
        1,
        1,
    ]
    assert looks[message.campaign_id] == pitcher.Looks(1, 1, 1, 2)


async def test_the_landing_page_tells_who_came_and_is_believed_at_once(town):
    message = await one_letter(town)
    answer = await town.browser.get(link(message))
    site, mark, token = answer.headers["location"].partition("/#wm=")
    assert site.startswith("http://shop-") and mark
    subdomain = re.match(r"http://([\w-]+)\.", site)[1]
    word = {"token": token, "how": "touch", "ms": 800, "touch": 5, "langs": 2, "zone": "America/Guatemala"}
    async with site_browser(subdomain) as browser:
        told = await browser.post("/_seen", content=json.dumps(word))
        assert told.status_code == 204 and "set-cookie" not in told.headers
    asked = [job.arguments for job in await everything(Job) if job.kind == "campaigns.judge"]
    assert asked == [{}, {"message_id": message.id}]
    await settle(message.id)
    click, seen = await everything(TrackingHit)
    assert (click.verdict, click.reason, seen.kind) == ("person", "a hand moved on the page", "seen")
    assert (await everything(Message))[0].clicks == 1


async def test_a_late_word_of_the_page_changes_what_its_click_was(village):
    message = await one_letter(village)
    answer = await village.browser.get(link(message))  # a browser without manners: nobody can say
    await settle(message.id)
    (event,) = await everything(MessageEvent)
    assert event.is_machine
    token = answer.headers["location"].partition("#wm=")[2]
    async with site_browser("shop-1") as browser:
        await browser.post("/_seen", content=json.dumps({"token": token, "how": "scroll", "touch": 5}))
    await settle(message.id)
    (event,) = await everything(MessageEvent)
    assert not event.is_machine
    (message,) = await everything(Message)
    assert (message.clicks, message.machine_clicks) == (1, 0)


@pytest.mark.parametrize(
    "word",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b'{"token": 5}',
        b'{"token": "1-aaaaaaaaaaaaaaaaaaaa.x"}',
        b"[" * 3000,
        b"\xff\xfe",
    ],
)
async def test_a_strangers_word_is_thrown_away(village, word):
    await one_letter(village)
    async with site_browser("shop-1") as browser:
        answer = await browser.post("/_seen", content=word)
    assert answer.status_code in (204, 413)
    assert await everything(TrackingHit) == []


async def test_only_known_words_of_the_page_are_kept(village):
    message = await one_letter(village)
    answer = await village.browser.get(link(message))
    token = answer.headers["location"].partition("#wm=")[2]
    word = {
        "token": token,
        "how": "x" * 500,
        "ms": 10**30,
        "driver": "no",
        "evil": {"a": 1},
        "touch": True,
        "zone": "a\x00b",
    }
    async with site_browser("shop-1") as browser:
        await browser.post("/_seen", content=json.dumps(word))
    kept = (await everything(TrackingHit))[1].evidence
    assert kept == {"how": "x" * 40, "ms": 10**8, "zone": "ab"}


@pytest.mark.parametrize(
    "subject", ["1-//evil.example", "1-", "1", "99999-site", "1-https:evil", "1-site\r\nX: y"]
)
async def test_a_signed_link_names_only_known_targets(village, subject):
    await one_letter(village)
    answer = await village.browser.get(f"/t/c/{sign('click', subject)}".replace("\r\n", "%0d%0a"))
    assert answer.status_code == 404
    assert await everything(TrackingHit) == []


@pytest.mark.parametrize(
    "token", ["x", "1.", "1-site.", "1-https://evil.example.AAAA", "9" * 3000, "%D9%A3-site.AAAA"]
)
async def test_a_forged_link_leads_nowhere(village, token):
    for path in (f"/t/c/{token}", f"/t/o/{token}.gif"):
        assert (await village.browser.get(path)).status_code == 404
    assert (await village.browser.post(f"/t/c/{token}")).status_code == 405


async def test_a_crowd_costs_few_commits_and_nobody_waits_in_vain(town, monkeypatch):
    message = await one_letter(town)
    commits, keep = [], pitcher.keep_hits

    async def counted(session, hits):
        commits.append(len(hits))
        return await keep(session, hits)

    monkeypatch.setattr(pitcher, "keep_hits", counted)
    answers = await asyncio.gather(*(town.browser.get(dot(message)) for _ in range(200)))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(commits) == len(await everything(TrackingHit)) == 200
    assert len(commits) < 40


async def test_a_letter_that_is_gone_takes_no_other_hit_with_it(town):
    message = await one_letter(town)
    gone = f"/t/o/{sign('open', '987654')}.gif"
    answers = await asyncio.gather(*(town.browser.get(path) for path in (dot(message), gone, dot(message))))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(await everything(TrackingHit)) == 2


async def test_a_database_that_is_away_says_busy_for_the_dot_and_still_sends_the_reader_on(
    village, monkeypatch
):
    message = await one_letter(village)

    async def fail(session, hits):
        raise OSError("the disk is gone")

    monkeypatch.setattr(pitcher, "keep_hits", fail)
    busy = await village.browser.get(dot(message))
    sent_on = await village.browser.get(link(message))
    assert (busy.status_code, busy.headers["retry-after"], sent_on.status_code) == (503, "5", 302)
    monkeypatch.undo()
    assert (await village.browser.get(dot(message))).status_code == 200


async def test_young_hits_wait_for_their_neighbours(village):
    message = await one_letter(village)
    await village.browser.get(dot(message))
    with pytest.raises(Postponed):
        await pitcher.judge_hits(transaction)
    assert (await everything(TrackingHit))[0].verdict == ""


async def test_the_unsubscribe_page_opened_by_a_scanner_tells_on_its_clicks(village):
    message = await one_letter(village)
    await village.browser.get(link(message), headers=MANNERS)
    await village.browser.get(f"/u/{sign('unsubscribe', str(message.id))}")
    await settle(message.id)
    click, look = await everything(TrackingHit)
    assert (click.verdict, click.reason, look.kind) == ("machine", "several links in the same breath", "look")
    assert (await everything(Business))[0].do_not_contact is False


def test_the_tracking_app_stands_before_everything_else():
    app = tracking.TrackingFirst(None)
    assert app.app is None
