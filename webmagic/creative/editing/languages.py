"""Texts written in place, by language: a page that goes to another language and comes back has them again."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.errors import Invalid
from webmagic.creative.editing.texts import with_texts
from webmagic.creative.stages import Blueprint
from webmagic.models import GeneratedSite, SiteVersion

MOST_STEPS = 400  # back from the current version


async def written_in(session: AsyncSession, site: GeneratedSite) -> dict[str, dict[str, str]]:
    """Language -> path -> words that somebody wrote on the way to the current version, the latest counting.
    A build begins anew: what was written before it is not on the page any more."""
    statement = (
        select(SiteVersion.number, SiteVersion.parent, SiteVersion.edits, SiteVersion.blueprint)
        .where(SiteVersion.site_id == site.id)
        .order_by(col(SiteVersion.number).desc())
        .limit(MOST_STEPS)
    )
    versions = {row[0]: row for row in (await session.exec(statement)).all()}
    found: dict[str, dict[str, str]] = {}
    step = versions.get(site.current_version)
    while step is not None and step[1]:
        _number, parent, edits, blueprint = step
        known = found.setdefault(str(blueprint.get("language", "")), {})
        known.update({path: words for path, words in _texts(edits).items() if path not in known})
        step = versions.get(parent)
    return {language: texts for language, texts in found.items() if texts}


def _texts(edits: Mapping[str, Any]) -> dict[str, str]:
    return dict(edits.get("texts") or {})


def with_kept(blueprint: Blueprint, kept: dict[str, str]) -> Blueprint:
    """The page with the texts that were written in this language before; one that has no place any more
    is left out."""
    for path, words in kept.items():
        try:
            blueprint = with_texts(blueprint, {path: words})
        except Invalid:
            continue
    return blueprint
