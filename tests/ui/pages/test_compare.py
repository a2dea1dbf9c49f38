"""Two versions of a site beside each other, and what differs in words."""

from pathlib import Path

from tests.creative.test_build import make_shop
from tests.ui.conftest import open_page
from webmagic.core.database import transaction
from webmagic.creative import Edits, build_site, revise
from webmagic.ui.pages.compare.state import CompareState


async def _two_versions() -> int:
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    async with transaction() as session:
        texts = {"offer.title": "Lo que sale del horno"}
        await revise(session, site_id, Edits(texts=texts), author="a@b", note="Words", base=1)
    return site_id


async def _open(cookie: str, site: int, query: str = "") -> CompareState:
    state = await open_page(CompareState, f"/sites/{site}/compare{query}", cookie, id=str(site))
    await CompareState.event_handlers["load"].fn(state)
    return state


async def test_the_current_version_stands_beside_the_one_before_with_the_words_that_differ(
    owner: str, home: Path
) -> None:
    state = await _open(owner, await _two_versions())
    assert [side.number for side in state.sides] == [1, 2] and state.sides[1].standing == "current"
    assert state.says == "1 text differs." and [group.title for group in state.groups] == ["Words"]
    (line,) = state.groups[0].lines
    assert "".join(part.text for part in line.after) == "Lo que sale del horno"
    folders = list((home / "sites").glob("draft--*"))
    assert len(folders) == 2 and len({side.address for side in state.sides}) == 2
    pages = "".join((folder / "current" / "index.html").read_text() for folder in folders)
    assert pages.count("Lo que sale del horno") >= 1


async def test_any_two_can_be_chosen_and_a_choice_is_an_address(owner: str) -> None:
    state = await _open(owner, await _two_versions(), "?a=2&b=1")
    assert [side.number for side in state.sides] == [2, 1]
    chosen = await CompareState.event_handlers["choose_left"].fn(state, "1")
    assert "a=1" in str(chosen) and "b=1" in str(chosen)


async def test_one_version_has_nothing_beside_it_and_an_unknown_number_is_passed_over(owner: str) -> None:
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    state = await _open(owner, site_id, "?a=99&b=x")
    assert len(state.sides) == 1 and state.says == "There is only one version so far."


async def test_what_is_no_site_says_so(owner: str) -> None:
    assert "There is no site 77" in (await _open(owner, 77)).problem
