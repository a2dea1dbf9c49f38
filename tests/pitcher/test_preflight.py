"""What the name servers say about a sending domain, asked over the wire."""

import base64

import httpx
import pytest
from fastapi import FastAPI

from tests.fakes.dns import naming
from webmagic import pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.settings import Settings, get_settings
from webmagic.http import unsubscribe
from webmagic.models import SendingDomain
from webmagic.pitcher import preflight
from webmagic.pitcher.preflight import Resolver, look

KEY = base64.b64encode(b"0" * 294).decode()
SHORT = base64.b64encode(b"0" * 94).decode()
DOMAIN = "mail.agency.gt"
GIVEN = Settings(
    _env_file=None,
    public_url="https://www.agency.gt",
    sender_name="Ana",
    sender_postal_address="6a avenida 0-00",
    sender_contact_url="https://agency.gt/privacy",
)
GOOD = {
    (DOMAIN, "TXT"): ['"v=spf1 include:spf.provider.net ~all"', '"site-verification=1"'],
    ("spf.provider.net", "TXT"): ['"v=spf1 ip4:203.0.113.0/24 -all"'],
    (f"resend._domainkey.{DOMAIN}", "TXT"): [f'"v=DKIM1; k=rsa; p={KEY[:200]}" "{KEY[200:]}"'],
    (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=none; rua=mailto:d@agency.gt"'],
    (DOMAIN, "MX"): ["10 mx.agency.gt."],
    ("www.agency.gt", "A"): ["203.0.113.9"],
}


async def tones(changes: dict, selector: str = "resend", silent: set[str] | None = None) -> dict[str, str]:
    zone = {key: records for key, records in (GOOD | changes).items() if records}
    async with naming(zone, silent) as port:
        resolver = Resolver("127.0.0.1", port)
        resolver._dns.lifetime = 1.0
        found = await look(DOMAIN, selector, GIVEN, resolver)
    return {one.key: one.tone for one in found}


async def test_a_domain_with_everything_is_ready():
    assert set((await tones({})).values()) == {"ok"}
    assert set((await tones({}, selector="")).values()) == {"ok"}  # a usual selector is found


MANY = " ".join(f"include:a{n}.net" for n in range(11))


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({(DOMAIN, "TXT"): []}, "SPF"),
        ({(DOMAIN, "TXT"): ['"v=spf1 -all"', '"v=spf1 mx -all"']}, "SPF"),
        ({(DOMAIN, "TXT"): [f'"v=spf1 {MANY} -all"']}, "SPF"),
        ({("spf.provider.net", "TXT"): [f'"v=spf1 {MANY[:200]} -all"'.replace("a0", "x")]}, "SPF"),
        ({(f"resend._domainkey.{DOMAIN}", "TXT"): []}, "DKIM"),
        ({(f"resend._domainkey.{DOMAIN}", "TXT"): ['"v=DKIM1; p="']}, "DKIM"),
        ({(f"resend._domainkey.{DOMAIN}", "TXT"): [f'"v=DKIM1; p={SHORT}"']}, "DKIM"),
        ({(f"_dmarc.{DOMAIN}", "TXT"): []}, "DMARC"),
        ({(f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; rua=mailto:x@y.gt"']}, "DMARC"),
        ({(DOMAIN, "MX"): []}, "Replies"),
        ({("www.agency.gt", "A"): []}, "Tracking"),
    ],
)
async def test_each_missing_record_is_named(changes, key):
    found = await tones(changes)
    assert found[key] == "bad"


async def test_the_domain_above_may_speak_for_dmarc_and_the_return_path_for_spf():
    found = await tones(
        {
            (f"_dmarc.{DOMAIN}", "TXT"): [],
            ("_dmarc.agency.gt", "TXT"): ['"v=DMARC1; p=reject"'],
            (DOMAIN, "TXT"): ['"hello"'],
            (f"send.{DOMAIN}", "TXT"): ['"v=spf1 include:spf.provider.net ~all"'],
        }
    )
    assert (found["DMARC"], found["SPF"]) == ("ok", "ok")


async def test_a_silent_name_server_proves_nothing_and_opens_nothing():
    assert (await tones({}, silent={DOMAIN}))["SPF"] == "bad"


@pytest.mark.parametrize(
    ("host", "name"), [("mail.agency.gt", "agency.gt"), ("a.b.co.uk", "b.co.uk"), ("x.com", "x.com")]
)
def test_neighbours_share_an_organisation(host, name):
    assert preflight.organisation(host) == name


def our_own_pages() -> httpx.ASGITransport:
    app = FastAPI()
    app.include_router(unsubscribe.router)
    return httpx.ASGITransport(app)


@pytest.mark.parametrize("name", ["sender_name", "sender_postal_address", "sender_contact_url"])
async def test_without_name_postal_address_and_privacy_notice_no_domain_sends(name):
    (finding,) = preflight._sender(GIVEN.model_copy(update={name: "  "}))
    assert finding.tone == "bad" and name.upper() in finding.text


async def test_a_look_is_kept_and_decides_about_the_domain(sqlite_db, monkeypatch):
    for name in ("public_url", "sender_name", "sender_postal_address", "sender_contact_url"):
        monkeypatch.setenv(name.upper(), str(getattr(GIVEN, name)))
    get_settings.cache_clear()
    async with transaction() as session:
        wanted = pitcher.Wanted("outreach", "Ana", f"ana@{DOMAIN}", dkim_selector="resend")
        await pitcher.add_identity(session, wanted, actor="ana")
        (sender,) = await pitcher.list_senders(session, "outreach")
    assert not sender.is_sound and "not asked yet" in sender.problem
    async with naming(GOOD) as port:
        asked = Resolver("127.0.0.1", port)
        await pitcher.check_domain(DOMAIN, transaction, actor="ana", resolver=asked, wire=our_own_pages())
    async with reading() as session:
        (sender,) = await pitcher.list_senders(session, "outreach")
        row = await session.get_one(SendingDomain, DOMAIN)
    assert sender.is_sound and row.checked_at and {one["tone"] for one in row.report} == {"ok"}
