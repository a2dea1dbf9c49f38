"""A web search for the business's name and town: one more place to look, where a key is set.

Without a key nothing is asked. What a search names is looked at like any other candidate: a hit alone
proves nothing.
"""

from typing import Protocol

import httpx

from webmagic.core.errors import VendorError
from webmagic.core.settings import Settings

HITS = 8
SECONDS = 10.0


class Searcher(Protocol):
    """Finds addresses on the web. Raises VendorError."""

    async def search(self, query: str, country: str) -> list[str]: ...

    async def aclose(self) -> None: ...


class BraveSearch:
    """Brave's search over HTTP: one request per question, billed each."""

    def __init__(self, key: str, base_url: str, seconds: float = SECONDS):
        headers = {"X-Subscription-Token": key, "Accept": "application/json"}
        self._client = httpx.AsyncClient(base_url=base_url, headers=headers, timeout=seconds)

    async def search(self, query: str, country: str) -> list[str]:
        asked = {"q": query[:400], "count": str(HITS), "safesearch": "off"}
        if country:
            asked["country"] = country
        try:
            answer = await self._client.get("/res/v1/web/search", params=asked)
            if answer.status_code >= 400:
                permanent = answer.status_code not in (429, 500, 502, 503, 504)
                raise VendorError(f"The web search answered {answer.status_code}.", permanent=permanent)
            found = answer.json()
        except (httpx.HTTPError, ValueError):
            raise VendorError("The web search did not answer as it should.") from None
        results = (found.get("web") or {}).get("results") if isinstance(found, dict) else None
        urls = [hit.get("url") for hit in results or [] if isinstance(hit, dict)]
        return [url for url in urls if isinstance(url, str)][:HITS]

    async def aclose(self) -> None:
        await self._client.aclose()


def choose_searcher(settings: Settings) -> Searcher | None:
    key = settings.brave_api_key.get_secret_value()
    return BraveSearch(key, settings.brave_base_url) if key else None
