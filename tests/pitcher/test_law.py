"""Every rule of the mail law, broken once: the mail is held, with the reason, and never leaves.

The names in `BROKEN` are those of the list of rules in docs/mail.md. Two halves: what is wrong with the
letter (M1–M12), broken in a finished, queued letter just before it would leave; and what is wrong
with recipient, sender or country, in `test_policy.py`.
"""

import datetime as dt
import re
from html import unescape

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from tests.pitcher.shops import locksmith, on_the_road
from webmagic import pitcher
from webmagic.core.clock import ago, now
from webmagic.core.database import transaction
from webmagic.core.settings import Settings, get_settings
from webmagic.models import Business, Campaign, Message, MessageState, Setting, Suppression
from webmagic.pitcher.letterlaw import Written, _Part, check_letter
from webmagic.pitcher.policy import Case, business_days_after
from webmagic.pitcher.transports import MailboxMailer, OutgoingMail
from webmagic.pitcher.transports.mime import build

BALANCED = pitcher.find_country("FR")
GIVEN = Settings(
    _env_file=None,
    public_url="https://webmagic.example",
    sender_name="Ana",
    sender_email="ana@mail.agency.gt",
    sender_postal_address="6a avenida 0-00, Guatemala",
    sender_contact_url="https://agency.gt/privacy",
)


def letter(country: str = "US", **changes) -> Written:
    business = locksmith(id=1, country=country)
    tracked = pitcher.find_country(country).tracking
    links = pitcher.links_for(1, 1, "shop", is_tracked=tracked)
    made = pitcher.write_offer(business, links, "outscraper", GIVEN)
    headers = {
        "List-Unsubscribe": f"<{links.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    given = dict(
        subject=made.subject, text=made.text, html=made.html, from_name="Ana",
        from_email="ana@mail.agency.gt", headers=headers,
    )  # fmt: skip
    return Written(**given | changes)


def broken(written: Written, country: str = "US") -> set[str]:
    return {hold.rule for hold in check_letter(written, pitcher.find_country(country), GIVEN)}


def without(part: str, *words: str) -> str:
    for word in words:
        assert word in part, word
        part = part.replace(word, "")
    return part


@pytest.mark.parametrize("country", ["US", "GT", "GB", "FR", "BR"])
def test_our_own_letters_keep_every_rule_in_every_open_country(home, country):
    assert broken(letter(country), country) == set()


ADDRESS, WHO = "6a avenida 0-00, Guatemala", "Ana"
OFFER, SOURCE = "commercial offer", "Your address comes from"


def _cases():
    fine = letter()
    link = fine.headers["List-Unsubscribe"].strip("<>")
    head = fine.headers
    yield "M1", {"text": without(fine.text, ADDRESS)}
    yield "M1", {"html": without(fine.html, ADDRESS)}
    yield "M2", {"text": fine.text.replace(WHO, "")}
    yield "M2", {"html": without(fine.html, "ana@mail.agency.gt", "https://agency.gt/privacy")}
    yield "M4", {"subject": "Re: your website"}
    yield "M4", {"subject": "FW : your website"}
    yield "M4", {"subject": "  "}
    yield "M5", {"text": without(fine.text, OFFER)}
    yield "M5", {"html": without(fine.html, OFFER)}
    yield "M6", {"text": without(fine.text, link)}
    yield "M6", {"html": without(fine.html, link)}
    yield "M6", {"text": fine.text.replace(link, link[:-3] + "abc")}
    yield "M7", {"headers": {}}
    yield "M7", {"headers": {**head, "List-Unsubscribe": "<mailto:stop@agency.gt>"}}
    yield "M7", {"headers": {**head, "List-Unsubscribe": f"<{link}>, <{link}x>"}}
    yield "M7", {"headers": {**head, "List-Unsubscribe": f"<{link}{'x' * 1000}>"}}
    yield "M7", {"headers": {"List-Unsubscribe": head["List-Unsubscribe"]}}
    yield "M7", {"headers": {**head, "list-unsubscribe-post": "List-Unsubscribe=One-Click"}}
    yield "M8", {"text": without(fine.text, SOURCE)}
    yield "M8", {"html": without(fine.html, SOURCE)}
    yield "M10", {"html": fine.html + '<p style="display:none">cheap pills</p>'}
    yield "M10", {"html": fine.html + '<p style="font-size:0">cheap pills</p>'}
    yield "M10", {"html": fine.html + '<p style="color:#fff;">cheap pills</p>'}
    yield "M10", {"subject": "✅ Your website"}


