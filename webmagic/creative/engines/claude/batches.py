"""The night's work: questions handed over together, at half the price, answered within hours.

Everything stands in rows. A batch is written down before it is sent; when the process dies in
between, the next round looks at the vendor's list whether it arrived. Results carry our own ids,
so a batch that is taken for ours and is not, changes nothing. What a batch could not answer is
asked at once by the build itself.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago, now
from webmagic.core.later import Later
from webmagic.core.ledger import hasten
from webmagic.core.settings import get_settings
from webmagic.creative import spending
from webmagic.creative.agents.asking import Answer
from webmagic.creative.engines.claude.wire import Fault, client, fault_of, price, tokens_of
from webmagic.creative.engines.protocol import Transaction
from webmagic.models import BatchState, CallState, ModelBatch, ModelCall

if TYPE_CHECKING:
    import anthropic
else:
    anthropic = Later("anthropic")

MOST_CALLS = 2000
LOST_MINUTES = 2  # after which a batch that was being sent is looked for


@dataclass
class Carried:
    """What one round did."""

    submitted: int = 0
    answered: int = 0
    failed: int = 0
    recovered: int = 0


async def carry_batches(transaction: Transaction, lost_minutes: float = LOST_MINUTES) -> Carried:
    """One round: find what went missing, fetch what has ended, hand over what waits. Raises Fault when
    the vendor does not answer; the next round goes on from the rows."""
    done = Carried()
    if not get_settings().anthropic_api_key.get_secret_value():
        return done
    vendor = client(get_settings())
    try:
        await _recover(vendor, transaction, done, lost_minutes)
        await _fetch(vendor, transaction, done)
        await _submit(vendor, transaction, done)
    except (anthropic.AnthropicError, httpx2.HTTPError) as error:
        raise fault_of(error, Answer("", stop="")) from error
    finally:
        await vendor.close()
    return done


# --- handing over ------------------------------------------------------------------------------


async def _submit(vendor: "anthropic.AsyncAnthropic", transaction: Transaction, done: Carried) -> None:
    batch_id, requests = await _packed(transaction)
    if not requests:
        return
    try:
        made = await vendor.messages.batches.create(requests=requests)  # type: ignore[arg-type]
    except anthropic.APIStatusError as error:  # refused: it certainly did not arrive
        async with transaction() as session:
            await _unpack(session, await session.get_one(ModelBatch, batch_id))
            fault = fault_of(error, Answer("", stop=""))
            if fault.stops:
                await spending.pause(session, str(fault), fault.stops)
        return
    async with transaction() as session:
        batch = await session.get_one(ModelBatch, batch_id)
        batch.vendor_id, batch.state = made.id, BatchState.RUNNING
        session.add(batch)
    done.submitted += len(requests)


async def _packed(transaction: Transaction) -> tuple[int, list[dict[str, Any]]]:
    """What waits, now in a batch of its own: written down before it leaves."""
    async with transaction() as session:
        if await spending.paused(session):
            return 0, []
        waiting = select(ModelCall).where(ModelCall.state == CallState.QUEUED)
        calls = (await session.exec(waiting.order_by(col(ModelCall.id)).limit(MOST_CALLS))).all()
        if not calls:
            return 0, []
        batch = ModelBatch(calls=len(calls))
        session.add(batch)
        await session.flush()
        for call in calls:
            call.state, call.batch_id = CallState.BATCHED, batch.id
            session.add(call)
        requests = [{"custom_id": _name(batch, call), "params": call.request} for call in calls]
        return batch.id or 0, requests


def _name(batch: ModelBatch, call: ModelCall) -> str:
    return f"b{batch.id}-c{call.id}"


async def _unpack(session: AsyncSession, batch: ModelBatch) -> None:
    """The batch never arrived: its questions wait for the next one."""
    calls = select(ModelCall).where(ModelCall.batch_id == batch.id, ModelCall.state == CallState.BATCHED)
    for call in (await session.exec(calls)).all():
        call.state, call.batch_id = CallState.QUEUED, None
        session.add(call)
    batch.state, batch.ended_at = BatchState.LOST, now()
    session.add(batch)


async def _recover(
    vendor: "anthropic.AsyncAnthropic", transaction: Transaction, done: Carried, lost_minutes: float
) -> None:
    """Batches whose sending was cut off: adopted when the vendor has one like it, else sent again."""
    async with transaction() as session:
        lost = select(ModelBatch).where(
            ModelBatch.state == BatchState.SUBMITTING, col(ModelBatch.created_at) < ago(minutes=lost_minutes)
        )
        batches = list((await session.exec(lost)).all())
        known = set((await session.exec(select(ModelBatch.vendor_id))).all())
    if not batches:
        return
    page = await vendor.messages.batches.list(limit=50)
    strangers = [one for one in page.data if one.id not in known]
    for batch in batches:
        found = next((one for one in strangers if _is_like(one, batch)), None)
        async with transaction() as session:
            row = await session.get_one(ModelBatch, batch.id)
            if found:
                strangers.remove(found)
                row.vendor_id, row.state = found.id, BatchState.RUNNING
                session.add(row)
                done.recovered += 1
            else:
                await _unpack(session, row)


def _is_like(found: Any, batch: ModelBatch) -> bool:
    counts = found.request_counts
    total = counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired
    return total == batch.calls and found.created_at >= batch.created_at - dt.timedelta(minutes=5)


# --- fetching ----------------------------------------------------------------------------------


async def _fetch(vendor: "anthropic.AsyncAnthropic", transaction: Transaction, done: Carried) -> None:
    async with transaction() as session:
        running = select(ModelBatch).where(ModelBatch.state == BatchState.RUNNING)
        batches = list((await session.exec(running)).all())
    for batch in batches:
        found = await vendor.messages.batches.retrieve(batch.vendor_id)
        if found.processing_status == "ended":
            results = {
                line.custom_id: line.result async for line in await vendor.messages.batches.results(found.id)
            }
            async with transaction() as session:
                await _store(session, await session.get_one(ModelBatch, batch.id), results, done)


async def _store(session: AsyncSession, batch: ModelBatch, results: dict[str, Any], done: Carried) -> None:
    """Every result in its call, and the builds that wait for them woken, in one transaction."""
    calls = list((await session.exec(select(ModelCall).where(ModelCall.batch_id == batch.id))).all())
    if calls and not any(_name(batch, call) in results for call in calls):
        await _unpack(session, batch)  # it was somebody else's
        return
    for call in calls:
        if call.state == CallState.BATCHED:
            _take(call, results.get(_name(batch, call)), done)
            session.add(call)
    batch.state, batch.ended_at = BatchState.ENDED, now()
    session.add(batch)
    keys = {call.build_key.removeprefix("job:") for call in calls if call.build_key.startswith("job:")}
    await hasten(session, [int(key) for key in keys if key.isdigit()])


def _take(call: ModelCall, result: Any, done: Carried) -> None:
    if result is None or result.type != "succeeded":
        outcome = result.type if result is not None else "missing"
        spending.put(call, CallState.FAILED, Answer("", stop=""), f"batch {outcome}")
        done.failed += 1
        return
    message = result.message
    text = "".join(block.text for block in message.content if block.type == "text")
    used = tokens_of(message.usage)
    cost = price(call.model, used, is_batch=True)
    answer = Answer(text, message.stop_reason or "", used, 0.0, cost)
    is_useful = answer.is_whole or (call.agent == "bespoke" and bool(text))
    spending.put(call, CallState.ANSWERED if is_useful else CallState.UNUSABLE, answer, answer.stop)
    done.answered += is_useful
    done.failed += not is_useful


__all__ = ["Carried", "Fault", "carry_batches"]
