from pathlib import Path
from typing import Any

from sqlmodel import select

from tests.ui.conftest import open_page
from webmagic.core.database import reading, transaction
from webmagic.hunter import uploads
from webmagic.models import Business, Upload
from webmagic.ui.pages.importing.state import ImportState
from webmagic.ui.toasts import ToastState

ODD = "Firma X,Fono X,Nota\nQuill & Sons,+1 937-555-0142,\n,+1 937-555-0143,x\n"
KNOWN = "Business name,Phone,Website\nPlumb & Co,+1 937-555-0144,\n"
FORM = {"c0": "name", "c1": "phone", "c2": "", "website": "-", "country": "US", "industry": "plumber"}


async def _hand_in(content: str = ODD, name: str = "list.csv") -> int:
    path = uploads.begin(name)
    path.write_text(content)
    async with transaction() as session:
        upload: Upload = await uploads.register(session, path, name, "olga@example.com")
    return upload.id or 0


async def _open(cookie: str, address: str = "/import") -> ImportState:
    state = await open_page(ImportState, address, cookie)
    await ImportState.event_handlers["load"].fn(state)
    return state


async def _do(state: ImportState, name: str, *given: Any) -> Any:
    return await ImportState.event_handlers[name].fn(state, *given)


async def _said(state: ImportState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def test_an_unknown_file_shows_its_columns_with_guesses(owner: str) -> None:
    state = await _open(owner, f"/import?u={await _hand_in()}")
    assert not state.problem and state.shape == "" and not state.is_previewed
    assert [(one.name, one.chosen) for one in state.columns] == [
        ("Firma X", "name"),
        ("Fono X", "phone"),
        ("Nota", ""),
    ]
    assert state.columns[1].samples == "+1 937-555-0142 · +1 937-555-0143" and state.website == ""


async def test_the_website_must_be_answered_and_the_name_is_required(owner: str) -> None:
    state = await _open(owner, f"/import?u={await _hand_in()}")
    await _do(state, "preview", {**FORM, "website": ""})
    assert "says nothing about websites" in await _said(state) and not state.is_previewed
    await _do(state, "preview", {**FORM, "c0": ""})
    assert "name of the business" in await _said(state)
    await _do(state, "preview", {**FORM, "website": "no such column"})
    assert not state.is_previewed
    await _do(state, "start")
    assert "preview first" in await _said(state)


async def test_the_preview_writes_nothing_and_the_import_runs_as_a_job(owner: str) -> None:
    upload = await _hand_in()
    state = await _open(owner, f"/import?u={upload}")
    await _do(state, "preview", FORM)
    assert [one.name or one.reason for one in state.drafts] == ["Quill & Sons", "the row has no name"]
    assert not state.knows_websites and state.drafts[0].website == "Not known yet"
    async with reading() as session:
        assert (await session.exec(select(Business))).all() == []
    await _do(state, "start")
    assert state.open.is_running and state.open.words == "waits its turn"
    await uploads.run(transaction, upload)
    state = await _open(owner, f"/import?u={upload}")
    assert state.open.is_done and (state.open.read, state.open.created, state.open.rejected) == (
        "2",
        "1",
        "1",
    )
    assert state.open.rejects == f"/uploads/{upload}/rejected.csv"


async def test_the_next_such_file_is_mapped_already(owner: str) -> None:
    first = await _hand_in()
    state = await _open(owner, f"/import?u={first}")
    await _do(state, "preview", FORM)
    await _do(state, "start")
    await uploads.run(transaction, first)
    state = await _open(owner, f"/import?u={await _hand_in(name='next.csv')}")
    assert state.is_remembered and state.is_previewed and state.website == "-"


async def test_a_known_shape_goes_straight_to_the_preview(owner: str) -> None:
    state = await _open(owner, f"/import?u={await _hand_in(KNOWN)}")
    assert "plain table" in state.shape and state.is_previewed and state.columns == []
    assert state.drafts[0].website == "No website found"


async def test_files_that_are_gone_refused_or_never_were_are_sentences(owner: str, sqlite_db: Path) -> None:
    assert (await _open(owner, "/import?u=77")).problem == "There is no such file."
    assert (await _open(owner, "/import?u=x")).problem == "There is no such file."
    assert "60 MB" in (await _open(owner, "/import?error=large")).refusal
    assert (await _open(owner, "/import?error=refused&why=This+file+is+empty.")).refusal
    upload = await _hand_in()
    async with reading() as session:
        uploads.discard(uploads.path_of(await uploads.get(session, upload)))
    assert "no longer kept" in (await _open(owner, f"/import?u={upload}")).problem


async def test_a_viewer_may_not_import(viewer: str) -> None:
    state = await _open(viewer, f"/import?u={await _hand_in(KNOWN)}")
    await _do(state, "start")
    assert "role does not allow" in await _said(state)
