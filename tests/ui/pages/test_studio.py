"""The studio: every change is a version, undo goes back, and a page that moved on is told."""

import json

import pytest
from sqlmodel import select

from tests.creative.editing.pages import built, standing
from tests.ui.conftest import open_page
from webmagic.core.database import reading
from webmagic.core.ledger import Job
from webmagic.core.settings import get_settings
from webmagic.creative import render_version
from webmagic.models import Business
from webmagic.ui.pages.studio.state import StudioState
from webmagic.ui.toasts import ToastState


async def opened(cookie: str, site_id: int, query: str = "") -> StudioState:
    state = await open_page(StudioState, f"/sites/{site_id}/studio{query}", cookie, id=str(site_id))
    await do(state, "load")
    return state


async def do(state: StudioState, name: str, *arguments) -> None:
    await StudioState.event_handlers[name].fn(state, *arguments)


async def said(state: StudioState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def test_a_text_left_changed_is_a_version_and_stands_in_the_frame(owner: str) -> None:
    site_id = await built()
    state = await opened(owner, site_id)
    assert state.number == 1 and not state.can_undo
    await do(state, "write", "hero.headline", "Pan de yemas para llevar")
    assert (state.number, state.can_undo) == (2, True)
    assert "Pan de yemas para llevar" in [change.after for change in state.changes]
    label = state.address.partition("://")[2].partition(".")[0]
    shown = (get_settings().sites_dir / label / "current" / "index.html").read_text()
    assert "Pan de yemas para llevar" in shown and "inplace-texts" in shown
    await do(state, "write", "hero.headline", "Pan de yemas  para llevar ")  # the same words
    assert state.number == 2
    _, version = await standing(site_id)
    assert version.author


async def test_what_is_written_in_the_frame_is_kept_and_nonsense_is_not(owner: str) -> None:
    state = await opened(owner, await built())
    await do(state, "said", json.dumps({"path": "hero.headline", "text": "Pan tibio"}))
    assert state.number == 2
    for message in ("", "[]", "{}", json.dumps({"path": "page.nothing", "text": "x"})):
        await do(state, "said", message)
    assert state.number == 2


async def test_undo_and_redo_walk_the_versions(owner: str) -> None:
    state = await opened(owner, await built())
    await do(state, "write", "hero.headline", "Pan tibio")
    await do(state, "undo")
    assert (state.number, state.undone) == (1, [2])
    await do(state, "redo")
    assert (state.number, state.undone) == (2, [])
    await do(state, "undo")
    await do(state, "write", "hero.headline", "Pan fresco")
    assert (state.number, state.undone) == (3, [])


async def test_look_sections_and_variants_change(owner: str) -> None:
    site_id = await built()
    state = await opened(owner, site_id, "?tab=look")
    other = next(option.value for option in state.vibes if not option.is_on)
    await do(state, "dress", "vibe", other)
    assert [option.value for option in state.vibes if option.is_on] == [other]
    await do(state, "dress", "palette", state.palettes[-1].value)
    await do(state, "dress", "faces", state.faces[-1].value)
    await do(state, "dress", "hue", state.hues[0].value)
    movable = [part.kind for part in state.parts if not part.is_fixed]
    await do(state, "move", movable[0], 1)
    assert [part.kind for part in state.parts if not part.is_fixed][:2] == [movable[1], movable[0]]
    await do(state, "toggle", movable[1])
    site, version = await standing(site_id)
    assert f'id="{movable[1]}"' not in render_version(site, version).html
    await do(state, "toggle", movable[1])
    assert not any(part.is_hidden for part in state.parts)
    part = next(part for part in state.parts if part.variants)
    await do(state, "turn", part.kind, part.variants[-1].value)
    assert next(p for p in state.parts if p.kind == part.kind).variants[-1].is_on


async def test_facts_are_the_owner_s_word(owner: str) -> None:
    state = await opened(owner, await built(), "?tab=facts")
    form = {field.name: field.value for field in (*state.fields, *state.week)}
    form |= {"phone": "5555 0177", "services": "Pan de manteca\nPasteles", "day6": "8:00-12:00"}
    await do(state, "state_facts", form)
    assert state.number == 2
    async with reading() as session:
        shop = (await session.exec(select(Business))).one()
    assert shop.phone == "+50255550177" and shop.services == ["Pan de manteca", "Pasteles"]
    assert shop.hours[-1] == {"day": 6, "spans": [{"opens": "08:00", "closes": "12:00"}]}
    form = {field.name: field.value for field in (*state.fields, *state.week)} | {"day1": "whenever"}
    await do(state, "state_facts", form)
    assert state.number == 2 and "Tuesday" in await said(state)


async def test_an_invented_claim_is_told_and_the_owner_s_own_words_are_taken(owner: str) -> None:
    state = await opened(owner, await built())
    await do(state, "write", "hero.subline", "Horneamos desde 1962.")
    assert state.number == 1 and "1962" in await said(state)
    await do(state, "hear_owner", True)
    await do(state, "write", "hero.subline", "Horneamos desde 1962.")
    assert state.number == 2


async def test_somebody_who_changed_the_page_first_is_not_written_over(owner: str) -> None:
    site_id = await built()
    one, other = await opened(owner, site_id), await opened(owner, site_id)
    await do(one, "write", "hero.headline", "Pan tibio")
    await do(other, "write", "hero.headline", "Pan fresco")
    assert "moved on" in await said(other)
    assert (await standing(site_id))[1].number == 2


async def test_putting_it_online_asks_for_it(owner: str) -> None:
    state = await opened(owner, await built())
    await do(state, "write", "hero.headline", "Pan tibio")
    await do(state, "publish")
    async with reading() as session:
        kinds = [job.kind for job in (await session.exec(select(Job))).all()]
    assert kinds and set(kinds) <= {"generation.publish", "generation.inspect"}


@pytest.mark.parametrize("wanted", ["99", "x", "1/../2"])
async def test_a_site_there_is_not_is_a_sentence(owner: str, wanted: str) -> None:
    state = await open_page(StudioState, f"/sites/{wanted}/studio", owner, id=wanted)
    await do(state, "load")
    assert "no site" in state.problem or "no such site" in state.problem


async def test_what_becomes_of_the_words_is_said_before_the_language_changes(owner: str) -> None:
    state = await opened(owner, await built(), "?tab=look")
    assert state.language_note == "Another language writes the page anew."
    await do(state, "write", "hero.headline", "Pan tibio")
    assert (
        "does without 1 text you wrote in Spanish; changed back, the page has it again" in state.language_note
    )
    await do(state, "dress", "language", "en")
    assert "Kept for later: 1 text in Spanish." in state.language_note
    await do(state, "dress", "language", "es")
    lines = {line.path: line.text for group in state.groups for line in group.lines}
    assert lines["hero.headline"] == "Pan tibio"
