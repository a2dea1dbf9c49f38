"""Where a page stands, and the page of a stored version as it stands there."""

from webmagic.core.security import sign
from webmagic.core.settings import get_settings
from webmagic.creative.facts import Facts
from webmagic.creative.page import Page
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.studio.render import SiteContext, render
from webmagic.models import GeneratedSite, SiteVersion


def context_of(site: GeneratedSite, *, for_owner: bool = False, has_form: bool = True) -> SiteContext:
    """Where the page will stand, and whether it still offers itself to the owner."""
    settings = get_settings()
    is_owned = site.is_claimed or for_owner
    claim = f"{settings.public_url}/claim/{sign('claim', str(site.business_id))}"
    return SiteContext(
        base_url=settings.site_url(site.subdomain),
        claim_url=None if is_owned else claim,
        is_preview=not is_owned,
        form_action="/_contact" if has_form else "",
    )


def render_version(
    site: GeneratedSite, version: SiteVersion, *, for_owner: bool = False, has_form: bool = True
) -> Page:
    """The page of a stored version, as it should stand now. A copy that leaves our server has no form,
    as nobody there would take what is written into it."""
    return render(
        Facts.model_validate(version.facts),
        Direction.model_validate(version.direction),
        Blueprint.model_validate(version.blueprint),
        site=context_of(site, for_owner=for_owner, has_form=has_form),
    )