@pytest.mark.parametrize("number", range(24))
def test_a_letter_that_breaks_a_rule_is_caught(home, number):
    rule, changes = list(_cases())[number]
    assert rule in broken(letter(**changes))


def test_every_case_above_is_tried(home):
    assert len(list(_cases())) == 24


def test_a_letter_no_one_can_answer_is_caught_where_no_contact_page_is_set(home):
    bare = GIVEN.model_copy(update={"sender_contact_url": ""})
    made = letter()
    mute = letter(html=without(made.html, "ana@mail.agency.gt"))
    holds = check_letter(mute, pitcher.find_country("US"), bare)
    assert [hold.rule for hold in holds] == ["M2"] and "no way to reach us" in holds[0].reason


@pytest.mark.parametrize(
    "word", ["Uncommercial offer", "commercial offers", "commercial_offer", "_commercial offer"]
)
def test_a_part_of_another_word_discloses_nothing(home, word):
    assert "M5" in broken(letter(text=letter().text.replace("commercial offer", word)))


@pytest.mark.parametrize(
    "said", ["COMMERCIAL OFFER", "(commercial offer)", "1: commercial offer", "Publicidad"]
)
def test_the_disclosure_counts_however_it_is_printed(home, said):
    assert "M5" not in broken(letter(text=letter().text.replace("commercial offer", said)))


@pytest.mark.parametrize("hidden", ['<a title="{}">x</a>', "<!-- {} -->", '<img alt="{}">'])
def test_words_within_a_tag_are_seen_by_nobody(home, hidden):
    html = letter().html.replace(ADDRESS, hidden.format(ADDRESS))
    assert "M1" in broken(letter(html=html))


PIECES = st.lists(
    st.sampled_from(["<", ">", "ana", "an", "a", " ", "\n", "@x.gt", "&amp;", "&#39;", '"', "<b>"])
)


@given(PIECES, st.sampled_from(["ana", "ana an", "a'a", "ana@x.gt"]), st.sampled_from(["", "ana@x.gt"]))
def test_looking_first_for_the_words_as_they_are_changes_no_verdict(pieces, words, beside):
    raw = "".join(pieces)
    stripped = " ".join(re.sub(r"<[^>]*>", " ", unescape(raw)).split()).lower()
    seen = words in (stripped.replace(beside, "") if beside else stripped)
    assert _Part("HTML", raw).shows(words, beside) == seen


def test_an_answer_to_a_real_mail_may_say_so(home):
    assert broken(letter(subject="Re: your question", answers_to=True)) == set()


@pytest.mark.parametrize("words", ["right to object", "https://agency.gt/privacy"])
def test_where_the_gdpr_holds_the_first_letter_tells_of_the_right_to_object(home, words):
    fine = letter("FR")
    assert "M8" in broken(letter("FR", text=fine.text.replace(words, "")), "FR")
    assert "M8" in broken(letter("FR", html=fine.html.replace(words, "")), "FR")


def test_nothing_is_tracked_where_that_needs_consent(home):
    assert "M12" in broken(letter("US"), "FR")


def test_a_country_may_ask_for_a_label_in_the_subject(home):
    assert letter("PE").subject.startswith("PUBLICIDAD: ")
    assert "M5" in broken(letter("PE", subject="A website"), "PE")


