"""One name in several towns: chains that no list knows."""

import pytest

from webmagic.core.database import reading, transaction
from webmagic.hunter.repeats import is_chain, mark_repeated
from webmagic.hunter.rules import Rules
from webmagic.models import Business

TOWNS = ["Fallow", "Marrow Creek", "Tillery Bend", "Quarry", "Depot"]


@pytest.fixture
def spread():
    """Businesses of one name, or one name per town, stored as they are."""

    async def spread(*names: str, **columns) -> None:
        common = {"country": "US", "trade": "cleaning", "website_state": "confirmed_none", "rating": 4.9,
                  "email": "a@example.com"}  # fmt: skip
        async with transaction() as session:
            for number, (name, town) in enumerate(zip(names, TOWNS, strict=False)):
                told = {k: v[number] if isinstance(v, list) else v for k, v in columns.items()}
                session.add(
                    Business(name=name, dedupe_key=f"{name}{number}", **common | {"city": town} | told)
                )

    return spread


async def marked(names: list[str] | None = None) -> int:
    async with transaction() as session:
        return await mark_repeated(session, Rules(), names)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Zorbal Maid Brigade"] * 3, 3),
        (["Zorbal Maid Brigade", "ZORBAL MAID BRIGADE, LLC", "Zorbal Maid Brigade Inc."], 3),
        (["Zorbal Brigade of Fallow", "Zorbal Brigade of Marrow Creek", "Zorbal Brigade - Tillery Bend"], 3),
        (["Zorbal Maid Brigade"] * 2, 0),
        (["Zorbal Cleaning"] * 3, 0),  # one word of its own: too common for three towns
        (["Zorbal Cleaning"] * 4, 4),
        (["House Cleaning Service"] * 5, 0),
        (["Fallow Cleaning", "Marrow Creek Cleaning", "Tillery Bend Cleaning", "Quarry Cleaning"], 0),
    ],
)
async def test_one_name_in_several_towns_is_a_chain(db, spread, names, expected):
    await spread(*names)
    assert await marked() == expected
    async with reading() as session:
        found = [await session.get(Business, number) for number in range(1, len(names) + 1)]
    assert sum(b.is_chain for b in found) == expected
    assert all((b.disqualified_reason == "Part of a chain") is b.is_chain for b in found)
    assert await marked() == 0


async def test_only_what_was_just_stored_is_looked_at_when_it_is_named(db, spread):
    await spread(*["Zorbal Maid Brigade"] * 3)
    await spread(*["Quibble Zandor Gutters"] * 3, trade="roofing")
    assert await marked([]) == 0
    assert await marked(["Quibble Zandor Gutters"]) == 3
    assert await marked(["Zorbal Maid Brigade"]) == 3


async def test_another_trade_or_country_is_another_business(sqlite_db, spread):
    await spread(*["Zorbal Maid Brigade"] * 3, trade=["cleaning", "bakery", "vet"])
    await spread(*["Quibble Zandor Gutters"] * 3, country=["US", "GB", "MX"])
    assert await marked() == 0


def place(**changes) -> dict:
    return {"name": "x", "city": "Fallow", "website": "", "phone": ""} | changes


def test_websites_of_several_owners_show_a_mere_favourite():
    own = [place(city=town, website=f"https://z{n}.com") for n, town in enumerate(TOWNS)]
    assert not is_chain("zorbal maid brigade", own)
    assert is_chain("zorbal maid brigade", [place(city=town, website="https://z.com/x") for town in TOWNS])


def test_one_telephone_number_in_three_towns_is_one_owner():
    shared = [place(city=town, phone="+19375550142") for town in TOWNS[:3]]
    assert is_chain("zorbal cleaning", shared)
    assert not is_chain("zorbal cleaning", [place(city=town) for town in TOWNS[:3]])
