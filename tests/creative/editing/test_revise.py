"""Changing a finished page: texts, facts and look, through the gate, each change a version."""

import asyncio

import pytest
from pydantic import ValidationError
from sqlmodel import select

from tests.creative import shops
from tests.creative.editing.pages import built, change, seen, standing
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, Refused
from webmagic.creative import (
    Edits,
    RevisionRefused,
    build_site,
    changes_of,
    diff,
    get_site,
    get_version,
    list_versions,
    preview,
    render_version,
    texts_of,
    use_version,
    written_in,
)
from webmagic.creative.studio.copy import credits
from webmagic.creative.studio.grammars import GRAMMARS
from webmagic.models import Business, SiteStatus

HEADLINE = "Pan de yemas para llevar"


def paths(version) -> dict:
    return {text.path: text for text in texts_of(version)}


async def test_every_text_a_reader_sees_has_a_path_and_no_address_is_among_them(sqlite_db) -> None:
    _, version = await standing(await built())
    texts = paths(version)
    assert {"page.title", "hero.headline", "hero.subline", "offer.items.0.name"} <= set(texts)
    assert not [t for t in texts.values() if t.text.startswith(("#", "http", "tel:", "mailto:"))]
    assert texts["voices.lead.text"].fact == "reviews"
    assert all(len(t.text) <= t.limit for t in texts.values() if not t.fact)


async def test_a_new_headline_is_a_new_version_and_stands_on_the_page(db) -> None:
    site_id = await built()
    version = await change(site_id, {"texts": {"hero.headline": HEADLINE}}, note="Shorter")
    assert (version.number, version.parent, version.author, version.note) == (
        2,
        1,
        "ana@example.com",
        "Shorter",
    )
    site, current = await standing(site_id)
    assert current.number == site.current_version == 2
    assert HEADLINE in seen(render_version(site, current))
    async with reading() as session:
        changed = diff(await get_version(session, site, 1), current)
    subline = "Panadería El Trigal en la 3a calle 900, de lunes a sábado."  # it named whose the headline was
    assert {c.path: c.after for c in changed} == {"hero.headline": HEADLINE, "hero.subline": subline}


QUOTED = "Pan de Xela: «Las shecas salen a las cuatro»"


@pytest.mark.parametrize(
    ("credit", "headline", "stays"),
    [
        ("Lo escribió Marta L. en una reseña.", QUOTED, True),
        ("Lo escribió Marta L. en una reseña.", "Pan de yemas para llevar", False),
        ("Lo escribió Marta L. en una reseña.", "«El mejor pan de yemas de Xela»", False),
        ("Lo cuenta Marta L.", "Pan de yemas para llevar", False),
    ],
)
def test_whose_the_headline_was_is_said_only_while_it_is_theirs(credit, headline, stays) -> None:
    line = f"{credit} Pan de yemas en la 98 avenida."
    kept = credits.without(line, headline, shops.bakery())
    assert kept == (line if stays else "Pan de yemas en la 98 avenida.")


async def test_a_preview_shows_the_change_and_stores_nothing(sqlite_db) -> None:
    site_id = await built()
    site, version = await standing(site_id)
    page, report = preview(site, version, Edits(texts={"hero.headline": HEADLINE}))
    assert HEADLINE in seen(page)
    assert not report.is_refused
    async with reading() as session:
        assert len(await list_versions(session, site_id)) == 1


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"texts": {"hero.nothing": "x"}}, "no text called"),
        ({"texts": {"hero.actions.0.href": "https://evil.example"}}, "no text called"),
        ({"texts": {"hero.headline": "x" * 400}}, "may have 110"),
        ({"texts": {"hero.headline": "  "}}, "cannot be empty"),
        ({"texts": {"voices.lead.text": "El mejor"}}, "repeats a fact"),
        ({"order": ["hero", "offer"]}, "keeps its place"),
        ({"order": ["offer", "offer"]}, "twice"),
        ({"hidden": ["footer"]}, "keeps its place"),
        ({"hidden": ["cellar"]}, "no section"),
        ({"variants": {"hero": "no-such"}}, "has no hero"),
        ({"vibe": "baroque"}, "no vibe"),
        ({"palette": "nope"}, "has no palette"),
        ({"faces": ["arial", "arial"]}, "does not set"),
        ({"language": "fr"}, "en or es"),
        ({"facts": {"phone": "not a number"}}, "not valid"),
        ({}, "Nothing was changed"),
    ],
)
async def test_what_does_not_fit_the_page_is_said_and_nothing_changes(sqlite_db, edits, words) -> None:
    site_id = await built()
    with pytest.raises(Invalid, match=words):
        await change(site_id, edits)
    assert (await standing(site_id))[1].number == 1