def test_the_headers_that_must_be_there_once_are_there_once(home):
    made = letter()
    mail = OutgoingMail(
        "message-1-a", "<message-1-a@agency.gt>", "Ana", "ana@mail.agency.gt", "walt@shop.example",
        made.subject, made.text, made.html, made.headers,
    )  # fmt: skip
    names = [line.split(b":")[0] for line in _head(build(mail)) if line[:1] > b" "]
    for name in (b"From", b"Date", b"Message-ID", b"Subject", b"List-Unsubscribe", b"List-Unsubscribe-Post"):
        assert names.count(name) == 1, name


def _head(mail: bytes) -> list[bytes]:
    return mail.split(b"\r\n\r\n")[0].split(b"\r\n")


async def queued() -> int:
    async with transaction() as session:
        await on_the_road(session, locksmith())
        report = await pitcher.create_due(session, MailboxMailer(get_settings().mailbox_dir))
    return report.message_ids[0]


async def outcome(home, message_id: int) -> tuple[str, str]:
    state = await pitcher.deliver(message_id, transaction, MailboxMailer(home / "mailbox"))
    assert not list((home / "mailbox").glob("*.eml")) or state == MessageState.SENT
    async with transaction() as session:
        message = await session.get_one(Message, message_id)
        return message.state, message.held_reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text_body": "Buy now."}, "postal address"),
        ({"subject": "Re: our call"}, "pretends to answer"),
        ({"headers": {}}, "One-click unsubscribe"),
    ],
)
async def test_whoever_changed_the_letter_meanwhile_a_broken_one_does_not_leave(
    sqlite_db, home, change, reason
):
    message_id = await queued()
    async with transaction() as session:
        message = await session.get_one(Message, message_id)
        for name, value in change.items():
            setattr(message, name, value)
        session.add(message)
    state, held = await outcome(home, message_id)
    assert state == "held" and reason in held


async def test_a_mail_that_leaves_keeps_the_proof_of_what_was_checked(sqlite_db, home):
    message_id = await queued()
    assert (await outcome(home, message_id))[0] == "sent"
    async with transaction() as session:
        message = await session.get_one(Message, message_id)
        campaign = (await session.exec(select(Campaign))).one()
    assert {"M1", "M6", "M7", "M9"} <= set(message.checks["rules"])
    assert message.checks["policy"] == pitcher.reviewed_at().isoformat() and len(message.checks["body"]) == 64
    assert campaign.basis["country"] == "US" and campaign.basis["basis"] == "opt-out"
    assert campaign.basis["address_type"] == "named"


async def test_a_suppression_between_queue_and_sending_holds_the_mail(db, home):
    message_id = await queued()
    async with transaction() as session:
        await pitcher.suppress(session, "walt@harrowlocks.example.com", reason="asked", channel="phone")
    state, held = await outcome(home, message_id)
    assert (state, "suppressed" in held) == ("held", True)


@pytest.mark.parametrize("entry", ["@harrowlocks.example.com", "sha256"])
async def test_a_domain_and_a_hash_out_of_somebody_elses_list_hold_the_mail(sqlite_db, home, entry):
    message_id = await queued()
    if entry == "sha256":
        entry = pitcher.suppression.sha256("Walt@HarrowLocks.example.com")
    async with transaction() as session:
        found = await pitcher.import_suppressions(session, f"{entry}\n", channel="import")
    assert found.added == 1
    assert (await outcome(home, message_id))[0] == "held"


async def test_three_letters_a_year_are_enough(db, home):
    message_id = await queued()
    async with transaction() as session:
        message = await session.get_one(Message, message_id)
        for days in (200, 100, 30):
            past = message.model_dump(exclude={"id", "campaign_id"})
            session.add(Message(**past | {"state": "sent", "sent_at": ago(days=days)}))
    state, held = await outcome(home, message_id)
    assert (state, "within a year" in held) == ("held", True)


