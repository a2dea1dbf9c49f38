"""The deep check of one version: looked at, mended or refused, its card and screenshots kept."""

import asyncio
import logging
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_once
from webmagic.core.errors import VendorError
from webmagic.core.settings import Settings, get_settings
from webmagic.creative import gate
from webmagic.creative.build import Transaction, newest_number
from webmagic.creative.context import context_of
from webmagic.creative.deep import shots, tools
from webmagic.creative.deep.browser import find_chromium
from webmagic.creative.deep.check import Depth, Look, look, write_files
from webmagic.creative.deep.findings import findings_of
from webmagic.creative.deep.repair import Tried, repaired
from webmagic.creative.facts import Facts
from webmagic.creative.gate.report import Finding, Report
from webmagic.creative.sites import get_site, get_version
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.studio.render import SiteContext, render
from webmagic.models import Business, GeneratedSite, SiteStatus, SiteVersion

log = logging.getLogger(__name__)
REPAIRS = 3  # how often a page may be drawn again


def is_wanted(settings: Settings) -> bool:
    """Whether new versions are looked at in a browser before they go online. On its own ("auto") only
    where both the browser and the tools are there already: nothing is fetched unasked."""
    if settings.deep_check == "auto":
        return find_chromium() is not None and tools.are_installed()
    return settings.deep_check == "on"


@dataclass(frozen=True)
class Inspected:
    """`state`: passed | repaired | refused | unavailable. `number` is the version that stands now."""

    state: str
    number: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def may_go_online(self) -> bool:
        return self.state != "refused"


@dataclass
class _Draft:
    """A design on its way through the browser."""

    direction: Direction
    blueprint: Blueprint
    findings: list[Finding] = field(default_factory=list)
    scores: dict[str, Any] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return any(finding.refuses for finding in self.findings)


async def inspect_version(
    site_id: int, number: int, transaction: Transaction, headers: dict[str, str]
) -> Inspected:
    """Look at a version as it would stand online, under `headers`. A fault of one section is mended by
    drawing that section another way, as a new version; any other fault refuses the page."""
    began = time.perf_counter()
    async with transaction() as session:
        site = await get_site(session, site_id)
        version = await get_version(session, site, number)
    facts, context = Facts.model_validate(version.facts), context_of(site)
    with tempfile.TemporaryDirectory(prefix="wmlook", ignore_cleanup_errors=True) as folder:
        try:
            draft, is_first = await _settle(version, facts, context, Path(folder), headers)
        except VendorError as error:
            log.warning("version %s of site %s was not looked at: %s", number, site_id, error)
            card = {"state": "unavailable", "reason": str(error)[:300], "at": now().isoformat()}
            async with transaction() as session:
                await _keep_card(session, site_id, number, card)
            return Inspected("unavailable", number)
        state = "refused" if draft.is_refused else "passed" if is_first else "repaired"
        card = _card(state, draft, time.perf_counter() - began)
        async with transaction() as session:
            if state == "repaired":
                number = await _store_repair(session, site_id, version, draft, facts, context, card)
            else:
                await _keep_card(session, site_id, number, card)
            if state == "refused":
                await _refuse(session, site_id, number, draft.findings)
        await asyncio.to_thread(shots.keep, get_settings(), site_id, number, Path(folder) / "shots")
    return Inspected(state, number, draft.findings)


async def _settle(
    version: SiteVersion, facts: Facts, context: SiteContext, folder: Path, headers: dict[str, str]
) -> tuple[_Draft, bool]:
    """The design that passes, and whether it is the first one; or the first one with its faults."""
    first = _Draft(Direction.model_validate(version.direction), Blueprint.model_validate(version.blueprint))
    await _see(first, facts, context, folder, headers)
    draft, tried = first, Tried()
    for _ in range(REPAIRS):
        if not draft.is_refused:
            return draft, draft is first
        turned = repaired(draft.direction, draft.blueprint, draft.findings, tried)
        if turned is None:
            break
        draft = _Draft(*turned)
        await _see(draft, facts, context, folder, headers)
    return (draft, False) if not draft.is_refused else (first, True)


