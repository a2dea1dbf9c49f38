"""Jobs of the campaigns queue."""

from webmagic import conductor, pitcher, support
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, job


@job("campaigns.create", tries=3, delay=300, time_limit=120)
async def create(_job: Job, by_hand: str = "") -> None:
    async with transaction() as session:
        await conductor.ask_phases(session, "campaigns", "retry mails", "send", by_hand=by_hand)


@job("campaigns.send", tries=3, delay=300, time_limit=120)
async def send(row: Job, message_id: int, business_id: int = 0) -> None:
    async with reading() as session:
        await conductor.check_allowed(session, row.origin, "send")
    await conductor.keep_quiet(transaction, row.origin, message_id)
    await pitcher.deliver(message_id, transaction)


@job("campaigns.write", tries=2, delay=60, time_limit=300)
async def write(_job: Job, message_id: int, business_id: int = 0) -> None:
    await pitcher.write_by_agent(message_id, transaction)


@job("campaigns.batch", tries=3, delay=300, time_limit=300)
async def batch(row: Job, message_ids: list[int]) -> None:
    async with reading() as session:
        await conductor.check_allowed(session, row.origin, "send")
    awake = await conductor.awake(transaction, row.origin, message_ids)
    report = await pitcher.send_batch(awake, transaction)
    if report.error:
        raise report.error


@job("campaigns.recover", tries=3, delay=60, time_limit=300)
async def recover(_job: Job) -> None:
    """What workers that died left behind, and what is in doubt."""
    async with pitcher.Mailers() as mailers:
        again = await pitcher.recover(transaction, mailers)
        async with transaction() as session:
            _left, not_left = await pitcher.reconcile(session, mailers.of())
            await pitcher.ask_for(session, [*again, *not_left])


@job("campaigns.sign_in", tries=3, delay=10, time_limit=60)
async def sign_in(_job: Job, link_id: int) -> None:
    async with transaction() as session:
        await support.mail_link(session, link_id)


@job("campaigns.customer_reply", tries=3, delay=30, time_limit=60)
async def customer_reply(_job: Job, reply_id: int) -> None:
    """A customer's mail is a ticket, or goes on in one; a stranger's stays among the replies."""
    async with transaction() as session:
        await support.take_reply(session, reply_id)


@job("campaigns.judge", tries=5, delay=10, time_limit=120)
async def judge(_job: Job, message_id: int = 0) -> None:
    await pitcher.judge_hits(transaction, message_id)


@job("campaigns.fetch_replies", tries=3, delay=60, time_limit=600)
async def fetch_replies(_job: Job) -> None:
    await pitcher.fetch_replies(transaction)
