"""What owners ask for, as the console shows and answers it."""

from tests.support.people import ALICE, open_shop
from tests.ui.conftest import open_page
from webmagic import support
from webmagic.core.database import transaction
from webmagic.ui.pages.tickets.state import TicketsState
from webmagic.ui.toasts import ToastState


async def _open(cookie: str, address: str = "/tickets") -> TicketsState:
    state = await open_page(TicketsState, address, cookie)
    await TicketsState.event_handlers["load"].fn(state)
    return state


async def _asked(*, is_built: bool = False) -> int:
    shop = await open_shop("Alice Bakery", ALICE, is_built=is_built)
    async with transaction() as session:
        ticket = await support.open_ticket(
            session, subject="Closed in August", body="Please say so.", customer_id=shop.customer_id,
            site_id=shop.site_id, channel="portal",
        )  # fmt: skip
        return ticket.id or 0


async def _toast(state: TicketsState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def test_without_tickets_the_page_stands(owner: str) -> None:
    state = await _open(owner)
    assert state.is_bare and state.shown.id == 0 and state.summary == "0 with us, 0 wait for a yes"


async def test_the_newest_thread_is_open_and_answered(owner: str) -> None:
    await _asked()
    state = await _open(owner)
    assert (state.lines[0].subject, state.lines[0].business) == ("Closed in August", "Alice Bakery")
    assert [entry.body for entry in state.shown.lines] == ["Please say so."]
    answer = TicketsState.event_handlers["answer"].fn
    await answer(state, {"text": "She called.", "kind": "note"})
    await answer(state, {"text": "Done.", "kind": "answer"})
    assert [(e.kind, e.body) for e in state.shown.lines[1:]] == [
        ("note", "She called."),
        ("staff", "Done."),
    ]
    assert state.shown.words == "answered" and await _toast(state) == "Sent."
    await TicketsState.event_handlers["close"].fn(state)
    assert state.shown.is_closed
    await TicketsState.event_handlers["reopen"].fn(state)
    assert state.shown.words == "with us"


async def test_a_change_is_proposed_and_approved_for_the_owner(owner: str) -> None:
    await _asked(is_built=True)
    state = await _open(owner)
    assert any(choice.path == "hero.subline" for choice in state.choices)
    form = {"path": "hero.subline", "words": "Closed in August.", "sentence": "Like this?"}
    await TicketsState.event_handlers["propose"].fn(state, form)
    entry = state.shown.lines[-1]
    assert entry.is_open and entry.differences[0].after == "Closed in August."
    await TicketsState.event_handlers["approve"].fn(state, entry.id)
    assert state.shown.lines[-1].body == "said yes; the page is published"
    assert not state.shown.lines[-2].is_open


async def test_filters_and_unknown_tickets_have_addresses(owner: str) -> None:
    ticket = await _asked()
    assert (await _open(owner, "/tickets?state=closed")).lines == []
    assert (await _open(owner, f"/tickets?ticket={ticket}")).is_chosen
    for wrong in ("999", "x", "1e3", "-1"):
        assert (await _open(owner, f"/tickets?ticket={wrong}")).shown.id == 0


async def test_a_viewer_reads_and_changes_nothing(viewer: str) -> None:
    await _asked()
    state = await _open(viewer)
    await TicketsState.event_handlers["answer"].fn(state, {"text": "Hello", "kind": "answer"})
    assert "role does not allow" in await _toast(state) and len(state.shown.lines) == 1
