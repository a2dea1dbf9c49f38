"""The words of a letter, put to Claude's Email writer. Apart from the engine, which makes pages."""

from webmagic.creative.agents.email_writer import EmailWriter, MailBrief, MailWords
from webmagic.creative.agents.guard import Guard
from webmagic.creative.engines.claude import Claude, asked_of
from webmagic.creative.engines.claude.asker import Unanswered
from webmagic.creative.engines.protocol import Desk, Transaction
from webmagic.creative.prompts.choosing import choose_prompt
from webmagic.creative.stages import Usage


async def write_mail(
    brief: MailBrief, build_key: str, site_id: int | None, transaction: Transaction
) -> tuple[MailWords, Usage]:
    """Claude's words where they hold, the built-in writer's for the rest. The call is in the ledger and
    under the caps, as any other; when nothing may be asked, all words are the built-in writer's."""
    writer = EmailWriter(brief)
    engine = Claude(Desk(transaction, build_key, site_id))
    try:
        async with transaction() as session:
            prompt = await choose_prompt(session, writer.name, build_key)
        draft = await engine.asker.ask(asked_of(writer, prompt), writer.parse)
        words = writer.read(draft, Guard(brief.facts, prompt.system))
    except Unanswered as why:
        words = brief.words.model_copy(update={"says": [str(why)]})
    finally:
        await engine.close()
    return words, await engine.usage(writer.name)
