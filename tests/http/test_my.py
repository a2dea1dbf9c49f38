"""The owner's portal: who gets in, what is whose, and what a form can and cannot do."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlmodel import select

from tests.http.conftest import browser
from tests.support.people import ALICE, BOB, CHARLIE, Street, sign_in, street
from webmagic import hosting, support
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job
from webmagic.core.settings import get_settings
from webmagic.http import my
from webmagic.models import Business, Domain, GeneratedSite, Message, OwnerSession, SiteVersion
from workers.campaigns import sign_in as sign_in_job

OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
async def shops(app) -> Street:
    return await street(is_built=True)


async def everything(table) -> list:
    async with reading() as session:
        return list((await session.exec(select(table).order_by(table.id))).all())


async def signed_in(app, email: str) -> httpx.AsyncClient:
    client = browser(app)
    client.cookies.set("webmagic-owner", await sign_in(email), domain="localhost.local")
    return client


@pytest.fixture
async def alice(app, shops) -> AsyncIterator[httpx.AsyncClient]:
    async with await signed_in(app, ALICE) as client:
        yield client


async def _work_sign_in() -> None:
    for job in await everything(Job):
        if job.kind == "campaigns.sign_in":
            await sign_in_job(job, **job.arguments)


async def test_from_the_address_to_the_desk(client, shops):
    door = await client.get("/my", headers={"accept-language": "es-GT,es;q=0.9"})
    assert door.status_code == 200 and "El escritorio de su página" in door.text
    sent = await client.post("/my/sign-in", data={"email": f" {BOB.upper()} "}, headers=OURS)
    assert sent.status_code == 200 and "15 minutes" in sent.text
    await _work_sign_in()
    (mail,) = await everything(Message)
    link = re.search(r"http://localhost:3000(/my/enter/\S+)", mail.text_body)[1]
    for _ in range(3):  # programs that look through mail
        opened = await client.get(link)
        assert opened.status_code == 200 and "set-cookie" not in opened.headers
    entered = await client.post(link, headers=OURS)
    assert (entered.status_code, entered.headers["location"]) == (303, "/my")
    home = await client.get("/my", follow_redirects=True)
    assert "Bob Garage" in home.text and home.url.path == f"/my/sites/{shops['garage'].site_id}"
    assert (await client.get(link)).status_code == 410
    out = await client.post("/my/sign-out", headers=OURS)
    assert out.status_code == 303 and await everything(OwnerSession) == []


async def test_the_cookie_is_out_of_reach(client, shops, monkeypatch):
    async def enter() -> str:
        await client.post("/my/sign-in", data={"email": ALICE}, headers=OURS)
        await _work_sign_in()
        text = (await everything(Message))[-1].text_body
        answer = await client.post(re.search(r"(/my/enter/\S+)", text)[1], headers=OURS)
        return answer.headers["set-cookie"].lower()

    plain = await enter()
    assert plain.startswith("webmagic-owner=") and "httponly" in plain and "samesite=lax" in plain
    monkeypatch.setenv("PUBLIC_URL", "https://localhost")
    get_settings.cache_clear()
    secure = await enter()
    assert secure.startswith("__host-webmagic-owner=") and "secure" in secure and "path=/;" in secure
    assert "domain=" not in plain + secure


async def test_a_stranger_gets_the_same_answer_as_an_owner(client, shops):
    answers = [
        await client.post("/my/sign-in", data={"email": email}, headers=OURS) for email in (ALICE, CHARLIE)
    ]
    pages = [answer.text.replace(email, "X") for answer, email in zip(answers, (ALICE, CHARLIE), strict=True)]
    assert pages[0] == pages[1] and [answer.status_code for answer in answers] == [200, 200]
    await _work_sign_in()
    assert [mail.to_email for mail in await everything(Message)] == [ALICE]


async def test_asking_again_and_again_is_slowed_down_for_known_and_unknown_alike(app, shops):
    async with browser(app) as client:
        for email in (ALICE, CHARLIE):
            codes = [
                (await client.post("/my/sign-in", data={"email": email}, headers=OURS)).status_code
                for _ in range(5)
            ]
            assert codes == [200, 200, 200, 429, 429]
        answer = await client.post("/my/sign-in", data={"email": ALICE}, headers=OURS)
        assert int(answer.headers["retry-after"]) > 0 and "minutes" in answer.text
        many = [
            (await client.post("/my/sign-in", data={"email": f"x{n}@example.com"}, headers=OURS)).status_code
            for n in range(12)
        ]
    assert many[0] == 200 and many[-1] == 429  # one machine, many addresses


@pytest.mark.parametrize("email", ["", "nobody", "@", "a@", "@b"])
async def test_what_is_no_address_is_asked_for_again(client, email, shops):
    answer = await client.post("/my/sign-in", data={"email": email}, headers=OURS)
    assert answer.status_code == 400 and "does not look right" in answer.text


def _routes() -> list[tuple[str, str]]:
    return sorted(
        (method, f"/my{route.path}")
        for part in my.PARTS
        for route in part.router.routes
        for method in route.methods
        if "{site" in route.path
    )


def _filled(path: str, site_id: int, other: int = 1) -> str:
    path = path.replace("{site_id}", str(site_id)).replace("{path:path}", "index.html")
    return re.sub(r"\{\w+\}", str(other), path)


@pytest.mark.parametrize(("method", "path"), _routes())
async def test_every_page_of_a_site_is_its_owners_alone(app, method, path):
    shops = await street()
    site_id = shops["bakery"].site_id
    before = [await everything(table) for table in (Business, GeneratedSite, Domain, Job)]
    for email in (BOB, CHARLIE):
        async with await signed_in(app, email) as client:
            answer = await client.request(method, _filled(path, site_id), headers=OURS, data={"x": "y"})
            assert answer.status_code == 404, (email, method, path)
            assert "Alice" not in answer.text
    async with browser(app) as nobody:
        answer = await nobody.request(method, _filled(path, site_id), headers=OURS)
        assert (answer.status_code, answer.headers["location"]) == (303, "/my")
    assert [await everything(table) for table in (Business, GeneratedSite, Domain, Job)] == before


@pytest.mark.parametrize(
    ("method", "path"), [(method, path) for method, path in _routes() if method == "POST"]
)
async def test_a_form_on_another_site_changes_nothing(app, method, path):
    shops = await street()
    async with await signed_in(app, ALICE) as client:
        url = _filled(path, shops["bakery"].site_id)
        for evil in (
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": f"http://{shops['bakery'].subdomain}.localhost:3000"},
        ):
            answer = await client.request(method, url, headers=evil, data={"x": "y"})
            assert answer.status_code == 403, evil


async def test_rows_of_another_site_are_not_reached_through_ones_own(app, alice, shops):
    async with transaction() as session:
        his = await hosting.add_domain(session, shops["garage"].site_id, "garage.example")
        ticket = await support.open_ticket(
            session, subject="Mine", body="secret words", customer_id=shops["garage"].customer_id,
            site_id=shops["garage"].site_id,
        )  # fmt: skip
    base = f"/my/sites/{shops['bakery'].site_id}"
    for method, path in (
        ("POST", f"/domain/{his.id}/check"),
        ("POST", f"/domain/{his.id}/remove"),
        ("GET", f"/requests/{ticket.id}"),
        ("POST", f"/requests/{ticket.id}/reply"),
        ("POST", f"/requests/{ticket.id}/close"),
    ):
        answer = await alice.request(method, base + path, headers=OURS, data={"body": "x"})
        assert answer.status_code == 404 and "secret" not in answer.text
    assert len(await everything(Domain)) == 1


async def test_the_portals_pages_run_our_one_script_and_are_kept_nowhere(alice, shops):
    base = f"/my/sites/{shops['bakery'].site_id}"
    for path in (
        "",
        "/words",
        "/hours",
        "/details",
        "/enquiries",
        "/visits",
        "/domain",
        "/plan",
        "/requests",
    ):
        page = await alice.get(base + path)
        assert page.status_code == 200, path
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin"
        assert " style=" not in page.text and " onclick" not in page.text
        assert re.findall(r"<script[^>]*>", page.text) == re.findall(
            r'<script src="/static/my\.js\?v=\w+" defer>', page.text
        )


async def test_words_are_changed_published_and_said_to_be(alice, shops):
    base = f"/my/sites/{shops['bakery'].site_id}"
    page = await alice.get(f"{base}/words")
    version = re.search(r'name="base" value="(\d+)"', page.text)[1]
    form = {"base": version, "t:hero.headline": "Rye bread,   every\nmorning at six."}
    saved = await alice.post(f"{base}/words", data=form, headers=OURS)
    assert (saved.status_code, saved.headers["location"]) == (303, f"{base}/words?said=saved")
    again = await alice.get(saved.headers["location"])
    assert "Rye bread, every morning at six." in again.text and "being published" in again.text
    newest = [row for row in await everything(SiteVersion) if row.site_id == shops["bakery"].site_id][-1]
    assert newest.number == int(version) + 1 and newest.author == ALICE
    asked = [job for job in await everything(Job) if job.kind == "generation.publish"]
    assert [job.arguments["site_id"] for job in asked] == [shops["bakery"].site_id]
    draft = await alice.get(f"{base}/draft/{newest.number}/")
    assert "Rye bread, every morning at six." in draft.text and "<script" not in draft.text
    assert "script-src" not in draft.headers["content-security-policy"]
    assert draft.headers["x-frame-options"] == "SAMEORIGIN"
    stale = await alice.post(f"{base}/words", data=form | {"t:hero.headline": "Mine"}, headers=OURS)
    assert (
        stale.status_code == 409 and "while you were writing" in stale.text and 'value="Mine"' in stale.text
    )


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("", 400, "cannot be empty"),
        ("x" * 400, 400, "At most 110 characters"),
        (None, 400, "Nothing was changed"),
    ],
)
async def test_words_that_cannot_stand_are_named_and_kept(alice, shops, text, status, sentence):
    base = f"/my/sites/{shops['bakery'].site_id}"
    data = {"base": "1"} | ({} if text is None else {"t:hero.headline": text})
    answer = await alice.post(f"{base}/words", data=data, headers=OURS)
    assert answer.status_code == status and sentence in answer.text
    assert not text or text in answer.text


async def test_markup_in_words_stays_words(alice, shops):
    base = f"/my/sites/{shops['bakery'].site_id}"
    evil = "<img src=x onerror=alert(1)>"
    await alice.post(f"{base}/words", data={"base": "1", "t:hero.subline": evil}, headers=OURS)
    for path in ("/words", "/draft/2/"):
        page = await alice.get(base + path)
        assert "<img src=x" not in page.text, path


HOURS = {"base": "1"} | {f"state{day}": "closed" for day in range(7)}


async def test_hours_are_stated_for_the_whole_week(alice, shops):
    base = f"/my/sites/{shops['bakery'].site_id}"
    week = HOURS | {
        "state0": "open",
        "opens00": "6:00",
        "closes00": "12:00",
        "opens01": "15:00",
        "closes01": "00:00",
    }
    week |= {"state6": "unknown"}
    saved = await alice.post(f"{base}/hours", data=week, headers=OURS)
    assert saved.status_code == 303, re.findall(r'role="alert">([^<]+)', saved.text)
    newest = [row for row in await everything(SiteVersion) if row.site_id == shops["bakery"].site_id][-1]
    assert newest.facts["hours"][0]["spans"] == [
        {"opens": "06:00", "closes": "12:00"},
        {"opens": "15:00", "closes": "24:00"},
    ]
    assert [day["day"] for day in newest.facts["hours"]] == [0, 1, 2, 3, 4, 5]
    page = await alice.get(f"{base}/hours")
    assert 'name="closes01" value="00:00"' in page.text
    same = await alice.post(f"{base}/hours", data=week | {"base": "2", "opens00": "06:00"}, headers=OURS)
    assert same.status_code == 400 and "Nothing was changed" in same.text


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({}, "write both times"),
        ({"opens00": "08:00"}, "write both times"),
        ({"opens00": "25:00", "closes00": "26:00"}, "write both times"),
        ({"opens00": "<b>", "closes00": "17:00"}, "write both times"),
        ({"opens00": "08:00", "closes00": "08:00"}, "same time"),
        ({"opens00": "08:00", "closes00": "13:00", "opens01": "12:00", "closes01": "17:00"}, "overlap"),
    ],
)
async def test_hours_that_make_no_sense_are_named(alice, shops, times, sentence):
    url = f"/my/sites/{shops['bakery'].site_id}/hours"
    answer = await alice.post(url, data=HOURS | {"state0": "open"} | times, headers=OURS)
    assert answer.status_code == 400 and sentence in answer.text and "Monday" in answer.text


async def test_telephone_and_address_are_changed_once_for_the_whole_page(alice, shops):
    base = f"/my/sites/{shops['bakery'].site_id}"
    form = {"base": "1", "phone": "(212) 555-0199", "street": "12 Mill Lane", "city": "Port Ellery",
            "services": "Rye bread\n\n Wedding cakes "}  # fmt: skip
    saved = await alice.post(f"{base}/details", data=form, headers=OURS)
    assert saved.status_code == 303, re.findall(r'role="alert">([^<]+)', saved.text)
    newest = [row for row in await everything(SiteVersion) if row.site_id == shops["bakery"].site_id][-1]
    assert newest.facts["phone"] == "+12125550199" and newest.facts["services"] == [
        "Rye bread",
        "Wedding cakes",
    ]
    wrong = await alice.post(f"{base}/details", data=form | {"base": "2", "phone": "call me"}, headers=OURS)
    assert wrong.status_code == 400 and "call me" in wrong.text


async def test_enquiries_and_visitors_are_shown_and_spam_is_not(alice, shops):
    shop = shops["bakery"]
    async with transaction() as session:
        await hosting.add_lead(
            session, shop.subdomain, name="<i>Wren</i>", contact="wren@example.com", message="Two\nlines"
        )
        await hosting.add_lead(
            session, shop.subdomain, name="Bot", contact="x@example.com", message="buy", is_spam=True
        )
        await hosting.record_visits(
            session,
            [
                hosting.Visit(shop.subdomain, "a", referrer_host="search.example"),
                hosting.Visit(shop.subdomain, "a"),
                hosting.Visit(shop.subdomain, "b", is_bot=True),
            ],
        )
    letters = await alice.get(f"/my/sites/{shop.site_id}/enquiries")
    assert (
        "&lt;i&gt;Wren" in letters.text
        and "mailto:wren@example.com" in letters.text
        and "Bot" not in letters.text
    )
    visits = await alice.get(f"/my/sites/{shop.site_id}/visits")
    assert "1 person in thirty days" in visits.text
    assert "search.example" in visits.text


async def test_a_body_that_is_too_large_is_refused(alice, shops):
    base = f"/my/sites/{shops['bakery'].site_id}"
    answer = await alice.post(f"{base}/words", data={"t:hero.headline": "x" * 200_000}, headers=OURS)
    assert answer.status_code == 413
