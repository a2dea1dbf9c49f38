"""From findings to a verdict. When in doubt a person looks: a wrong "no website" costs more than a
lead that waits."""

from dataclasses import dataclass, field

from webmagic.hunter.emails import Sighting
from webmagic.hunter.verification.candidates import Candidate, Kind
from webmagic.hunter.verification.matching import Fit, Match
from webmagic.hunter.verification.probing import Outcome, Probe
from webmagic.hunter.verification.subject import Subject
from webmagic.models import WebsiteState

# A site that does not answer is asked again after so many days, and then no more.
RETRY_DAYS = (1, 3, 9)
THIN = 40  # words; less is a page made by scripts, of which we see little
BARE = 8  # and here nothing


@dataclass
class Finding:
    """One address, what answered, and whose it is. `tries`: how often nobody has answered so far."""

    candidate: Candidate
    probe: Probe
    match: Match = field(default_factory=lambda: Match(Fit.NOT))
    tries: int = 0
    is_portal: bool = False  # a page about the business on somebody else's site

    @property
    def is_dead(self) -> bool:
        return self.probe.outcome == Outcome.NO_ANSWER and self.tries > len(RETRY_DAYS)


@dataclass(frozen=True)
class Judgement:
    """`no_such`: hosts guessed from the name that do not exist. `mails`: addresses seen on pages."""

    state: WebsiteState
    reason: str
    url: str = ""
    no_such: tuple[str, ...] = ()
    mails: tuple[Sighting, ...] = ()


def judge(subject: Subject, findings: list[Finding]) -> Judgement:
    """The first that holds, the surest word first."""
    said = [verdict for finding in findings if (verdict := _of(finding))]
    order = (WebsiteState.HAS, WebsiteState.REVIEW, WebsiteState.UNREACHABLE, WebsiteState.SOCIAL)
    for state in order:
        if found := next((verdict for verdict in said if verdict.state == state), None):
            return found
    if subject.state_by_listing == WebsiteState.SOCIAL and not _is_replaced(subject, findings):
        return Judgement(
            WebsiteState.SOCIAL, "Its listing names only a page on somebody else's site.", subject.website
        )
    if subject.state_by_listing == WebsiteState.UNKNOWN:
        return Judgement(
            WebsiteState.UNKNOWN, "Nothing was found, but no listing says anything about websites."
        )
    return Judgement(
        WebsiteState.NONE, "Neither its listings nor a domain of its name lead to a website of its own."
    )


def _is_replaced(subject: Subject, findings: list[Finding]) -> bool:
    """The listing's own address was looked at and is not a page."""
    return any(f.candidate.url == subject.website for f in findings)


def _of(finding: Finding) -> Judgement | None:
    """What one finding says by itself; None when it says nothing."""
    outcome = finding.probe.outcome
    if outcome == Outcome.ELSEWHERE or finding.is_portal:
        return _of_portal(finding)
    if outcome == Outcome.PAGE:
        return _of_page(finding)
    if not _is_serious(finding):
        return None
    host, url, state = _host(finding), finding.probe.url, WebsiteState.REVIEW
    reason = ""
    if outcome == Outcome.PROTECTED:
        reason = f"{host} is there, but does not let us look."
    elif outcome == Outcome.PLACEHOLDER and finding.match.fit in (Fit.THEIRS, Fit.LIKELY):
        reason = f"{host} is being built."
    elif outcome == Outcome.NO_ANSWER and finding.candidate.kind == Kind.LISTED:
        state, reason = WebsiteState.UNREACHABLE, f"{host} does not answer."
    elif outcome == Outcome.NO_ANSWER and not finding.is_dead:
        reason = f"{host} exists, but does not answer yet."
    return Judgement(state, reason, url) if reason else None


def _of_portal(finding: Finding) -> Judgement | None:
    if finding.candidate.kind != Kind.LISTED:
        return None
    reason = "The address leads to a page on somebody else's site."
    return Judgement(WebsiteState.SOCIAL, reason, finding.probe.url)


def _of_page(finding: Finding) -> Judgement | None:
    url, host = finding.probe.url, _host(finding)
    if finding.match.fit in (Fit.THEIRS, Fit.LIKELY):
        return Judgement(WebsiteState.HAS, f"{host} is its own: {', '.join(finding.match.said)}.", url)
    if finding.candidate.kind == Kind.LISTED:
        return _of_listed_page(finding)
    doubt = _doubt(finding)
    return Judgement(WebsiteState.REVIEW, f"{host} {doubt}.", url) if doubt else None


def _of_listed_page(finding: Finding) -> Judgement:
    page, url, host = finding.probe.page, finding.probe.url, _host(finding)
    is_thin = page is None or page.word_count < THIN
    if is_thin or finding.match.fit in (Fit.UNSURE, Fit.NAMESAKE):
        return Judgement(WebsiteState.HAS, f"Its listing names {host}, and a page answers there.", url)
    return Judgement(
        WebsiteState.REVIEW, f"Its listing names {host}, but the page is about something else.", url
    )


def _doubt(finding: Finding) -> str:
    """Why a person should look at a page that is not surely somebody else's."""
    fit, candidate, page = finding.match.fit, finding.candidate, finding.probe.page
    if fit == Fit.UNSURE and _is_serious(finding):
        return "bears its name; it may be its own"
    if fit == Fit.NOT and candidate.kind == Kind.EMAIL:
        return "carries its mail, and a page answers there"
    if fit == Fit.NOT and candidate.is_whole and page and page.word_count < BARE:
        return "answers with a page that only a browser can show"
    return ""


def _is_serious(finding: Finding) -> bool:
    """Not just a guess from part of the name, or a search's from anything."""
    return finding.candidate.kind not in (Kind.GUESSED, Kind.SEARCHED) or finding.candidate.is_whole


def _host(finding: Finding) -> str:
    return finding.candidate.host or finding.candidate.url
