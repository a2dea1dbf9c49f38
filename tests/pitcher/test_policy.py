"""Each rule of the mail law, broken once, holds the letter."""

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.pitcher.shops import bakery, locksmith, on_the_road
from webmagic import pitcher
from webmagic.core.database import transaction
from webmagic.core.settings import Settings, get_settings
from webmagic.models import Campaign, SendingDomain, Setting
from webmagic.pitcher.policy import Case
from webmagic.pitcher.transports import MailboxMailer, OutgoingMail, ResendMailer, SmtpMailer, choose
from webmagic.pitcher.transports.mime import build

REAL = {
    "public_url": "https://webmagic.example",
    "sender_email": "ana@mail.agency.gt",
    "sender_postal_address": "6a avenida 0-00, Guatemala",
    "sender_contact_url": "https://agency.gt/privacy",
}


def rules(business, *, real: bool = True, given: dict | None = None, **case) -> set[str]:
    settings = Settings(_env_file=None, **(REAL | (given or {})))
    mailer = SmtpMailer("smtp://localhost") if real else MailboxMailer(settings.mailbox_dir)
    own = pitcher.Sender(settings.sender_name, settings.sender_email, identity_id=1)
    return {hold.rule for hold in pitcher.judge(Case(business, mailer, settings, **({"sender": own} | case)))}


def shop(**changes):
    return locksmith(**({"email": "walt@harrowlocks.com"} | changes))


@pytest.mark.parametrize("country", ["US", "GT"])
def test_a_sound_offer_in_an_open_country_may_leave(home, country):
    assert rules(shop(country=country)) == set()
    assert rules(locksmith(country=country), real=False) == set()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"email": ""}, "no-email"),
        ({"email": "walt"}, "bad-address"),
        ({"email": "a@b.com\r\nBcc: x@y.com"}, "bad-address"),
        ({"email": "walt@harrow..com"}, "bad-address"),
        ({"email": "walt@example.com"}, "reserved-domain"),
        ({"email": "walt@shop.test"}, "reserved-domain"),
        ({"email": "NoReply@harrowlocks.com"}, "role-trap"),
        ({"email": "abuse@harrowlocks.com"}, "role-trap"),
        ({"email": "walt@iCloud.com"}, "icloud"),
        ({"email": "walt@me.com"}, "icloud"),
        ({"do_not_contact": True}, "do-not-contact"),
        ({"is_closed": True}, "closed"),
        ({"country": ""}, "country-unknown"),
        ({"country": "XX"}, "country-unknown"),
        ({"country": "DE"}, "country-blocked"),
        ({"country": "ES"}, "country-blocked"),
        ({"country": "NL"}, "country-blocked"),
        ({"country": "CA"}, "country-review"),
        ({"country": "MX"}, "country-review"),
        ({"country": "GB"}, "not-corporate"),
        ({"country": "GB", "legal_form": "Ltd", "email": "a@gmail.com"}, "not-corporate"),
        ({"country": "GB", "legal_form": "Ltd"}, "balancing-test"),
        ({"country": "FR"}, "balancing-test"),
    ],
)
def test_a_recipient_the_law_or_the_provider_protects_is_held(home, changes, rule):
    assert rule in rules(shop(**changes))


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"sender_postal_address": " "}, "sender-missing"),
        ({"sender_name": ""}, "sender-missing"),
        ({"sender_email": "hello@webmagic.example.com"}, "sender-sample"),
        ({"sender_postal_address": Settings.model_fields["sender_postal_address"].default}, "sender-sample"),
        ({"sender_email": "ana@gmail.com"}, "sender-free-mail"),
        ({"public_url": "http://webmagic.example"}, "unsubscribe-https"),
    ],
)
def test_a_sender_who_is_not_ready_holds_everything(home, given, rule):
    assert rule in rules(shop(), given=given)


