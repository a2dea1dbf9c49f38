"""What answers at an address."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from webmagic.core.http import Cause, Fetched, Fetcher, FetchError
from webmagic.hunter.normal.websites import host_of, is_own
from webmagic.hunter.verification import standing
from webmagic.hunter.verification.lookup import Answer, Names
from webmagic.hunter.verification.reading import Page, read

MAX_ONWARD = 2
PROTECTED = frozenset((401, 402, 403, 405, 406, 407, 418, 421, 423, 425, 426, 428, 429, 431, 451))


class Outcome(StrEnum):
    PAGE = "page"
    MISSING = "no_such_domain"
    NO_ANSWER = "no_answer"
    PROTECTED = "protected"
    PARKED = "parked"
    PLACEHOLDER = "placeholder"
    GONE = "not_found"
    ELSEWHERE = "leads_elsewhere"  # to a social network, a directory, a booking page
    OURS = "ours"  # a site that we made


@dataclass
class Probe:
    """`url` is where it ended; `page` only with PAGE."""

    outcome: Outcome
    url: str
    detail: str = ""
    status: int = 0
    page: Page | None = None
    addresses: tuple[str, ...] = ()
    hops: tuple[str, ...] = field(default=())


class Prober:
    """Looks a name up, and only then asks for its page. `our_hosts` are those we serve ourselves."""

    def __init__(self, names: Names, fetcher: Fetcher, our_hosts: frozenset[str] = frozenset()):
        self.names, self.fetcher, self.our_hosts = names, fetcher, our_hosts

    async def probe(self, url: str, language: str = "") -> Probe:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
        if self.is_ours(host):
            return Probe(Outcome.OURS, url)
        look = await self.names.look(host)
        if look.answer == Answer.MISSING and not host.startswith("www."):
            wider = await self.names.look(f"www.{host}")
            if wider.answer == Answer.FOUND:
                url, look = url.replace(host, f"www.{host}", 1), wider
        if look.answer == Answer.MISSING:
            return Probe(Outcome.MISSING, url, "no such domain, or no address")
        if look.answer == Answer.FAILED:
            return Probe(Outcome.NO_ANSWER, url, "its name servers do not answer")
        found = await self._follow(url, language)
        found.addresses = look.addresses
        return found

    def is_ours(self, host: str) -> bool:
        return any(host == ours or host.endswith(f".{ours}") for ours in self.our_hosts)

    async def _follow(self, url: str, language: str) -> Probe:
        """Through redirects, and through pages that only send one on."""
        seen = [url]
        while True:
            probe = await self._fetch(url, language)
            target = probe.page.onward if probe.page else ""
            is_new = target.startswith(("http://", "https://")) and target not in seen
            if not is_new or len(seen) > MAX_ONWARD or (probe.page and probe.page.word_count > 60):
                return probe
            if not is_own(host_of(target)):
                return Probe(Outcome.ELSEWHERE, target, "the page sends visitors on", hops=tuple(seen))
            seen.append(url := target)

    async def _fetch(self, url: str, language: str) -> Probe:
        """https first where no scheme was given for sure; the other one when nothing answers."""
        schemes = [url] if url.startswith("http://") else [url, url.replace("https://", "http://", 1)]
        failure: FetchError | None = None
        for one in schemes:
            try:
                return self._judge(await self.fetcher.get(one, language=language, cut=True))
            except FetchError as error:
                failure = failure if failure and failure.cause == Cause.TLS else error
                if error.cause not in (Cause.CONNECT, Cause.TLS, Cause.BROKEN):
                    break
        assert failure
        return self._failed(failure)

    def _failed(self, error: FetchError) -> Probe:
        host = host_of(error.url)
        if host and not is_own(host):
            return Probe(Outcome.ELSEWHERE, error.url, str(error))
        if standing.is_parking_host(host):
            return Probe(Outcome.PARKED, error.url, host)
        if error.cause == Cause.TLS:
            return Probe(Outcome.PROTECTED, error.url, "its certificate is not valid")
        if error.cause == Cause.REFUSED:
            return Probe(Outcome.GONE, error.url, str(error))
        return Probe(Outcome.NO_ANSWER, error.url, str(error))

    def _judge(self, fetched: Fetched) -> Probe:
        host = host_of(fetched.url)
        probe = Probe(Outcome.PAGE, fetched.url, status=fetched.status, hops=fetched.hops)
        page = read(fetched.url, fetched.text()) if fetched.kind in ("html", "text") else None
        if self.is_ours(host):
            probe.outcome = Outcome.OURS
        elif standing.is_parking_host(host):
            probe.outcome, probe.detail = Outcome.PARKED, host
        elif host and not is_own(host):
            probe.outcome, probe.detail = Outcome.ELSEWHERE, host
        elif page and standing.is_challenge(page, dict(fetched.headers)):
            probe.outcome, probe.detail = Outcome.PROTECTED, "a wall against robots"
        elif fetched.status >= 400:
            probe.outcome, probe.detail = _of_status(fetched.status), f"status {fetched.status}"
            if page and standing.is_parked(page, fetched.text()):
                probe.outcome = Outcome.PARKED
        else:
            self._judge_page(probe, page, fetched)
        return probe

    def _judge_page(self, probe: Probe, page: Page | None, fetched: Fetched) -> None:
        if page is None:
            probe.outcome = Outcome.GONE if fetched.kind in ("empty", "json") else Outcome.PAGE
            probe.page, probe.detail = Page(fetched.url), f"a {fetched.kind} file"
            if probe.outcome == Outcome.GONE:
                probe.page = None
            return
        if why := standing.is_parked(page, fetched.text()):
            probe.outcome, probe.detail = Outcome.PARKED, why
        elif why := standing.is_placeholder(page):
            probe.outcome, probe.detail = Outcome.PLACEHOLDER, why
        probe.page = page

    async def more_pages(self, page: Page, wanted: int, language: str = "") -> list[Page]:
        """Its own contact and about pages."""
        found: list[Page] = []
        for url in contact_links(page)[:wanted]:
            try:
                fetched = await self.fetcher.get(url, language=language, cut=True)
            except FetchError:
                continue
            if fetched.status < 400 and fetched.kind == "html" and host_of(fetched.url) == host_of(page.url):
                found.append(read(fetched.url, fetched.text()))
        return found


def _of_status(status: int) -> Outcome:
    if status in PROTECTED:
        return Outcome.PROTECTED
    return Outcome.NO_ANSWER if status >= 500 else Outcome.GONE


CONTACT = ("contact", "contacto", "about", "nosotros", "quienes", "impressum", "kontakt", "location",
           "ubicacion", "find-us", "visit", "contato")  # fmt: skip


def contact_links(page: Page) -> list[str]:
    """Addresses on the same host whose words or path promise an address or a number."""
    host = host_of(page.url)
    found = []
    for url, words in page.links:
        clean = url.partition("#")[0]
        if clean in (page.url, urljoin(page.url, "/")) or host_of(clean) != host:
            continue
        said = f"{urlsplit(clean).path} {words}".lower().replace("ó", "o").replace("é", "e")
        if any(word in said for word in CONTACT):
            found.append(clean)
    return list(dict.fromkeys(found))
