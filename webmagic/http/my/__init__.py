"""The owner's portal: plain pages and forms that work without script, under `/my`."""

from fastapi import APIRouter, Depends

from webmagic.http.my import domains, facts, home, photos, plan, requests, signin, words
from webmagic.http.my.access import guard

PARTS = (signin, home, words, photos, facts, requests, domains, plan)
UPLOAD_LIMIT = photos.LIMIT
router = APIRouter(include_in_schema=False, dependencies=[Depends(guard)])
for part in PARTS:
    router.include_router(part.router, prefix="/my")
