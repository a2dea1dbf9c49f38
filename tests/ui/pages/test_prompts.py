from tests.ui.conftest import open_page
from webmagic import creative
from webmagic.core.database import reading, transaction
from webmagic.ui.pages.prompts.state import PromptsState
from webmagic.ui.textdiff import diff, whole
from webmagic.ui.toasts import ToastState


async def _open(cookie: str, address: str = "/settings/prompts") -> PromptsState:
    state = await open_page(PromptsState, address, cookie)
    await PromptsState.event_handlers["load"].fn(state)
    return state


async def _seed() -> None:
    async with transaction() as session:
        await creative.seed_prompts(session)


async def _in_use(agent: str) -> int:
    async with reading() as session:
        return next(row.version for row in await creative.list_prompts(session, agent) if row.is_active)


def test_a_changed_line_shows_its_changed_words() -> None:
    lines = diff("One.\nWrite five ideas and pick one.\nEnd.", "One.\nWrite three ideas and pick one.\nEnd.")
    assert [line.sign for line in lines] == ["", "−", "+", ""]
    assert [part.text for part in lines[1].parts if part.is_changed] == ["five"]
    assert [part.text for part in lines[2].parts if part.is_changed] == ["three"]


def test_the_same_text_has_no_difference_and_a_new_one_is_shown_whole() -> None:
    assert diff("a\nb", "a\nb") == [] and [line.new for line in whole("a\nb")] == ["1", "2"]


def test_distant_changes_are_parted() -> None:
    before = "\n".join(str(n) for n in range(40))
    assert [line.look for line in diff(before, before.replace("3\n", "x\n", 1).replace("38", "y"))].count(
        "hunk"
    ) == 1


async def test_the_first_agent_lies_open(owner: str) -> None:
    await _seed()
    state = await _open(owner)
    assert (state.agent, state.title, state.version) == ("analyst", "Analyst", 1)
    assert len(state.agents) == len(creative.AGENTS) and state.lines[0].new == "1"


async def test_saving_makes_a_version_and_puts_it_in_use(owner: str) -> None:
    await _seed()
    state = await _open(owner, "/settings/prompts?agent=concept&mode=edit")
    form = {"body": state.body + "\nNever promise a price.", "note": "No prices"}
    answer = await PromptsState.event_handlers["save"].fn(state, form)
    assert "agent=concept&v=2" in str(answer.args) and await _in_use("concept") == 2
    after = await _open(owner, "/settings/prompts?agent=concept")
    assert after.compared == "v1 to v2" and any(line.sign == "+" for line in after.lines)
    assert after.versions[0].why == "No prices"


async def test_saving_without_a_change_is_a_sentence(owner: str) -> None:
    await _seed()
    state = await _open(owner)
    await PromptsState.event_handlers["save"].fn(state, {"body": state.body})
    assert "Nothing was changed" in (await state.get_state(ToastState)).notes[0].text
    assert await _in_use("analyst") == 1


async def test_an_older_version_comes_back(owner: str) -> None:
    await _seed()
    async with transaction() as session:
        await creative.save_prompt(session, "architect", "Other words.", author="noor@studio.example.com")
    state = await _open(owner, "/settings/prompts?agent=architect&v=1")
    assert not state.is_active
    await PromptsState.event_handlers["use"].fn(state, 1)
    assert state.is_active and await _in_use("architect") == 1


async def test_an_agent_or_version_there_is_not_falls_back(owner: str) -> None:
    await _seed()
    state = await _open(owner, "/settings/prompts?agent=<b>&v=99&mode=x")
    assert (state.agent, state.version, state.mode) == ("analyst", 1, "diff")


async def test_a_viewer_reads_and_does_not_write(viewer: str) -> None:
    await _seed()
    state = await _open(viewer)
    await PromptsState.event_handlers["save"].fn(state, {"body": "mine now"})
    assert await _in_use("analyst") == 1
