"""The whole enquiry about one business, without a database: listings, domains, pages, verdict."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from webmagic.core.errors import VendorError
from webmagic.core.http import Fetcher, FetchError
from webmagic.hunter.emails import Kind as Mailed
from webmagic.hunter.emails import Sighting
from webmagic.hunter.normal.owners import bears_name
from webmagic.hunter.normal.text import fold
from webmagic.hunter.normal.websites import host_of, is_own
from webmagic.hunter.verification import candidates as where
from webmagic.hunter.verification.candidates import Candidate, Kind
from webmagic.hunter.verification.judging import Finding, Judgement, judge
from webmagic.hunter.verification.lookup import Answer, Names
from webmagic.hunter.verification.matching import Fit, Match, match
from webmagic.hunter.verification.probing import Outcome, Probe, Prober
from webmagic.hunter.verification.reading import Page, read
from webmagic.hunter.verification.searching import Searcher
from webmagic.hunter.verification.subject import Subject

AT_ONCE = 6
MAX_LINKED = 3
MAX_SEARCHED = 4
log = logging.getLogger(__name__)


@dataclass
class Web:
    """The outside: names and pages. Tests hand in a web of their own."""

    names: Names = field(default_factory=Names)
    fetcher: Fetcher | None = None
    searcher: Searcher | None = None

    def __post_init__(self) -> None:
        self.fetcher = self.fetcher or Fetcher(resolve=self.names.resolve)

    def prober(self, our_hosts: frozenset[str]) -> Prober:
        assert self.fetcher
        return Prober(self.names, self.fetcher, our_hosts)

    async def aclose(self) -> None:
        assert self.fetcher
        await self.fetcher.aclose()
        if self.searcher:
            await self.searcher.aclose()


@dataclass(frozen=True)
class Memory:
    """What earlier enquiries found dead: address -> tries. `resting` are not asked again yet, or ever."""

    tries: Mapping[str, int] = field(default_factory=dict)
    resting: frozenset[str] = frozenset()


async def investigate(
    subject: Subject,
    listings: list[dict[str, Any]],
    prober: Prober,
    memory: Memory,
    searcher: Searcher | None = None,
) -> tuple[Judgement, list[Finding]]:
    """Look where the listings point first; guess only when that finds no website; and ask a web search
    only when nothing at all was found."""
    enquiry = _Enquiry(subject, prober, memory)
    findings = await enquiry.look_at(where.listed(subject, listings))
    verdict = judge(subject, findings)
    if verdict.state in _SETTLED:
        return verdict, findings
    linked = await enquiry.linked_from(where.link_pages(subject, listings))
    await enquiry.read_mails(where.social_pages(subject))
    known = {finding.candidate.host for finding in findings}
    possible = [*linked, *where.guesses(subject)]
    guessed = await enquiry.existing(possible, known)
    findings += await enquiry.look_at(guessed)
    if searcher and judge(subject, findings).state in _NOTHING_FOUND:
        named = await enquiry.searched(searcher, {finding.candidate.host for finding in findings})
        findings += await enquiry.look_at(named)
    found = known | {candidate.host for candidate in guessed}
    no_such = tuple(dict.fromkeys(c.host for c in possible if c.host and c.host not in found))
    mails = (*enquiry.mails, *mails_of(findings))
    return replace(judge(subject, findings), no_such=no_such, mails=mails), findings


_SETTLED = ("has_website",)
_MAYBE_A_PORTAL = (Kind.LISTED, Kind.MENTIONED, Kind.SEARCHED)
_NOTHING_FOUND = ("confirmed_none", "social_only", "unknown")


def mails_of(findings: list[Finding]) -> list[Sighting]:
    """Addresses on pages that are surely its own, though they may not count as a website."""
    return [
        Sighting(address, Mailed.OWN_PAGE, finding.probe.url)
        for finding in findings
        if finding.match.fit == Fit.THEIRS and finding.probe.page
        for address in sorted(finding.probe.page.mails)
    ]


class _Enquiry:
    def __init__(self, subject: Subject, prober: Prober, memory: Memory):
        self.subject, self.prober, self.memory = subject, prober, memory
        self.mails: list[Sighting] = []
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def look_at(self, candidates: list[Candidate]) -> list[Finding]:
        return list(await asyncio.gather(*(self._look_at(candidate) for candidate in candidates)))

    async def searched(self, searcher: Searcher, known: set[str]) -> list[Candidate]:
        """Hosts of its name that a web search knows. A search that fails is no evidence of anything."""
        query = f'"{self.subject.name}" {self.subject.city}'.strip()
        try:
            urls = await searcher.search(query, self.subject.country)
        except VendorError as error:
            log.warning("The web search failed: %s", error)
            return []
        found: dict[str, Candidate] = {}
        for url in urls:
            host = host_of(url)
            if is_own(host) and host not in known and not self.prober.is_ours(host):
                found.setdefault(host, Candidate(url, Kind.SEARCHED, query, self._resembles(url)))
        return list(found.values())[:MAX_SEARCHED]

    async def existing(self, candidates: list[Candidate], known: set[str]) -> list[Candidate]:
        """Those whose domain exists. Most guesses end here, with a name server's no."""

        async def exists(candidate: Candidate) -> bool:
            async with self._slots:
                host = urlsplit(candidate.url).hostname or ""
                found = await self.prober.names.look(host)
                if found.answer == Answer.MISSING:
                    found = await self.prober.names.look(f"www.{host}")
            return found.answer != Answer.MISSING

        fresh = list({c.host: c for c in reversed(candidates) if c.host and c.host not in known}.values())[
            ::-1
        ]
        keep = await asyncio.gather(*(exists(candidate) for candidate in fresh))
        return [candidate for candidate, holds in zip(fresh, keep, strict=True) if holds]

    async def _look_at(self, candidate: Candidate) -> Finding:
        tries = self.memory.tries.get(candidate.url, 0)
        if candidate.url in self.memory.resting:
            return Finding(candidate, Probe(Outcome.NO_ANSWER, candidate.url, "asked before"), tries=tries)
        async with self._slots:
            probe = await self.prober.probe(candidate.url, self.subject.language)
            if probe.outcome == Outcome.GONE and candidate.kind != Kind.GUESSED:
                probe = await self._at_the_root(candidate, probe)
            finding = Finding(candidate, probe, tries=tries + (probe.outcome == Outcome.NO_ANSWER))
            if probe.page:
                await self._match(finding, probe.page)
        return finding

    async def _at_the_root(self, candidate: Candidate, probe: Probe) -> Probe:
        root = urljoin(candidate.url, "/")
        return probe if root == candidate.url else await self.prober.probe(root, self.subject.language)

    async def _match(self, finding: Finding, page: Page) -> None:
        finding.match = match(self.subject, [page])
        if finding.match.fit in (Fit.UNSURE, Fit.NAMESAKE) or page.word_count < 60:
            more = await self.prober.more_pages(page, 2, self.subject.language)
            if more:
                finding.match = match(self.subject, [page, *more])
        if finding.candidate.kind in _MAYBE_A_PORTAL and await self._is_portal(page):
            finding.is_portal = True
        if (
            finding.candidate.kind == Kind.EMAIL
            and finding.match.fit == Fit.NOT
            and not self._resembles(page.url)
        ):
            finding.match = (
                Match(Fit.NAMESAKE, ("a host for mail",)) if len(page.numbers) > 3 else finding.match
            )

    async def _is_portal(self, page: Page) -> bool:
        """A page about the business below a site that is not: the site's own front page knows neither
        its name nor its number."""
        if len([part for part in urlsplit(page.url).path.split("/") if part]) == 0 or self._resembles(
            page.url
        ):
            return False
        front = await self.prober.probe(urljoin(page.url, "/"), self.subject.language)
        if front.outcome != Outcome.PAGE or front.page is None or front.page.word_count < 15:
            return False
        return match(self.subject, [front.page]).fit == Fit.NOT

    def _resembles(self, url: str) -> bool:
        label = host_of(url).replace("-", "")
        joined = "".join(self.subject.words)
        return any(len(word) > 3 and word in label for word in self.subject.own_words) or (
            len(joined) > 4 and joined in label
        )

    async def linked_from(self, pages: list[str]) -> list[Candidate]:
        """Own hosts that the business's link pages and profiles lead to."""
        found: list[Candidate] = []
        for url, page in [(url, page) for url in pages if (page := await self._open(url))]:
            self._note_mails(page)
            links = [link for link, words in page.links if self._is_lead(link, words, page.url)]
            found += [Candidate(link, Kind.LINKED, url) for link in dict.fromkeys(links)]
        return found[:MAX_LINKED]

    async def read_mails(self, pages: list[str]) -> None:
        """From pages that are asked for nothing else."""
        for page in [page for url in pages if (page := await self._open(url))]:
            self._note_mails(page)

    async def _open(self, url: str) -> Page | None:
        try:
            fetched = await self.prober.fetcher.get(url, language=self.subject.language, cut=True)
        except FetchError:
            return None
        is_page = fetched.status < 400 and fetched.kind == "html"
        return read(fetched.url, fetched.text()) if is_page else None

    def _note_mails(self, page: Page) -> None:
        """A page of others lists others too: only one that knows the business speaks for it."""
        if not page.mails:
            return
        knows_it = match(self.subject, [page]).fit in (Fit.THEIRS, Fit.LIKELY, Fit.UNSURE)
        for address in sorted(page.mails):
            if knows_it or bears_name(address, self.subject.name):
                self.mails.append(Sighting(address, Mailed.LINKED, page.url))

    def _is_lead(self, link: str, words: str, of: str) -> bool:
        host = host_of(link)
        if not is_own(host) or host == host_of(of) or self.prober.is_ours(host):
            return False
        says_so = any(word in fold(words) for word in ("web", "site", "sitio", "pagina", "homepage"))
        return says_so or self._resembles(link)
