"""The art director: repeatable, varied, fitting."""

import itertools

import pytest

from tests.creative import shops
from tests.creative.grammars.pages import SHOPS, designed
from webmagic.creative.studio import trades
from webmagic.creative.studio.director import SUITING, choose, leaning
from webmagic.creative.studio.grammars import GRAMMARS


def key_of(facts, nth):
    choice = choose(facts, nth)
    return choice.grammar.key, choice.family, choice.faces, choice.sequence


@pytest.mark.parametrize("trade", sorted({trade.group: key for key, trade in trades.all_().items()}.values()))
def test_no_two_of_a_hundred_look_alike_in_one_town(trade):
    """One trade of each group: what a group leans to differs."""
    facts = shops.bakery().model_copy(update={"trade": trade})
    assert len({key_of(facts, nth) for nth in range(100)}) == 100


def test_neighbours_differ_in_vibe_family_and_faces():
    walk = [key_of(shops.bakery(), nth) for nth in range(30)]
    for one, other in itertools.pairwise(walk):
        assert one[0] != other[0] and one[1] != other[1] and one[2] != other[2]


def test_a_palette_that_comes_again_comes_under_another_first_screen():
    """By eye two neighbours of one vibe and palette were one shop, as both had the same hero."""
    walk = [choose(shops.bakery(), nth) for nth in range(72)]
    seen = {}
    for choice in walk:
        seen.setdefault((choice.grammar.key, choice.family), []).append(choice.hero)
    assert all(len(set(heroes[:2])) == 2 for heroes in seen.values() if len(heroes) > 1)
    assert any(len(heroes) > 1 for heroes in seen.values())


def test_the_same_business_is_directed_the_same_way():
    assert designed(shops.bakery(), 3) == designed(shops.bakery(), 3)


def test_trades_lean_to_the_grammar_that_suits_them():
    assert leaning("bakery")[0] == "botanical"
    assert leaning("plumber")[0] == "swiss"
    assert leaning("massage")[0] == "japandi"
    assert set(leaning("unheard of")) == set(GRAMMARS)


def test_the_only_plumber_of_each_town_does_not_look_like_the_next_towns():
    plumber = shops.plumber()
    towns = [plumber.model_copy(update={"city": f"Town {number}"}) for number in range(40)]
    assert {choose(town, 0).grammar.key for town in towns} == {
        leaning("plumber", turn)[0] for turn in range(SUITING)
    }


@pytest.mark.parametrize("shop", SHOPS)
def test_it_says_what_it_chose_in_short_sentences(shop):
    direction, _ = designed(shop())
    assert 2 <= len(direction.says) <= 4
    assert all(sentence.endswith(".") and len(sentence) < 140 for sentence in direction.says)


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("nth", range(3))
def test_two_plates_never_touch(shop, nth):
    direction, _ = designed(shop(), nth)
    grounds = [GRAMMARS[direction.vibe].grounds.get(named, "paper") for named in direction.sections]
    assert not any(a == b == "plate" for a, b in itertools.pairwise(grounds))


def test_a_business_without_reviews_or_hours_gets_no_such_sections():
    silent = shops.taxidermist().model_copy(update={"reviews": (), "rating": None, "hours": (), "photos": ()})
    direction, _ = designed(silent)
    kinds = {named.split(":")[0] for named in direction.sections}
    assert not kinds & {"voices", "hours", "gallery"}
    assert direction.sections[0].startswith("hero:") and direction.sections[-1].startswith("footer:")
