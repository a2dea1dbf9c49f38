import pytest

from tests.ui.conftest import open_page
from webmagic import pitcher
from webmagic.core.database import transaction
from webmagic.models import Business, Message, Reply
from webmagic.ui.pages.replies.state import RepliesState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str, address: str = "/replies") -> RepliesState:
    state = await open_page(RepliesState, address, cookie)
    await RepliesState.event_handlers["load"].fn(state)
    return state


async def _reply(text: str = "How much does it cost?", sender: str = "ruth@shop.example.com") -> int:
    raw = f"From: Ruth <{sender}>\nSubject: Re: Your page\nMessage-ID: <{text}{sender}>\n\n{text}\n".encode()
    async with transaction() as session:
        kept = await pitcher.keep_reply(session, "imap", pitcher.read_mail(raw))
    assert kept is not None and kept.id is not None
    return kept.id


async def _row(reply_id: int) -> Reply:
    async with transaction() as session:
        found = await session.get(Reply, reply_id)
    assert found is not None
    return found


async def test_before_the_first_answer_the_page_says_so(owner: str) -> None:
    state = await _open(owner)
    assert state.is_bare and state.opened.id == 0 and state.problem == ""


async def test_the_newest_waiting_answer_lies_open_with_its_class_and_a_draft(owner: str) -> None:
    await _reply("Not interested, thanks", "walt@shop.example.com")
    newest = await _reply()
    state = await _open(owner)
    assert state.opened.id == newest and not state.is_chosen
    assert (state.opened.words, state.opened.is_open) == ("asks", True)
    assert "[Your answer here.]" in state.opened.draft
    assert [tab.figure for tab in state.tabs] == ["2", "0", "0", "2"]
    assert [part.who for part in state.opened.thread] == ["Ruth"]


async def test_an_answer_is_sent_from_the_field_and_only_once(owner: str) -> None:
    reply = await _reply()
    state, other = await _open(owner), await _open(owner)
    await RepliesState.event_handlers["send"].fn(state, {"answer": "It is 29 dollars a month."})
    row = await _row(reply)
    assert row.state == "answered" and row.answer_id
    async with transaction() as session:
        message = await session.get(Message, row.answer_id)
    assert message is not None and message.text_body == "It is 29 dollars a month."
    assert state.lines == []
    await RepliesState.event_handlers["send"].fn(other, {"answer": "Again."})
    toasts = (await other.get_state(ToastState)).notes
    assert "was answered already" in toasts[-1].text
    assert (await _row(reply)).answer_id == row.answer_id


async def test_a_draft_with_its_placeholder_is_not_sent(owner: str) -> None:
    reply = await _reply()
    state = await _open(owner)
    await RepliesState.event_handlers["send"].fn(state, {"answer": state.opened.draft})
    assert "placeholder" in (await state.get_state(ToastState)).notes[-1].text
    assert (await _row(reply)).state == "new"


async def test_an_answer_is_put_aside_and_opened_again(owner: str) -> None:
    reply = await _reply()
    state = await _open(owner, f"/replies?reply={reply}")
    await RepliesState.event_handlers["put_aside"].fn(state)
    assert state.opened.can_reopen and state.opened.ended.startswith("Put aside by")
    await RepliesState.event_handlers["reopen"].fn(state)
    assert state.opened.is_open


async def test_an_answer_of_a_stranger_is_given_to_a_business(owner: str) -> None:
    reply = await _reply()
    async with transaction() as session:
        session.add(Business(dedupe_key="x", name="Ruth's Bakery", city="Harrow Bay", country="US"))
    state = await _open(owner)
    assert state.opened.business == "" and state.opened.matched == "nobody we wrote to"
    await RepliesState.event_handlers["look_up"].fn(state, {"business": "bakery"})
    (choice,) = state.choices
    assert choice.where == "Harrow Bay, US"
    await RepliesState.event_handlers["assign"].fn(state, choice.id)
    assert state.opened.business == "Ruth's Bakery" and state.choices == []
    assert (await _row(reply)).business_id == choice.id


@pytest.mark.parametrize("chosen", ["x", "9" * 30, "777"])
async def test_an_answer_that_is_not_there_is_a_sentence(owner: str, chosen: str) -> None:
    await _reply()
    state = await _open(owner, f"/replies?reply={chosen}")
    assert state.problem == "There is no such reply."
