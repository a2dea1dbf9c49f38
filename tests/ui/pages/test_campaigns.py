from tests.ui.conftest import open_page
from webmagic.core.database import transaction
from webmagic.models import Business, Campaign, CampaignState, EventKind, Message, MessageEvent, MessageState
from webmagic.ui.pages.campaigns.rows import calm
from webmagic.ui.pages.campaigns.state import CampaignsState
from webmagic.ui.toasts import ToastState

LETTER = '<html><head><title>x</title></head><body>Hello <img src="/t/o/1.gif"></body></html>'


async def _open(cookie: str, address: str = "/campaigns") -> CampaignsState:
    state = await open_page(CampaignsState, address, cookie)
    await CampaignsState.event_handlers["load"].fn(state)
    return state


async def _mail(state: str = MessageState.SENT, to: str = "ruth@shop.example.com", **changes: object) -> int:
    async with transaction() as session:
        message = Message(to_email=to, subject="Your page is up", html_body=LETTER, text_body="Hello",
                          state=state, headers={"List-Unsubscribe": "<https://x.example.com>"},
                          **changes)  # fmt: skip
        session.add(message)
        await session.flush()
        session.add(MessageEvent(message_id=message.id or 0, kind=EventKind.OPEN))
    return message.id or 0


async def test_before_the_first_mail_the_page_says_so(owner: str) -> None:
    state = await _open(owner)
    assert state.is_bare and state.mail.id == 0 and state.problem == ""


async def test_the_newest_mail_lies_open(owner: str) -> None:
    await _mail()
    newest = await _mail(MessageState.QUEUED, to="walt@shop.example.com")
    state = await _open(owner)
    assert state.mail.id == newest and not state.is_chosen
    assert state.lines[0].is_current and len(state.lines) == 2


async def test_reading_a_mail_here_is_not_an_opening(owner: str) -> None:
    message = await _mail()
    html = (await _open(owner, f"/campaigns?mail={message}")).mail.html
    assert "default-src 'none'" in html and "/t/o/" not in html and "Hello" in html


def test_a_letter_without_a_head_is_calmed_too() -> None:
    assert calm("<p>Hi").startswith("<meta")


async def test_a_mail_shows_its_text_headers_and_history(owner: str) -> None:
    message = await _mail()
    state = await _open(owner, f"/mailbox?mail={message}&part=headers")
    assert (state.base, state.part, state.is_chosen) == ("/mailbox", "headers", True)
    assert "List-Unsubscribe" in [header.name for header in state.mail.headers]
    assert [one.text for one in state.mail.happened] == ["Opened"]


async def test_a_held_mail_says_why(owner: str) -> None:
    await _mail(MessageState.HELD, held_reason="No postal address for the footer.")
    state = await _open(owner, "/campaigns?state=held")
    assert (state.mail.words, state.mail.why) == ("held", "No postal address for the footer.")


async def test_held_offers_are_counted_by_reason(owner: str) -> None:
    async with transaction() as session:
        for number in range(3):
            shop = Business(dedupe_key=str(number), name=f"Shop {number}")
            session.add(shop)
            await session.flush()
            reason = "Thursday is a holiday." if number else "No address."
            session.add(Campaign(business_id=shop.id or 0, state=CampaignState.HELD, held_reason=reason))
    state = await _open(owner)
    assert [(one.count, one.reason) for one in state.reasons] == [
        ("2", "Thursday is a holiday."),
        ("1", "No address."),
    ]


async def test_a_mail_there_is_not_is_a_sentence(owner: str) -> None:
    assert (await _open(owner, "/campaigns?mail=77")).problem == "There is no such message."
    assert (await _open(owner, "/campaigns?mail=all")).problem == "There is no such message."


async def test_rehearsing_writes_nothing(owner: str) -> None:
    state = await _open(owner)
    await CampaignsState.event_handlers["rehearse"].fn(state)
    assert state.rehearsed == "0 offers would be written, 0 held." and state.lines == []


async def test_a_viewer_may_not_send(viewer: str) -> None:
    state = await _open(viewer)
    await CampaignsState.event_handlers["write_and_send"].fn(state)
    assert "role does not allow" in (await state.get_state(ToastState)).notes[0].text


async def test_what_is_due_is_asked_for_by_hand(owner: str) -> None:
    state = await _open(owner)
    await CampaignsState.event_handlers["write_and_send"].fn(state)
    assert (await state.get_state(ToastState)).notes[0].text == "0 offers written, 0 mails asked for."


async def test_a_mail_in_doubt_is_settled_by_a_person_once(owner: str) -> None:
    there, gone = await _mail(MessageState.UNKNOWN), await _mail(MessageState.UNKNOWN)
    state = await _open(owner, f"/campaigns?mail={there}")
    assert state.mail.in_doubt
    await CampaignsState.event_handlers["mark_sent"].fn(state, there)
    await CampaignsState.event_handlers["send_again"].fn(state, gone)
    async with transaction() as session:
        kept = [await session.get_one(Message, mail) for mail in (there, gone)]
    assert [message.state for message in kept] == [MessageState.SENT, MessageState.QUEUED]
    assert kept[0].sent_at and not (await _open(owner, f"/campaigns?mail={there}")).mail.in_doubt
    await CampaignsState.event_handlers["send_again"].fn(state, there)  # a second click, from an old screen
    toasts = await state.get_state(ToastState)
    assert any("not in doubt any more" in one.text for one in toasts.notes)