def test_a_company_in_the_united_kingdom_may_be_written_to_after_the_balancing_test(home):
    company = shop(country="GB", legal_form="Ltd")
    assert rules(company, has_balancing_test=True) == set()
    assert rules(company, has_balancing_test=True, given={"sender_contact_url": ""}) == {"privacy-notice"}


async def test_a_provider_whose_terms_forbid_offers_waits_for_the_operators_word(sqlite_db, monkeypatch):
    for name, value in REAL.items():
        monkeypatch.setenv(name.upper(), value)
    get_settings.cache_clear()
    mailer = ResendMailer("re_test", "http://127.0.0.1:1")
    async with transaction() as session:
        business = await on_the_road(session, shop())
        wanted = pitcher.Wanted("outreach", "Ana", "ana@offers.agency.gt")
        identity = await pitcher.add_identity(session, wanted, actor="ana")
        (await session.get_one(SendingDomain, identity.domain)).is_sound = True
        await session.flush()
        assert [hold.rule for hold in await pitcher.check(session, business, mailer)] == ["provider-terms"]
        session.add(Setting(key=pitcher.OUTREACH_CONFIRMED, value={"resend": "our contract allows it"}))
        await session.flush()
        assert await pitcher.check(session, business, mailer) == []


async def test_what_is_held_says_why_on_the_campaign(sqlite_db, home):
    async with transaction() as session:
        await on_the_road(session, bakery(country="DE", is_closed=True))
        report = await pitcher.create_due(session, MailboxMailer(home / "mailbox"))
        (campaign,) = (await session.exec(select(Campaign))).all()
    assert (campaign.state, report.created) == ("held", 0)
    assert "This business is closed." in campaign.held_reason
    assert "UWG" in campaign.held_reason


async def test_no_tracking_where_it_needs_consent(sqlite_db, home, monkeypatch):
    monkeypatch.setenv("SENDER_CONTACT_URL", "https://agency.example/privacy")
    get_settings.cache_clear()
    async with transaction() as session:
        session.add(Setting(key=pitcher.BALANCING_TEST, value="written on 2 May, kept in the safe"))
        await on_the_road(session, locksmith(country="FR"))
        report = await pitcher.create_due(session, MailboxMailer(home / "mailbox"))
        detail = await pitcher.get_message(session, report.message_ids[0])
    for part in (detail.message.text_body, detail.message.html_body):
        assert "/t/c/" not in part and "/t/o/" not in part
        assert "http://shop-" in part and "/claim/" in part


def test_every_country_row_is_whole():
    countries = pitcher.list_countries()
    assert {country.rule for country in countries.values()} == {"allowed", "review", "blocked"}
    assert all(len(code) == 2 and country.why for code, country in countries.items())
    assert pitcher.find_country("gt") == countries["GT"]
    assert pitcher.reviewed_at().year == 2026


def test_the_mailer_is_chosen_by_the_settings(home):
    for provider, name in (("mailbox", "mailbox"), ("resend", "resend"), ("smtp", "smtp")):
        given = Settings(_env_file=None, mail_provider=provider, smtp_url="smtps://u:p%40@mail.example")
        assert choose(given).name == name


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_from_outside_breaks_out_of_a_header_or_the_page(home, text):
    hostile = f"{text}\r\nBcc: eve@evil.example\r\n\r\n<script>x</script>"
    review = {"author": hostile, "text": f"{hostile} A kind man who fixed it all.", "rating": 5}
    business = locksmith(id=1, name=hostile, city=hostile, category=hostile, reviews=[review])
    letter = pitcher.write_offer(
        business, pitcher.links_for(1, 1, "shop", is_tracked=True), hostile, get_settings()
    )
    assert "\r" not in letter.subject and "\n" not in letter.subject
    assert "<script" not in letter.html
    mail = OutgoingMail(
        "k", "<k@x>", hostile, "a@x.example", "b@y.example", letter.subject, letter.text, letter.html
    )
    parsed = message_from_bytes(build(mail), policy=default)
    assert parsed["Bcc"] is None and len(parsed.get_all("Subject")) == 1
