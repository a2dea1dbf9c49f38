"""Jobs of the scraping queue."""

from webmagic import conductor, hunter
from webmagic.core.database import reading, transaction
from webmagic.core.ledger import Job, job
from webmagic.hunter import uploads


@job("scraping.territory", tries=3, delay=300, time_limit=1800)
async def territory(row: Job, territory_id: int) -> None:
    async with reading() as session:
        await conductor.check_allowed(session, row.origin, "scrape")
    await hunter.scrape(transaction, territory_id)


@job("scraping.due", tries=3, delay=300, time_limit=60)
async def due(_job: Job, by_hand: str = "") -> None:
    async with transaction() as session:
        await conductor.ask_phases(session, "scrape", "qualify", "verify", by_hand=by_hand)


@job("scraping.verify", tries=3, delay=300, time_limit=120)
async def verify(_job: Job, business_id: int) -> None:
    await hunter.verify(transaction, business_id)


@job("scraping.rescore", tries=3, delay=60, time_limit=3600)
async def rescore(_job: Job) -> None:
    await hunter.rescore_in_batches(transaction)


@job("scraping.import", tries=3, delay=60, time_limit=3600)
async def import_(_job: Job, upload_id: int) -> None:
    await uploads.run(transaction, upload_id)
