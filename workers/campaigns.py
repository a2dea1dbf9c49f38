"""Jobs of the campaigns queue."""

from webmagic import conductor, pitcher, support
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, job
from webmagic.core.settings import get_settings


@job("campaigns.create", tries=3, delay=300, time_limit=120)
async def create(_job: Job, by_hand: str = "") -> None:
    async with transaction() as session:
        await conductor.ask_phases(session, "campaigns", "retry mails", "send", by_hand=by_hand)


@job("campaigns.send", tries=3, delay=300, time_limit=120)
async def send(row: Job, message_id: int, business_id: int = 0) -> None:
    async with reading() as session:
        await conductor.check_allowed(session, row.origin, "send")
    await conductor.keep_quiet(transaction, row.origin, message_id)
    await pitcher.deliver(message_id, transaction, pitcher.choose(get_settings()))


@job("campaigns.sign_in", tries=3, delay=10, time_limit=60)
async def sign_in(_job: Job, link_id: int) -> None:
    async with transaction() as session:
        await support.mail_link(session, link_id)


@job("campaigns.judge", tries=5, delay=10, time_limit=120)
async def judge(_job: Job, message_id: int = 0) -> None:
    await pitcher.judge_hits(transaction, message_id)
