"""One business: everything known about it, and what an operator decides."""

from typing import Any

from sqlmodel import select

from tests.ui.conftest import open_page
from tests.ui.people import add_business
from webmagic.core.database import reading, transaction
from webmagic.models import Activity, Business, GeneratedSite, Job, Listing, Message
from webmagic.ui.pages.business.state import BusinessState
from webmagic.ui.toasts import ToastState


async def _open(business_id: Any, cookie: str) -> BusinessState:
    state = await open_page(BusinessState, f"/businesses/{business_id}", cookie, id=str(business_id))
    await _do(state, "load")
    return state


async def _do(state: BusinessState, name: str, **arguments: Any) -> Any:
    return await BusinessState.event_handlers[name].fn(state, **arguments)


async def _add(*rows: Any) -> None:
    async with transaction() as session:
        session.add_all(rows)


async def test_every_fact_says_where_it_comes_from(owner: str) -> None:
    business_id = await add_business(
        phone="+15035550117",
        provenance={"phone": "outscraper:phone"},
        reviews=[{"author": "Ana", "text": "Quick."}],
    )
    await _add(
        Listing(business_id=business_id, source="outscraper", fingerprint="f", raw={"odd": {"field": 1}})
    )
    state = await _open(business_id, owner)
    assert ("Phone", "outscraper:phone") in [(fact.label, fact.source) for fact in state.known]
    assert state.said[0].text == "Quick." and '"odd"' in state.raw[0].text
    assert [reason.points for reason in state.reasons] == ["+30"]


async def test_its_site_mails_and_log_stand_beside_it(owner: str) -> None:
    business_id = await add_business()
    await _add(
        GeneratedSite(
            business_id=business_id, subdomain="pine", status="published", current_version=2, gate_score=94
        ),
        Message(
            business_id=business_id,
            to_email="a@example.com",
            subject="Your page",
            state="held",
            held_reason="quiet hours",
        ),
        Activity(kind="site.published", text="It is live", business_id=business_id),
    )
    state = await _open(business_id, owner)
    assert state.site.url == "http://pine.localhost:3000" and "gate 94" in state.site.detail
    assert state.mails[0].state == "held: quiet hours" and state.mails[0].tone == "hold"
    told = [line.text for line in state.happened]
    assert {"It is live", "Mail held: quiet hours"} <= set(told) and told[-1].startswith("Scored 90")


async def test_a_site_that_is_not_online_is_not_linked(owner: str) -> None:
    business_id = await add_business()
    await _add(GeneratedSite(business_id=business_id, subdomain="pine", status="ready", current_version=1))
    state = await _open(business_id, owner)
    assert state.site.url == "" and state.site.can_publish


async def test_what_is_no_number_is_no_business(owner: str) -> None:
    for wanted in ("abc", "-1", "1e9", "9" * 30):
        assert (await _open(wanted, owner)).problem == "There is no such business."


async def test_one_that_does_not_exist_says_so_in_place(owner: str) -> None:
    assert (await _open(4711, owner)).problem == "There is no business 4711."


async def test_a_person_decides_what_the_listing_leaves_open(owner: str) -> None:
    business_id = await add_business(website_state="needs_review", qualified=False, stage="found")
    state = await _open(business_id, owner)
    assert state.is_unsure
    await _do(state, "decide", website="confirmed_none")
    assert not state.is_unsure and "decided, no website" in state.happened[0].text


async def test_leaving_out_asks_first_and_can_be_taken_back(owner: str) -> None:
    state = await _open(await add_business(), owner)
    await _do(state, "exclude")
    assert state.asks_exclude and not state.is_out
    await _do(state, "exclude")
    assert state.is_out
    await _do(state, "readmit")
    assert not state.is_out


async def test_building_twice_says_it_is_under_way(owner: str) -> None:
    state = await _open(await add_business(), owner)
    await _do(state, "build")
    await _do(state, "build")
    notes = [note.text for note in (await state.get_state(ToastState)).notes]
    assert "asked for" in notes[0] and "being built already" in notes[1]
    async with reading() as session:
        assert len((await session.exec(select(Job))).all()) == 1


async def test_a_viewer_decides_nothing(viewer: str) -> None:
    business_id = await add_business(website_state="needs_review")
    state = await _open(business_id, viewer)
    for name, arguments in (("build", {}), ("exclude", {}), ("decide", {"website": "has_website"})):
        await _do(state, name, **arguments)
    async with reading() as session:
        assert (await session.get_one(Business, business_id)).website_state == "needs_review"
        assert not (await session.exec(select(Job))).all()
