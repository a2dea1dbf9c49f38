"""The plan on the campaigns page, the editor of letters, and deliverability."""

import pytest

from tests.pitcher.shops import bakery, locksmith, on_the_road
from tests.ui.conftest import open_page
from webmagic import pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.ui.pages.campaigns.state import CampaignsState
from webmagic.ui.pages.deliverability.state import DeliverabilityState
from webmagic.ui.pages.letters.state import LettersState


async def _open(state: type, cookie: str, address: str):
    page = await open_page(state, address, cookie)
    await state.event_handlers["load"].fn(page)
    return page


async def _written() -> None:
    async with transaction() as session:
        await on_the_road(session, bakery())
        await on_the_road(session, locksmith(score=95))
        await pitcher.create_due(session, pitcher.choose(get_settings()))


async def test_the_week_shows_what_leaves_and_the_letter_as_its_owner_sees_it(owner: str) -> None:
    await _written()
    page = await _open(CampaignsState, owner, "/campaigns")
    slots = [slot for cell in page.cells for slot in cell.slots]
    assert sum(int(slot.count) for slot in slots) == 2 and len(page.cells) % 8 == 0
    assert [step.day for step in page.steps] == ["0", "3", "7"] and page.steps[0].is_current
    assert page.sample.reader == "Harrow Bay Gates & Locks" and page.sample.is_lawful
    assert "the United States" in page.sample.verdict and "Walt B." in page.sample.html
    later = await _open(CampaignsState, owner, "/campaigns?letter=1&owner=1")
    assert "sigue en línea" in later.sample.html.lower() and later.sample.older == ""


@pytest.mark.parametrize("query", ["week=x", "week=2026-11-25", "letter=9", "owner=99", "owner=-1"])
async def test_a_strange_address_shows_the_usual_page(owner: str, query: str) -> None:
    await _written()
    page = await _open(CampaignsState, owner, f"/campaigns?{query}")
    assert page.problem == "" and page.sample.html


async def test_before_the_first_site_there_is_nobody_to_show_a_letter_to(owner: str) -> None:
    page = await _open(CampaignsState, owner, "/campaigns")
    assert page.problem == "" and page.sample.html == ""
    editor = await _open(LettersState, owner, "/campaigns/letters")
    assert editor.problem == "" and editor.html == "" and editor.body


async def test_a_letter_is_tried_while_it_is_typed_and_saved(owner: str) -> None:
    await _written()
    page = await _open(LettersState, owner, "/campaigns/letters?language=en")
    assert page.name == "Letter 1 in English" and not page.is_changed and len(page.race) == 3
    await LettersState.event_handlers["typed"].fn(page, "Good day {{ name }}\n\n{{ site }}\n\n{{ claim }}\n")
    assert "Good day Harrow Bay" in page.html and "gives no way to reach us" in page.trouble
    whole = "Good day {{ name }}\n\n{{ site }}\n\n{{ claim }}\n\n{{ sender_email }}\n"
    await LettersState.event_handlers["typed"].fn(page, whole)
    assert "Good day Harrow Bay" in page.html and page.trouble == ""
    await LettersState.event_handlers["typed"].fn(page, "Good day {{ nobody }}")
    assert "cannot be read" in page.trouble and "Good day Harrow Bay" in page.html
    form = {"subject0": "For {{ name }}", "subject1": "", "body": "Hi.\n\n{{ site }}\n\n{{ claim }}\n"}
    await LettersState.event_handlers["save"].fn(page, form)
    async with reading() as session:
        template = (await pitcher.read_templates(session))[0, "", "en"]
    assert template.is_changed and template.subjects == ("For {{ name }}",)
    await LettersState.event_handlers["restore"].fn(page)
    assert not page.is_changed and "Words like these" in page.body


async def test_a_test_letter_goes_to_oneself(owner: str) -> None:
    await _written()
    page = await _open(LettersState, owner, "/campaigns/letters")
    await LettersState.event_handlers["send_test"].fn(page)
    async with reading() as session:
        found = await pitcher.page_messages(session, search="[Test]")
    (row,) = found.items
    assert row.message.purpose == "transactional" and "@" in row.message.to_email


async def test_the_days_of_the_sequence_are_kept_apart(owner: str) -> None:
    page = await _open(LettersState, owner, "/campaigns/letters")
    await LettersState.event_handlers["save_plan"].fn(
        page, {"day1": "4", "day2": "11", "on1": "on", "on2": "on"}
    )
    async with reading() as session:
        plan = await pitcher.read_sequence(session)
    assert (plan.days, plan.on, plan.picture) == ((0, 4, 11), (True, True, True), False)
    await LettersState.event_handlers["save_plan"].fn(
        page, {"day1": "4", "day2": "5", "on1": "on", "on2": "on"}
    )
    async with reading() as session:
        assert (await pitcher.read_sequence(session)).days == (0, 4, 11)


async def test_a_sender_is_added_paused_and_let_go_on(owner: str) -> None:
    async with transaction() as session:
        wanted = pitcher.Wanted("outreach", "Ana", "ana@offers.agency.gt")
        row = await pitcher.add_identity(session, wanted, actor="ana")
    page = await _open(DeliverabilityState, owner, "/campaigns/deliverability")
    assert [one.words for one in page.senders] == ["not ready"]
    await DeliverabilityState.event_handlers["pause"].fn(page, row.id)
    assert page.senders[0].is_paused
    await DeliverabilityState.event_handlers["resume"].fn(page, row.id)
    assert not page.senders[0].is_paused and page.summary == "1 senders, 0 paused"
    assert {one.rule for one in page.countries} == {"allowed", "review", "blocked"}


async def test_lists_are_imported_and_people_forgotten(owner: str) -> None:
    await _written()
    page = await _open(DeliverabilityState, owner, "/campaigns/deliverability")
    await DeliverabilityState.event_handlers["import_list"].fn(
        page, {"list": "a@x.example\n@y.example\nnonsense"}
    )
    assert page.suppressed == "2"
    await DeliverabilityState.event_handlers["forget"].fn(page, {"address": "walt@harrowlocks.example.com"})
    async with reading() as session:
        messages = await pitcher.page_messages(session, search="walt@")
    assert messages.items == [] and page.suppressed == "3"
    form = {"kind": "published", "address": "w@shop.example", "proof": "On their page.", "source_url": ""}
    await DeliverabilityState.event_handlers["permit"].fn(page, form)
    assert page.permissions[0].address == "w@shop.example"
    pace = {"from_hour": "8", "to_hour": "18", "day0": "on", "domain_cap": "3", "provider_cap": "9"}
    await DeliverabilityState.event_handlers["save_pace"].fn(page, pace)
    assert (page.from_hour, page.days[1], page.domain_cap) == ("8", False, "3")
