"""A new version out of edits: through gate and fact lock, in one transaction of the edge."""

import asyncio
import time
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.errors import Conflict, Invalid, NotFound, Refused
from webmagic.creative.build import newest_number
from webmagic.creative.editing.draft import Draft, draft_of
from webmagic.creative.editing.edits import Edits
from webmagic.creative.editing.languages import written_in
from webmagic.creative.gate import Finding, Report
from webmagic.creative.page import Page
from webmagic.creative.sites import get_version
from webmagic.hunter import state_facts
from webmagic.models import GeneratedSite, SiteStatus, SiteVersion


class RevisionRefused(Refused):
    """The gate refuses the page that the edits make. Nothing was stored."""

    def __init__(self, message: str, findings: list[Finding]):
        super().__init__(message)
        self.findings = findings


def preview(
    site: GeneratedSite, version: SiteVersion, edits: Edits, *, by_owner: bool = False, said: str = ""
) -> tuple[Page, Report]:
    """The page that the edits make, and what the gate says of it. Nothing is stored. Raises Invalid for a
    path there is not, a text too long, or a look the grammar does not have. CPU work: call it in a thread."""
    draft = draft_of(site, version, edits, by_owner=by_owner, said=said)
    return draft.page, draft.report


async def revise(
    session: AsyncSession,
    site_id: int,
    edits: Edits,
    *,
    author: str,
    note: str = "",
    by_owner: bool = False,
    said: str = "",
    base: int | None = None,
) -> SiteVersion:
    """Store a new version with these edits and make it current; publishing is asked for separately.

    `by_owner`: the texts are the owner's words, or an administrator's on the owner's word; the fact lock
    takes them as a source. `said`: what the owner told us word for word, when somebody else wrote the
    texts: a source, too. `base`: the version the editor saw. Facts are always the owner's statement.
    Raises Invalid, Conflict when somebody was first, RevisionRefused with the gate's findings."""
    began = time.perf_counter()
    site = await session.get(GeneratedSite, site_id, with_for_update=True, populate_existing=True)
    if site is None:
        raise NotFound(f"There is no site {site_id}.")
    _check(site, edits, base)
    version = await get_version(session, site)
    kept = (await written_in(session, site)).get(edits.language or "")
    draft = await asyncio.to_thread(draft_of, site, version, edits, by_owner=by_owner, said=said, kept=kept)
    if draft.report.is_refused:
        raise RevisionRefused(draft.report.sentence, draft.report.findings)
    if draft.stated:
        await state_facts(session, site.business_id, draft.stated)
    values = await _values(session, site, version, draft, time.perf_counter() - began)
    values |= {
        "author": author[:320],
        "note": note[:200],
        "edits": edits.model_dump(mode="json", exclude_none=True),
    }
    if not await insert_once(session, SiteVersion, values):
        raise Conflict("Somebody else changed this page at the same moment. Look at it and try again.")
    site.current_version, site.gate_score, site.updated_at = values["number"], draft.report.score, now()
    site.vibe, site.status, site.refusal = draft.direction.vibe, SiteStatus.READY, None
    session.add(site)
    return await get_version(session, site, values["number"])


def _check(site: GeneratedSite, edits: Edits, base: int | None) -> None:
    if site.status == SiteStatus.BUILDING:
        raise Conflict("The site is being built. Wait for it to end, then change it.")
    if site.status == SiteStatus.WITHDRAWN:
        raise Refused("The site was withdrawn. Publish it again first, then change it.")
    if base is not None and base != site.current_version:
        raise Conflict(
            f"The page has moved on: you changed version {base}, and version {site.current_version} "
            "is current. Look at it and make your change again."
        )
    if edits.is_empty:
        raise Invalid("Nothing was changed.")


async def _values(
    session: AsyncSession, site: GeneratedSite, version: SiteVersion, draft: Draft, seconds: float
) -> dict[str, Any]:
    number = await newest_number(session, site.id or 0) + 1
    findings = [finding.model_dump(mode="json") for finding in draft.report.findings]
    return {
        "site_id": site.id,
        "number": number,
        "parent": version.number,
        "build_key": f"edit:{site.id}:{number}",
        "engine": version.engine,
        "facts": draft.facts.model_dump(mode="json"),
        "direction": draft.direction.model_dump(mode="json"),
        "blueprint": draft.blueprint.model_dump(mode="json"),
        "gate": {"score": draft.report.score, "findings": findings},
        "gate_score": draft.report.score,
        "bytes": sum(len(data) for data in draft.page.files.values()),
        "cost_microusd": 0,
        "seconds": seconds,
        "created_at": now(),
    }