async def _see(
    draft: _Draft, facts: Facts, context: SiteContext, folder: Path, headers: dict[str, str]
) -> None:
    page = await asyncio.to_thread(render, facts, draft.direction, draft.blueprint, site=context)
    root = Path(tempfile.mkdtemp(dir=folder))
    await asyncio.to_thread(write_files, page.files, root)
    pages = [Look("page", folder=str(root), headers=headers, shots=str(folder / "shots"))]
    depth = Depth(lighthouse=1 if get_settings().deep_lighthouse else 0)
    (found,) = [found async for found in look(pages, depth)]
    draft.findings = findings_of(found, is_preview=context.is_preview)
    draft.scores = (found.get("lighthouse") or {}).get("scores", {})


def _card(state: str, draft: _Draft, seconds: float) -> dict[str, Any]:
    return {
        "state": state,
        "findings": [finding.model_dump(mode="json") for finding in draft.findings],
        "scores": draft.scores,
        "seconds": round(seconds, 1),
        "at": now().isoformat(),
    }


async def _keep_card(session: AsyncSession, site_id: int, number: int, card: dict[str, Any]) -> None:
    site = await get_site(session, site_id)
    version = await get_version(session, site, number)
    version.gate = {**version.gate, "deep": card}
    version.gate_score = _score(version.gate)
    session.add(version)
    if site.current_version == number:
        site.gate_score, site.updated_at = version.gate_score, now()
        session.add(site)


def _score(card: dict[str, Any]) -> int:
    found = [*card.get("findings", []), *card.get("deep", {}).get("findings", [])]
    return Report(findings=[Finding.model_validate(finding) for finding in found]).score


async def _store_repair(
    session: AsyncSession,
    site_id: int,
    version: SiteVersion,
    draft: _Draft,
    facts: Facts,
    context: SiteContext,
    card: dict[str, Any],
) -> int:
    """The mended design as the next version; the same repair twice is one version."""
    site = await session.get_one(GeneratedSite, site_id, with_for_update=True)
    page = render(facts, draft.direction, draft.blueprint, site=context)
    report = gate.inspect(page, facts, is_preview=context.is_preview)
    whole = {
        "score": report.score,
        "findings": [finding.model_dump(mode="json") for finding in report.findings],
        "deep": card,
    }
    number = await newest_number(session, site_id) + 1
    values = {
        **version.model_dump(exclude={"id"}),
        "number": number,
        "build_key": f"{version.build_key[:60]}:mended",
        "direction": draft.direction.model_dump(mode="json"),
        "blueprint": draft.blueprint.model_dump(mode="json"),
        "gate": whole,
        "gate_score": _score(whole),
        "bytes": sum(len(data) for data in page.files.values()),
        "note": f"Mended what a browser found in version {version.number}",
        "parent": version.number,
        "edits": {},
        "cost_microusd": 0,
        "created_at": now(),
    }
    if await insert_once(session, SiteVersion, values):
        site.current_version, site.gate_score, site.updated_at = number, values["gate_score"], now()
        session.add(site)
        return number
    return site.current_version


async def _refuse(session: AsyncSession, site_id: int, number: int, findings: list[Finding]) -> None:
    """The version stays for whoever wants to see what was wrong; it does not go online."""
    site = await session.get_one(GeneratedSite, site_id, with_for_update=True)
    if site.current_version != number:
        return
    report = Report(findings=findings)
    site.status, site.updated_at = SiteStatus.REFUSED, now()
    site.refusal = {
        "score": report.score,
        "findings": [finding.model_dump(mode="json") for finding in findings],
    }
    business = await session.get_one(Business, site.business_id)
    business.failure = report.sentence[:2000]
    session.add_all([site, business])
