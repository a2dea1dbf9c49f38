"""Shops with sites in every state, for the tests of the pages that show them."""

from webmagic.core.database import transaction
from webmagic.creative import open_site
from webmagic.models import Business, GeneratedSite, SiteStatus, SiteVersion, Stage, WebsiteState


async def make_site(
    name: str = "Pine & Pedal",
    status: str = SiteStatus.PUBLISHED,
    *,
    versions: int = 1,
    vibe: str = "swiss",
    **changes,
) -> int:
    """Returns the id. The newest of its `versions` is current and, if published, online."""
    slug = "".join(letter for letter in name.lower() if letter.isalnum())
    async with transaction() as session:
        shop = Business(dedupe_key=slug, name=name, trade="bicycle", city="Port Ellery", qualified=True,
                        stage=Stage.PUBLISHED, website_state=WebsiteState.NONE)  # fmt: skip
        session.add(shop)
        await session.flush()
        site = await open_site(session, shop.id or 0, slug)
        site.status, site.vibe, site.engine, site.current_version = status, vibe, "studio", versions
        site.gate_score = 92 if versions else None
        site.published_version = versions if status == SiteStatus.PUBLISHED else 0
        for field, value in changes.items():
            setattr(site, field, value)
        session.add(site)
        for number in range(1, versions + 1):
            session.add(_version(site, number))
    return site.id or 0


def _version(site: GeneratedSite, number: int) -> SiteVersion:
    finding = {"rule": "weight", "place": "/", "message": "The page is heavy.", "refuses": False}
    key = f"test:{site.id}:{number}"
    return SiteVersion(site_id=site.id or 0, number=number, build_key=key, gate_score=92,
                       gate={"findings": [finding]}, bytes=90_000, seconds=3.2)  # fmt: skip
