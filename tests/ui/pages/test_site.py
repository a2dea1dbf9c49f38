from sqlmodel import select

from tests.creative.editing.pages import built, change
from tests.ui.conftest import open_page
from tests.ui.pages.sites import make_site
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job
from webmagic.creative import get_site
from webmagic.hosting import add_lead
from webmagic.models import Business, SiteStatus
from webmagic.ui.pages.site.state import SiteState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str, site_id: object, query: str = "") -> SiteState:
    state = await open_page(SiteState, f"/sites/{site_id}{query}", cookie, id=str(site_id))
    await SiteState.event_handlers["load"].fn(state)
    return state


async def _jobs() -> list[tuple[str, dict]]:
    async with reading() as session:
        return [(job.kind, job.arguments) for job in (await session.exec(select(Job))).all()]


async def _said(state: SiteState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def test_the_card_names_what_could_be_better(owner: str) -> None:
    state = await _open(owner, await make_site(versions=2))
    assert state.gate == "92" and state.gate_title == "Gate is open"
    assert [check.tone for check in state.checks].count("warn") == 1
    assert [(v.number, v.is_online) for v in state.versions] == [(2, True), (1, False)]
    assert state.url.endswith("/") and "costs nothing" in state.cost


async def test_each_version_says_what_it_changed(owner: str) -> None:
    site_id = await built()
    await change(site_id, {"texts": {"hero.headline": "Pan tibio"}})
    newest, first = (await _open(owner, site_id)).versions
    assert (newest.changed, first.changed) == ("2 changes", "")
    assert ("Hero: headline", "Pan tibio") in [(one.label, one.after) for one in newest.changes]


async def test_a_site_there_is_not_is_a_sentence_on_the_page(owner: str) -> None:
    assert "no site 99" in (await _open(owner, 99)).problem
    assert (await _open(owner, "drop table")).problem == "There is no such site."


async def test_an_earlier_version_comes_back_and_goes_online(owner: str) -> None:
    site_id = await make_site(versions=3)
    state = await _open(owner, site_id)
    await SiteState.event_handlers["use_version"].fn(state, 1)
    async with reading() as session:
        site = await get_site(session, site_id)
    assert (site.current_version, site.status) == (1, SiteStatus.READY)
    assert [kind for kind, _ in await _jobs()] == ["generation.publish"]
    assert [v.number for v in state.versions if v.is_current] == [1]


async def test_the_version_that_is_online_already_is_a_sentence(owner: str) -> None:
    state = await _open(owner, await make_site(versions=1))
    await SiteState.event_handlers["use_version"].fn(state, 1)
    assert await _said(state) == "Version 1 is online already." and await _jobs() == []


async def test_building_again_from_a_stage_keeps_what_came_before(owner: str) -> None:
    state = await _open(owner, await make_site())
    await SiteState.event_handlers["rebuild"].fn(state, "architect")
    ((kind, arguments),) = await _jobs()
    assert (kind, arguments["from_stage"]) == ("generation.build", "architect")


async def test_a_stage_there_is_not_is_refused(owner: str) -> None:
    state = await _open(owner, await make_site())
    await SiteState.event_handlers["rebuild"].fn(state, "janitor")
    assert "does not understand" in await _said(state) and await _jobs() == []


async def test_withdrawing_takes_the_preview_away(owner: str) -> None:
    state = await _open(owner, await make_site())
    await SiteState.event_handlers["withdraw"].fn(state)
    assert (state.status, state.url) == (SiteStatus.WITHDRAWN, "")
    assert "taken down" in state.dark


async def test_a_viewer_may_not_publish(viewer: str) -> None:
    state = await _open(viewer, await make_site())
    await SiteState.event_handlers["publish"].fn(state)
    assert await _jobs() == []


async def test_publishing_is_asked_for_once(owner: str) -> None:
    state = await _open(owner, await make_site(status=SiteStatus.READY))
    for words in ("It goes online in a moment.", "It is on its way already."):
        await SiteState.event_handlers["publish"].fn(state)
        assert await _said(state) == words


async def test_a_refused_page_says_what_the_gate_said(owner: str) -> None:
    site_id = await make_site(status=SiteStatus.REFUSED, versions=0)
    async with transaction() as session:
        site = await get_site(session, site_id)
        shop = await session.get_one(Business, site.business_id)
        shop.failure = "The opening hours are not in the facts."
        session.add(shop)
    state = await _open(owner, site_id)
    assert state.gate_title == "Gate is closed" and state.checks[0].title.startswith("The opening hours")


async def test_what_visitors_wrote_into_the_form_is_read_here(owner: str) -> None:
    site_id = await make_site()
    async with transaction() as session:
        subdomain = (await get_site(session, site_id)).subdomain
        await add_lead(session, subdomain, name="Ana", contact="555 0101", message="Open on Sunday?")
        await add_lead(session, subdomain, name="Bot", contact="x@example.com", message="Buy", is_spam=True)
    state = await _open(owner, site_id)
    assert [(one.who, one.contact, one.message) for one in state.enquiries] == [
        ("Ana", "555 0101", "Open on Sunday?")
    ]