def test_unknown_fields_are_no_edits() -> None:
    with pytest.raises(ValidationError):
        Edits.model_validate({"script": "alert(1)"})


async def test_an_invented_fact_is_refused_from_us_and_taken_from_the_owner(sqlite_db) -> None:
    site_id = await built()
    edits = {"texts": {"hero.subline": "Tres generaciones horneando desde 1962."}}
    with pytest.raises(RevisionRefused) as refused:
        await change(site_id, edits)
    assert {finding.rule for finding in refused.value.findings} & {"fact-since", "fact-year"}
    assert (await standing(site_id))[1].number == 1
    await change(site_id, edits, by_owner=True)
    site, version = await standing(site_id)
    assert "desde 1962" in seen(render_version(site, version))
    # what the owner said is a source for whoever writes next
    await change(site_id, {"texts": {"hero.headline": "Pan de yemas desde 1962"}})
    with pytest.raises(RevisionRefused):
        await change(site_id, {"texts": {"hero.headline": "Pan de yemas desde 1926"}})


async def test_words_told_to_us_are_a_source_for_the_text_somebody_else_writes(sqlite_db) -> None:
    site_id = await built()
    edits = {"texts": {"hero.subline": "Abierto con garantía desde 1962."}}
    await change(site_id, edits, said="Pongan que damos garantía y que estamos desde 1962, por favor")
    assert (await standing(site_id))[1].number == 2


async def test_a_new_phone_number_reaches_every_link_and_is_kept_through_a_new_build(sqlite_db) -> None:
    site_id = await built()
    await change(
        site_id, {"facts": {"phone": "5555 0177", "email": "nuevo@eltrigal.example.com"}}, by_owner=True
    )
    site, version = await standing(site_id)
    page = render_version(site, version)
    assert "+50255550177" in page.html
    assert "nuevo@eltrigal.example.com" in page.html
    assert "0142" not in page.html
    await build_site(site_id, "job:2", transaction)
    site, version = await standing(site_id)
    assert version.facts["phone"] == "+50255550177"
    assert version.facts["provenance"]["phone"] == "owner"


async def test_new_hours_change_what_the_page_says_and_leave_the_owner_s_headline(sqlite_db) -> None:
    site_id = await built()
    await change(site_id, {"texts": {"hero.headline": HEADLINE}})
    days = [{"day": day, "spans": [{"opens": "07:30", "closes": "12:15"}]} for day in range(7)]
    await change(site_id, {"facts": {"hours": days}}, by_owner=True)
    site, version = await standing(site_id)
    page = render_version(site, version)
    assert "7:30" in page.html
    assert "19:00" not in page.html
    assert paths(version)["hero.headline"].text == HEADLINE


async def test_new_services_come_into_the_offer(sqlite_db) -> None:
    site_id = await built()
    await change(site_id, {"facts": {"services": ["Pasteles de boda", "Pan de manteca"]}}, by_owner=True)
    site, version = await standing(site_id)
    assert "Pasteles de boda" in seen(render_version(site, version))


async def test_hours_taken_away_take_their_section_with_them(sqlite_db) -> None:
    site_id = await built()
    await change(site_id, {"facts": {"hours": []}}, by_owner=True)
    site, version = await standing(site_id)
    assert 'id="hours"' not in render_version(site, version).html
    await change(
        site_id,
        {
            "facts": {
                "hours": [{"day": d, "spans": [{"opens": "08:00", "closes": "17:00"}]} for d in range(7)]
            }
        },
    )
    site, version = await standing(site_id)
    assert 'id="hours"' in render_version(site, version).html


async def test_a_hidden_section_keeps_its_words_and_no_link_leads_to_it(sqlite_db) -> None:
    site_id = await built()
    await change(site_id, {"hidden": ["voices"]})
    site, version = await standing(site_id)
    page = render_version(site, version)
    assert 'id="voices"' not in page.html
    assert 'href="#voices"' not in page.html
    await change(site_id, {"hidden": []})
    site, version = await standing(site_id)
    assert 'id="voices"' in render_version(site, version).html


async def test_sections_change_places(sqlite_db) -> None:
    site_id = await built()
    _, version = await standing(site_id)
    kinds = [
        s["kind"] for s in version.blueprint["sections"] if s["kind"] not in ("header", "hero", "footer")
    ]
    await change(site_id, {"order": kinds[::-1]})
    site, version = await standing(site_id)
    shown = [s["kind"] for s in version.blueprint["sections"]]
    assert shown[2:-1] == kinds[::-1]
    page = render_version(site, version).html
    places = [page.index(f'id="{kind}"') for kind in kinds[::-1] if f'id="{kind}"' in page]
    assert places == sorted(places)


