"""Names for sites: short, readable, unique, and never one that means something else."""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from webmagic.hosting import RESERVED, choose_subdomain, is_label
from webmagic.hosting.subdomains import candidates
from webmagic.models import Business, GeneratedSite


async def take(session, subdomain: str) -> None:
    business = Business(dedupe_key=f"np:{subdomain}", name=subdomain)
    session.add(business)
    await session.flush()
    session.add(GeneratedSite(business_id=business.id, subdomain=subdomain))
    await session.flush()


async def test_a_name_becomes_a_label_and_the_city_tells_two_apart(session):
    assert await choose_subdomain(session, "Panadería El Buen Gusto", "Cobán") == "panaderia-el-buen-gusto"
    await take(session, "panaderia-el-buen-gusto")
    assert (
        await choose_subdomain(session, "Panaderia el buen gusto", "Cobán") == "panaderia-el-buen-gusto-coban"
    )
    await take(session, "panaderia-el-buen-gusto-coban")
    assert await choose_subdomain(session, "Panaderia El Buen Gusto", "Cobán") == "panaderia-el-buen-gusto-2"


async def test_an_apostrophe_leaves_no_trace(session):
    for name in ("Eddie's on Canal", "Eddie’s on Canal"):
        assert await choose_subdomain(session, name) == "eddies-on-canal"


async def test_a_reserved_name_is_never_given(session):
    assert await choose_subdomain(session, "Admin", "Reno") == "admin-reno"
    assert await choose_subdomain(session, "WWW") == "www-2"


async def test_a_name_without_letters_still_gets_one(session):
    for name in ("", "!!!", "7", "—"):
        assert is_label(await choose_subdomain(session, name, "Reno"))


@given(st.text(max_size=80), st.text(max_size=40))
def test_whatever_the_name_every_candidate_is_a_label_and_free_of_reserved_words(name, city):
    for candidate in islice(candidates(name, city), 12):
        assert is_label(candidate) and candidate not in RESERVED and not candidate.startswith("xn--")
