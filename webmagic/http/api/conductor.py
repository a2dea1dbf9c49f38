"""How things stand."""

from typing import Any

from fastapi import APIRouter

from webmagic import conductor
from webmagic.http.api.access import Reading, Viewer

router = APIRouter(prefix="/conductor", tags=["conductor"])


@router.get("/status")
async def status(user: Viewer, session: Reading) -> dict[str, Any]:
    """Businesses by stage, queues, workers, alerts; the same as `webmagic conductor --status`."""
    return await conductor.status(session)
