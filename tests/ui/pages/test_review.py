"""The review page: one after another, one key each, and back."""

from typing import Any

from sqlmodel import select

from tests.ui.conftest import cookie_of, open_page
from tests.ui.people import add_business
from webmagic.core.database import reading, transaction
from webmagic.hunter import review
from webmagic.models import Business, ReviewLabel, Role, WebsiteEvidence
from webmagic.ui.pages.review.state import ReviewState
from webmagic.ui.toasts import ToastState

TEXT = "We are Pine & Pedal of Norfolk. Call (757) 555-0186."


async def _open(cookie: str, address: str = "/review", **query: str) -> ReviewState:
    state = await open_page(ReviewState, address, cookie, **query)
    await _do(state, "load")
    return state


async def _do(state: ReviewState, name: str, **arguments: Any) -> Any:
    return await ReviewState.event_handlers[name].fn(state, **arguments)


async def _said(state: ReviewState) -> str:
    return (await state.get_state(ToastState)).notes[-1].text


async def _doubtful(name: str = "Pine & Pedal", **values: Any) -> int:
    given = {"website_state": "needs_review", "stage": "found", "qualified": False, "email": "a@example.com"}
    business_id = await add_business(name, **given | values)
    page = {"title": name, "text": TEXT, "numbers": ["(757) 555-0186"], "words": 9}
    detail = {"outcome": "page", "fit": "unsure", "agrees": ["name"], "ended_at": "https://pine.example.com/"}
    async with transaction() as session:
        session.add_all(
            [
                WebsiteEvidence(
                    business_id=business_id,
                    kind="verdict",
                    detail={"reason": "pine.example.com bears its name.", "no_such": ["pine.example.net"]},
                ),
                WebsiteEvidence(
                    business_id=business_id,
                    kind="guessed",
                    url="https://pine.example.com/",
                    detail=detail | {"page": page},
                ),
                WebsiteEvidence(
                    business_id=business_id,
                    kind="linked",
                    url="https://pedal.example.org/x",
                    detail={"outcome": "leads_elsewhere", "ended_at": "javascript:alert(1)"},
                ),
            ]
        )
    return business_id


async def _state_of(business_id: int) -> str:
    async with reading() as session:
        return (await session.get_one(Business, business_id)).website_state


async def test_the_evidence_is_on_one_page(owner: str) -> None:
    await _doubtful(phone="+15035550117", reviews=[{"author": "Ana", "text": "No web site."}])
    state = await _open(owner)
    shown = state.shown
    assert (shown.name, shown.reason) == ("Pine & Pedal", "pine.example.com bears its name.")
    assert [(one.host, one.words, one.is_chosen) for one in shown.candidates] == [
        ("pine.example.com", "Could be theirs", True),
        ("pedal.example.org", "Leads elsewhere", False),
    ]
    phone = next(line for line in shown.lines if line.name == "Phone")
    assert [(cell.value, cell.mark) for cell in phone.cells] == [
        ("(757) 555-0186", "n"),
        ("says nothing", ""),
    ]
    assert "".join(bit.text for bit in shown.preview) == TEXT
    assert [bit.text for bit in shown.preview if bit.is_hit] == ["Pine & Pedal"]
    assert [(one.host, one.words) for one in shown.knocked] == [("pine.example.net", "does not exist")]
    assert shown.quotes[0].text == "No web site." and state.summary == "1 waits."


async def test_an_address_that_is_none_is_never_a_link(owner: str) -> None:
    await _doubtful()
    state = await _open(owner)
    await _do(state, "choose", n=2)
    assert state.shown.preview_host == "pedal.example.org" and state.shown.preview_url == ""


async def test_one_key_decides_and_the_next_is_there(owner: str) -> None:
    first, second = await _doubtful("Pine", score=90), await _doubtful("Pedal", score=10)
    state = await _open(owner)
    assert state.shown.id == first and state.left == 2
    await _do(state, "decide", business_id=first, decision="confirmed_none")
    assert await _state_of(first) == "confirmed_none" and state.shown.id == second and state.left == 1
    await _do(state, "decide", business_id=first, decision="has_website")  # the key came twice
    assert await _state_of(first) == "confirmed_none" and state.left == 1
    await _do(state, "undo")
    assert await _state_of(first) == "needs_review" and state.shown.id == first and state.left == 2
    await _do(state, "put_off", business_id=first)
    assert state.shown.id == second
    await _do(state, "decide", business_id=second, decision="social_only")
    assert state.shown.id == first


async def test_a_website_is_the_candidate_on_the_table_or_what_is_typed(owner: str) -> None:
    first, second = await _doubtful("Pine", score=90), await _doubtful("Pedal", score=10)
    state = await _open(owner)
    await _do(state, "decide", business_id=first, decision="has_website")
    await _do(state, "type_address", text="pedal.example.com")
    await _do(state, "decide", business_id=second, decision="has_website")
    async with reading() as session:
        rows = (await session.exec(select(Business.website).order_by(Business.id))).all()  # type: ignore[arg-type]
    assert rows == ["https://pine.example.com/", "http://pedal.example.com"]
    assert state.shown.id == 0 and state.last == "Pedal"


async def test_two_people_get_two_businesses(owner: str) -> None:
    first, second = await _doubtful("Pine", score=90), await _doubtful("Pedal", score=10)
    operator = await cookie_of(Role.OPERATOR)
    assert (await _open(owner)).shown.id == first
    other = await _open(operator)
    assert other.shown.id == second
    assert "somebody has it" in other.queue[0].about
    asked = await _open(operator, f"/review?id={first}")
    assert asked.shown.id == second  # it is taken


async def test_a_random_check_hides_what_the_machine_said(owner: str) -> None:
    await add_business("Sure", website_state="confirmed_none")
    state = await _open(owner)
    assert state.shown.id == 0
    await _do(state, "audit", form={"count": "5", "state": "confirmed_none"})
    assert await _said(state) == "1 drawn. They come first." and state.shown.is_audit
    await _do(state, "decide", business_id=state.shown.id, decision="has_website")
    assert "The machine had said: no website found." in await _said(state)
    async with reading() as session:
        found = await review.measure(session)
    assert (found.precision.hits, found.precision.of) == (0, 1)


async def test_an_audit_of_nonsense_says_so(owner: str) -> None:
    state = await _open(owner)
    for count in ("", "-1", "many", "²"):
        await _do(state, "audit", form={"count": count})
        assert await _said(state) == "How many? Give a whole number."
    await _do(state, "audit", form={"count": "5"})
    assert await _said(state) == "There is nothing left to draw."


async def test_a_viewer_looks_and_decides_nothing(viewer: str) -> None:
    business_id = await _doubtful()
    state = await _open(viewer)
    assert state.shown.id == business_id and not state.may_decide
    await _do(state, "decide", business_id=business_id, decision="confirmed_none")
    await _do(state, "put_off", business_id=business_id)
    assert await _state_of(business_id) == "needs_review"
    async with reading() as session:
        assert not (await session.exec(select(ReviewLabel))).all()
        assert not (await review.list_waiting(session))[0].is_put_off
