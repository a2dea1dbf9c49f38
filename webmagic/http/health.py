"""Alive, ready, and figures for Prometheus."""

import time
from typing import Any, cast

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from webmagic import conductor, creative, hunter, payments, pitcher
from webmagic.core.database import reading
from webmagic.core.errors import WebMagicError
from webmagic.core.redis import get_redis
from webmagic.http.api.access import bearer_user

router = APIRouter(include_in_schema=False)
LOOPBACK = frozenset({"127.0.0.1", "::1"})
STARTED = time.time()


@router.get("/healthz")
async def alive() -> dict[str, str]:
    return {"status": "alive"}


@router.get("/readyz")
async def ready() -> JSONResponse:
    """Whether this process can serve: says which part is missing, and never why."""
    parts = {"database": await _database_answers(), "redis": await _redis_answers()}
    return JSONResponse({"ready": all(parts.values()), **parts}, 200 if all(parts.values()) else 503)


async def _database_answers() -> bool:
    try:
        async with reading() as session:
            await (await session.connection()).exec_driver_sql("SELECT 1")
        return True
    except (SQLAlchemyError, WebMagicError, OSError):
        return False


async def _redis_answers() -> bool:
    try:
        return bool(await cast(Any, get_redis()).ping())
    except (RedisError, OSError):
        return False


def _is_from_here(request: Request) -> bool:
    """From this machine itself. A proxy on this machine also comes from loopback, so a request
    that was passed on, or names another host, does not count."""
    passed_on = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via", "x-real-ip"))
    is_here = request.client is not None and request.client.host in LOOPBACK
    return is_here and not passed_on and request.url.hostname in LOOPBACK | {"localhost"}


def _gauge(registry: CollectorRegistry, name: str, words: str, label: str, values: dict[str, Any]) -> None:
    gauge = Gauge(f"webmagic_{name}", words, (label,), registry=registry)
    for value, number in values.items():
        gauge.labels(value).set(number)


def _queues(registry: CollectorRegistry, queues: list[conductor.QueueRow]) -> None:
    jobs = Gauge("webmagic_jobs", "Jobs by queue and state", ("queue", "state"), registry=registry)
    for queue in queues:
        for state in ("waiting", "later", "running", "failed", "done_last_hour"):
            jobs.labels(queue.queue, state).set(getattr(queue, state))
    ages = {queue.queue: queue.oldest_seconds for queue in queues}
    _gauge(registry, "queue_oldest_seconds", "Age of the oldest due job", "queue", ages)


async def _gather(session: AsyncSession, registry: CollectorRegistry) -> None:
    businesses, sites = await hunter.stats(session), await creative.site_stats(session)
    letters, money = await pitcher.stats(session), await payments.stats(session)
    _queues(registry, await conductor.list_queues(session))
    _gauge(registry, "businesses", "Businesses by stage", "stage", businesses.by_stage)
    _gauge(registry, "sites", "Sites by status", "status", {k: v for k, v in sites.items() if k != "total"})
    _gauge(registry, "messages", "Offers by state", "state", letters["messages"])
    _gauge(registry, "campaigns", "Campaigns by state", "state", letters["campaigns"])
    _gauge(registry, "subscriptions", "Plans by state", "state", money["subscriptions"])
    _gauge(registry, "received_cents", "Money received, before fees", "currency", money["received"])


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """From this machine without asking, from elsewhere with a bearer token."""
    if not _is_from_here(request):
        await bearer_user(request, "read")
    registry = CollectorRegistry()
    Gauge("webmagic_up_seconds", "Since this process started", registry=registry).set(time.time() - STARTED)
    async with reading() as session:
        await _gather(session, registry)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