@pytest.mark.parametrize("vibe", sorted(GRAMMARS))
async def test_the_same_words_pass_the_gate_in_every_vibe(sqlite_db, vibe) -> None:
    site, version = await standing(await built())
    grammar = GRAMMARS[vibe]
    edits = {
        "vibe": vibe,
        "texts": {"hero.headline": HEADLINE},
        "variants": {"hero": list(grammar.heroes)[-1]},
    }
    edits |= {"palette": grammar.families[-1], "hue": 40, "faces": grammar.faces[-1]}
    page, report = preview(site, version, Edits.model_validate(edits))
    assert not report.is_refused, report.sentence
    assert HEADLINE in seen(page)


async def test_another_language_writes_the_page_anew(sqlite_db) -> None:
    site_id = await built()
    version = await change(site_id, {"language": "en"})
    assert version.blueprint["language"] == "en"
    async with reading() as session:
        shop = (await session.exec(select(Business))).one()
    assert (shop.language, shop.provenance["language"]) == ("en", "owner")


async def test_texts_written_in_a_language_come_back_with_it(db) -> None:
    site_id = await built()
    await change(site_id, {"texts": {"hero.headline": HEADLINE}})
    await change(
        site_id, {"texts": {"hero.headline": "Pan de yemas tibio", "offer.title": "Lo que sale del horno"}}
    )
    english = await change(site_id, {"language": "en"})
    assert "Pan de yemas tibio" not in [text.text for text in texts_of(english)]
    await change(site_id, {"texts": {"offer.title": "Out of the oven"}})
    async with reading() as session:
        site = await get_site(session, site_id)
        written = await written_in(session, site)
    assert written == {
        "es": {"hero.headline": "Pan de yemas tibio", "offer.title": "Lo que sale del horno"},
        "en": {"offer.title": "Out of the oven"},
    }
    spanish = paths(await change(site_id, {"language": "es"}))
    assert spanish["hero.headline"].text == "Pan de yemas tibio"
    assert spanish["offer.title"].text == "Lo que sale del horno"
    assert "Lo cuenta" not in spanish["hero.subline"].text
    again = paths(await change(site_id, {"language": "en"}))
    assert again["offer.title"].text == "Out of the oven"


async def test_a_kept_text_that_would_be_no_longer_true_stays_away(sqlite_db) -> None:
    site_id = await built()
    await change(site_id, {"texts": {"hero.subline": "Pan tibio en la 3a calle 900."}})
    await change(site_id, {"language": "en"})
    await change(site_id, {"facts": {"street": "5a avenida 12-34", "address": ""}})
    spanish = paths(await change(site_id, {"language": "es"}))
    assert "3a calle 900" not in " ".join(text.text for text in spanish.values())


async def test_who_changes_a_page_that_moved_on_is_told(db) -> None:
    site_id = await built()
    await change(site_id, {"texts": {"hero.headline": HEADLINE}}, base=1)
    with pytest.raises(Conflict, match="moved on"):
        await change(site_id, {"texts": {"hero.headline": "Otro"}}, base=1)


async def test_two_who_change_a_page_at_once_make_two_versions_or_one_is_told(db) -> None:
    site_id = await built()
    edits = [{"texts": {"hero.headline": f"Pan de yemas, {word}"}} for word in ("tibio", "fresco", "rico")]
    done = await asyncio.gather(*(change(site_id, e, base=1) for e in edits), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in done) == 1
    assert all(isinstance(one, Conflict) for one in done if isinstance(one, Exception))


async def test_undo_is_going_back_to_the_parent(sqlite_db) -> None:
    site_id = await built()
    version = await change(site_id, {"texts": {"hero.headline": HEADLINE}})
    async with transaction() as session:
        await use_version(session, site_id, version.parent)
    again = await change(site_id, {"texts": {"hero.headline": "Pan tibio"}})
    assert (again.number, again.parent) == (3, 1)


@pytest.mark.parametrize(
    ("status", "error"), [(SiteStatus.BUILDING, Conflict), (SiteStatus.WITHDRAWN, Refused)]
)
async def test_a_site_at_work_or_taken_down_is_not_changed(sqlite_db, status, error) -> None:
    site_id = await built()
    async with transaction() as session:
        site = (await standing(site_id))[0]
        site.status = status
        await session.merge(site)
    with pytest.raises(error):
        await change(site_id, {"texts": {"hero.headline": HEADLINE}})


async def test_each_version_tells_what_it_changed(sqlite_db) -> None:
    site_id = await built()
    await change(site_id, {"texts": {"hero.headline": HEADLINE}})
    await change(site_id, {"hidden": ["voices"]})
    async with reading() as session:
        changed = await changes_of(session, site_id)
    assert {number: [c.path for c in changes] for number, changes in changed.items()} == {
        3: ["sections.hidden"],
        2: ["hero.headline", "hero.subline"],
        1: [],
    }
