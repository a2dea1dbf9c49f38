"""Changes in plain words: proposed with a difference, done only when approved."""

import pytest

from tests.creative.test_build import all_of, make_shop
from tests.creative.test_claude import vendor
from webmagic import creative
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid
from webmagic.core.ledger import Job
from webmagic.creative import build_site, render_version
from webmagic.creative.wishes import clauses
from webmagic.models import GeneratedSite, ModelCall, SiteVersion

__all__ = ["vendor"]


async def propose(words: str, **shop) -> creative.Proposal:
    site_id = await make_shop(**shop)
    await build_site(site_id, "job:1", transaction, engine_name="studio")
    async with transaction() as session:
        return await creative.propose_change(session, site_id, words, asked_by="owner@example.com")


async def html_of(number: int) -> str:
    versions = {version.number: version for version in await all_of(SiteVersion)}
    return render_version((await all_of(GeneratedSite))[0], versions[number]).html


async def test_three_wishes_in_one_sentence(db):
    found = await propose("Pinte todo de verde, los domingos abrimos de 8 a 12, y quite la segunda reseña.")
    assert (found.state, found.left, found.version) == ("proposed", [], 1)
    assert {one["place"] for one in found.diff} >= {"Hue", "Opening hours"}
    assert [version.number for version in await all_of(SiteVersion)] == [1]  # nothing before approval
    before = await html_of(1)
    async with transaction() as session:
        done = await creative.approve_change(session, found.id, actor="admin@example.com")
    assert (done.state, done.made_version) == ("approved", 2)
    after = await html_of(2)
    assert "Domingo" in after and "8:00 a 12:00" in after
    dropped = [one["before"] for one in found.diff if one["place"].startswith("Voices") and not one["after"]]
    assert dropped and any(text in before and text not in after for text in dropped if len(text) > 15)


async def test_what_is_not_understood_is_left_for_a_person_and_said_so(sqlite_db):
    found = await propose("Ponga un calendario de reservas con pago")
    assert found.state == "unclear" and found.left == ["Ponga un calendario de reservas con pago"]
    assert "lo verá una persona" in found.sentence
    with pytest.raises(Conflict):
        async with transaction() as session:
            await creative.approve_change(session, found.id, actor="a")


async def test_a_wish_that_is_half_understood_does_that_half(sqlite_db):
    found = await propose("Make it blue, and add a booking calendar", language="en")
    assert found.state == "proposed" and found.left == ["add a booking calendar"]
    assert "the rest waits for a person" in found.sentence


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("make the header green", "Hue"),
        ("add Sunday hours 9am to 1pm", "Opening hours"),
        ("we are closed on Mondays", "Opening hours"),
        ("Monday to Friday 8 to 6", "Opening hours"),
        ("remove the first review", ""),
        ("hide the hours", "Hidden"),
        ("our phone number is now 5555-0177", "Telephone"),
        ("the email is hello@shop.example.com", "E-mail"),
        ("add the service “Wedding cakes”", "Services"),
        ('change the headline to "Bread on 3a calle, gone by seven"', "Hero: headline"),
        ("quite la última reseña", ""),
        ("oculte el formulario", "Hidden"),
    ],
)
async def test_common_requests_are_understood_without_a_model(sqlite_db, words, place):
    found = await propose(words, language="en", country="GT")
    assert found.state == "proposed", found
    assert not found.left and found.diff
    assert not place or place in {one["place"] for one in found.diff}


async def test_the_page_that_has_moved_on_is_not_overwritten(sqlite_db):
    found = await propose("pinte todo de azul")
    await build_site(1, "job:2", transaction, engine_name="studio")
    with pytest.raises(Conflict, match="moved on"):
        async with transaction() as session:
            await creative.approve_change(session, found.id, actor="a")


async def test_a_declined_change_is_over(sqlite_db):
    found = await propose("pinte todo de azul")
    async with transaction() as session:
        assert (await creative.decline_change(session, found.id, actor="a")).state == "declined"
    with pytest.raises(Conflict):
        async with transaction() as session:
            await creative.approve_change(session, found.id, actor="a")


async def test_an_empty_wish_is_none(sqlite_db):
    site_id = await make_shop()
    await build_site(site_id, "job:1", transaction)
    with pytest.raises(Invalid, match="Say what"):
        async with transaction() as session:
            await creative.propose_change(session, site_id, "   ")


def test_quoted_words_are_never_cut():
    assert clauses('change "a, b and c" to "d. e", then make it green') == [
        'change "a, b and c" to "d. e"',
        "then make it green",
    ]


async def test_with_a_key_the_editor_thinks_in_a_job(vendor):
    found = await propose("make it green please, whatever you think fits")
    assert found.state == "thinking"
    (job,) = await all_of(Job)
    assert job.kind == "generation.change" and job.arguments["change_id"] == found.id
    thought = await creative.think_change(found.id, transaction)
    assert (thought.state, thought.engine) == ("proposed", "claude")
    assert thought.cost_microusd == (await all_of(ModelCall))[0].cost_microusd > 0
    assert "Hue" in {one["place"] for one in thought.diff}
    async with reading() as session:
        assert await creative.get_proposal(session, found.id) == thought
    again = await creative.think_change(found.id, transaction)
    assert again == thought and len(vendor.bill.requests) == 1


async def test_when_claude_has_no_answer_the_built_in_reading_serves(vendor):
    vendor.chooses = lambda: "529"
    found = await propose("pinte todo de verde")
    thought = await creative.think_change(found.id, transaction)
    assert (thought.state, thought.engine) == ("proposed", "studio")


async def test_a_hostile_editor_changes_nothing_it_may_not(vendor):
    vendor.chooses = lambda: "hostile"
    found = await propose('the line below should say "Pan de yemas"')
    thought = await creative.think_change(found.id, transaction)
    text = str(thought.diff)
    assert "evil" not in text and "900-555" not in text
