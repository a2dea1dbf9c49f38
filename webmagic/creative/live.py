"""What the live screen is told while a page is made. Hints only: the rows hold the truth."""

from webmagic.core.events import LIVE, publish
from webmagic.creative.stages import Stage
from webmagic.models import GeneratedSite


class Narrator:
    """Speaks for one build of one site."""

    def __init__(self, site: GeneratedSite, build: str):
        self.base = {"site_id": site.id, "business_id": site.business_id, "build": build}

    async def stage(self, stage: Stage, state: str, seconds: float = 0) -> None:
        await publish(
            LIVE, {"type": "stage", **self.base, "stage": stage, "state": state, "seconds": seconds}
        )

    async def say(self, stage: Stage, text: str) -> None:
        await publish(LIVE, {"type": "say", **self.base, "stage": stage, "text": text})

    async def part(self, kind: str) -> None:
        """A section of the page is finished."""
        await publish(LIVE, {"type": "part", **self.base, "stage": Stage.ARCHITECT, "kind": kind})

    async def status(self, status: str, *, is_stopped: bool = False) -> None:
        """`is_stopped`: by hand, so that what is still to be told need not be."""
        told = {"type": "site", **self.base, "status": status}
        await publish(LIVE, {**told, "stopped": True} if is_stopped else told)