async def test_letters_to_one_address_are_three_working_days_apart(sqlite_db, home):
    message_id = await queued()
    async with transaction() as session:
        message = await session.get_one(Message, message_id)
        past = message.model_dump(exclude={"id", "campaign_id"})
        session.add(Message(**past | {"state": "sent", "sent_at": ago(hours=1)}))
    assert (await outcome(home, message_id))[0] == "queued"  # it waits, and is not held
    async with transaction() as session:
        message = await session.get_one(Message, message_id)
    assert message.send_after > now() + dt.timedelta(days=2) and "working days" in message.waits_for


def test_a_weekend_is_no_working_day():
    friday = dt.datetime(2026, 11, 27, 10, tzinfo=dt.UTC)
    assert business_days_after(friday) == dt.datetime(2026, 12, 2, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("country", "kind", "is_open"),
    [("CA", "published", True), ("DE", "published", False), ("DE", "consent", True), ("ES", "consent", True)],
)
async def test_a_permission_with_its_proof_opens_what_the_law_lets_it_open(
    sqlite_db, home, monkeypatch, country, kind, is_open
):
    monkeypatch.setenv("SENDER_CONTACT_URL", "https://agency.example/privacy")
    get_settings.cache_clear()
    mailer = MailboxMailer(home / "mailbox")
    async with transaction() as session:
        session.add(Setting(key=pitcher.BALANCING_TEST, value="written on 2 May"))
        business = await on_the_road(session, locksmith(country=country))
        assert await pitcher.check(session, business, mailer)
        note = dict(
            kind=kind, proof="Their page says: write to us.", source_url="https://shop.example/contact"
        )
        await pitcher.permit(session, business.email, **note, actor="ana@agency.gt")
        holds = {hold.rule for hold in await pitcher.check(session, business, mailer)}
    assert holds == (set() if is_open else {"country-blocked"})


def test_offers_and_receipts_never_come_from_one_domain(home):
    mailer = pitcher.transports.SmtpMailer("smtp://localhost")
    sender = pitcher.Sender("Ana", "ana@mail.agency.gt", identity_id=1)
    shop = locksmith(email="walt@harrowlocks.com")

    def found(**case) -> set[str]:
        return {hold.rule for hold in pitcher.judge(Case(shop, mailer, GIVEN, **case))}

    assert found(sender=sender) == set()
    assert found(sender=sender, receipts_come_from=frozenset({"mail.agency.gt"})) == {"shared-domain"}
    assert found() == {"identity-missing"}
    unsound = pitcher.Sender("Ana", "ana@mail.agency.gt", identity_id=1, is_sound=False)
    assert found(sender=unsound) == {"domain-unsound"}
    paused = pitcher.Sender("Ana", "ana@mail.agency.gt", identity_id=1, paused_because="Bounces.")
    assert found(sender=paused) == {"identity-paused"}


async def test_a_person_who_asked_to_be_forgotten_is_gone_and_still_never_written_to(db, home):
    message_id = await queued()
    address = "walt@harrowlocks.example.com"
    async with transaction() as session:
        await pitcher.erase_person(session, address, actor="ana@agency.gt")
    async with transaction() as session:
        for table in (Message, Business, Suppression, Campaign):
            rows = [row.model_dump_json() for row in (await session.exec(select(table))).all()]
            assert not any("walt@harrow" in row.lower() for row in rows), table
        dump = (await session.exec(sa.select(sa.func.count()).select_from(Suppression))).scalar_one()
        assert dump == 1
        assert (await session.get_one(Message, message_id)).state == "held"
        again = await on_the_road(session, locksmith(dedupe_key="place:again"))
        holds = await pitcher.check(session, again, MailboxMailer(home / "mailbox"))
    assert "suppressed" in {hold.rule for hold in holds}
