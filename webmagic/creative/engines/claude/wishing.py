"""A change in plain words, put to Claude's Editor. Apart from the engine, which knows nothing of editing."""

from webmagic.creative.agents.asking import Asked
from webmagic.creative.agents.editor import Editor, Wish
from webmagic.creative.engines.claude import Claude
from webmagic.creative.engines.claude.asker import Unanswered
from webmagic.creative.engines.protocol import Desk, Transaction
from webmagic.creative.prompts.choosing import choose_prompt
from webmagic.creative.stages import Usage


async def ask_editor(
    editor: Editor, build_key: str, site_id: int, transaction: Transaction
) -> tuple[Wish | None, Usage]:
    """What Claude makes of a request; None when it has no answer."""
    engine = Claude(Desk(transaction, build_key, site_id))
    try:
        async with transaction() as session:
            prompt = await choose_prompt(session, editor.name, build_key)
        asked = Asked(
            editor.name,
            prompt.model,
            prompt.system,
            editor.brief(),
            editor.max_tokens,
            editor.schema(),
            prompt.version,
        )
        wish = editor.read(await engine.asker.ask(asked, editor.parse))
    except Unanswered:
        wish = None
    finally:
        await engine.close()
    return wish, await engine.usage(editor.name)
