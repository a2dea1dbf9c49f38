"""The labelled set, judged over real servers; precision and recall are printed by the test run."""

import asyncio
from collections import Counter
from pathlib import Path

from tests.fakes.search import searching
from tests.hunter.verification.cases import HAS, NONE, SOCIAL, UNKNOWN, Case, make
from tests.hunter.verification.web import Internet, running
from webmagic.hunter.drafts import draft
from webmagic.hunter.reader import Context
from webmagic.hunter.sources.files import of_rows
from webmagic.hunter.verification.investigating import Memory, Web, investigate
from webmagic.hunter.verification.judging import Judgement
from webmagic.hunter.verification.searching import BraveSearch
from webmagic.hunter.verification.subject import Subject
from webmagic.models import Business, WebsiteState

PRECISION, RECALL = 0.98, 0.90


def subject_of(case: Case) -> Subject:
    """Through the same reading as an import."""
    file = of_rows([(1, case.row)])
    made = draft(case.row, Context.of(file))
    return Subject.of(Business(dedupe_key="x", **made.values))


async def judged(case: Case, web: Web, slots: asyncio.Semaphore, searcher=None) -> Judgement:
    async with slots:
        verdict, _ = await investigate(
            subject_of(case), [case.row], web.prober(frozenset({"localhost"})), Memory(case.tries), searcher
        )
        return verdict


def finder(net: Internet):
    """A search engine's index of the local internet: pages that bear the name in quotation marks."""

    def find(query: str) -> list[str]:
        name = query.split('"')[1]
        return [
            f"http://{host}{path}"
            for host, site in net.sites.items()
            for path, page in site.pages.items()
            if isinstance(page, str) and name in page
        ]

    return find


HARD_FOR_SEARCH = ("a_namesake_in_another_town", "its_name_is_about_something_else", "nothing_anywhere")


async def test_no_website_is_claimed_rarely_wrongly_and_mostly_found(tmp_path: Path, figure):
    net = Internet()
    cases, certified = make(net)
    async with running(net, tmp_path, certified) as web:
        slots = asyncio.Semaphore(16)
        verdicts = await asyncio.gather(*(judged(case, web, slots) for case in cases))
        pairs = list(zip(cases, verdicts, strict=True))
        claims = [case for case, verdict in pairs if verdict.state == WebsiteState.NONE]
        again = [case for case in claims if case.truth != NONE or case.scenario in HARD_FOR_SEARCH]
        async with searching(finder(net)) as fake:
            searcher = BraveSearch("a key", fake.base_url)
            searched = await asyncio.gather(*(judged(case, web, slots, searcher) for case in again))
            await searcher.aclose()
    right = sum(case.truth == NONE for case in claims)
    truly = sum(case.truth == NONE for case in cases)
    precision, recall = right / len(claims), right / truly
    figure(f"confirmed_none over {len(cases)} cases: precision {precision:.1%}, recall {recall:.1%}")
    gone = [case for case, verdict in zip(again, searched, strict=True) if verdict.state != WebsiteState.NONE]
    left, still = len(claims) - len(gone), right - sum(case.truth == NONE for case in gone)
    figure(f"confirmed_none with a web search: precision {still / left:.1%}, recall {still / truly:.1%}")
    table = Counter((case.truth, str(verdict.state)) for case, verdict in pairs)
    for truth in (HAS, NONE, SOCIAL, UNKNOWN):
        counts = {state: n for (t, state), n in sorted(table.items()) if t == truth}
        figure(f"confirmed_none, where it is truly {truth}: {counts}")
    wrong = [(c, v) for c, v in pairs if (c.truth == NONE) != (v.state == WebsiteState.NONE)]
    misses = [f"  {c.truth:>7}: {c.scenario}: {c.shop.name!r} judged {v.state}: {v.reason}" for c, v in wrong]
    assert len(cases) >= 300
    assert precision >= PRECISION and recall >= RECALL, "\n".join(misses)
    assert still / left >= PRECISION and still / truly >= RECALL, [case.scenario for case in gone]
    assert not [case for case in claims if case.truth == HAS and case not in gone], "the search was no help"
