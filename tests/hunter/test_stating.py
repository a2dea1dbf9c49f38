"""What an owner says stands above every listing that comes later, and is checked before it is kept."""

import pytest
from sqlmodel import select

from tests.hunter import rows
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid
from webmagic.hunter import check_statement, import_rows, state_facts
from webmagic.models import Business

HOURS = [{"day": 0, "spans": [{"opens": "10:00", "closes": "12:00"}]}]


async def known() -> Business:
    async with reading() as session:
        return (await session.exec(select(Business))).one()


async def test_a_later_listing_does_not_take_the_owner_s_word_back(db) -> None:
    await import_rows([rows.outscraper()], transaction=transaction, country="US")
    said = {"phone": "(937) 555-0177", "email": "", "hours": HOURS, "services": ["Drains"]}
    async with transaction() as session:
        business = (await session.exec(select(Business))).one()
        await state_facts(session, business.id, check_statement(said, "US"))
    newer = rows.outscraper(rating=4.2, phone="+1 937-555-0188", working_hours={"Monday": "9AM-5PM"})
    await import_rows([newer], transaction=transaction, country="US")
    business = await known()
    assert (business.phone, business.email, business.services) == ("+19375550177", "", ["Drains"])
    assert business.hours == HOURS
    assert {business.provenance[name] for name in said} == {"owner"}
    assert business.rating == 4.2  # what the owner did not speak of follows the listing


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"phone": "12"}, "not valid"),
        ({"email": "nobody"}, "not valid"),
        ({"services": ["x"] * 41}, "at most 40"),
        ({"stage": "sold"}, "cannot be set"),
        ({"name": "x" * 400}, "at most 300"),
    ],
)
def test_what_cannot_be_kept_is_said(said, words) -> None:
    with pytest.raises(Invalid, match=words):
        check_statement(said, "US")
