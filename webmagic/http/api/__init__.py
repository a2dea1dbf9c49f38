"""The REST API below /api/v1: one file per noun, each route one verb of a domain package."""

from fastapi import APIRouter

from webmagic.http.api import (
    activity,
    auth,
    businesses,
    campaigns,
    conductor,
    coverage,
    jobs,
    payments,
    prompts,
    sites,
    tickets,
)

NOUNS = (auth, businesses, coverage, sites, prompts, campaigns, payments, tickets, jobs, conductor, activity)

router = APIRouter(prefix="/api/v1")
for noun in NOUNS:
    router.include_router(noun.router)
