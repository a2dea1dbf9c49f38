"""The labelled set, judged over real servers; precision and recall are printed by the test run."""

import asyncio
from collections import Counter
from pathlib import Path

from tests.hunter.verification.cases import HAS, NONE, SOCIAL, UNKNOWN, Case, make
from tests.hunter.verification.web import Internet, running
from webmagic.hunter.drafts import draft
from webmagic.hunter.reader import Context
from webmagic.hunter.sources.files import of_rows
from webmagic.hunter.verification.investigating import Memory, Web, investigate
from webmagic.hunter.verification.judging import Judgement
from webmagic.hunter.verification.subject import Subject
from webmagic.models import Business, WebsiteState

PRECISION, RECALL = 0.98, 0.90


def subject_of(case: Case) -> Subject:
    """Through the same reading as an import."""
    file = of_rows([(1, case.row)])
    made = draft(case.row, Context.of(file))
    return Subject.of(Business(dedupe_key="x", **made.values))


async def judged(case: Case, web: Web, slots: asyncio.Semaphore) -> Judgement:
    async with slots:
        verdict, _ = await investigate(
            subject_of(case), [case.row], web.prober(frozenset({"localhost"})), Memory(case.tries)
        )
        return verdict


async def test_no_website_is_claimed_rarely_wrongly_and_mostly_found(tmp_path: Path, capsys):
    net = Internet()
    cases, certified = make(net)
    async with running(net, tmp_path, certified) as web:
        slots = asyncio.Semaphore(16)
        verdicts = await asyncio.gather(*(judged(case, web, slots) for case in cases))
    pairs = list(zip(cases, verdicts, strict=True))
    claimed = [case for case, verdict in pairs if verdict.state == WebsiteState.NONE]
    right = sum(case.truth == NONE for case in claimed)
    precision, recall = right / len(claimed), right / sum(case.truth == NONE for case in cases)
    table = Counter((case.truth, str(verdict.state)) for case, verdict in pairs)
    wrong = [(c, v) for c, v in pairs if (c.truth == NONE) != (v.state == WebsiteState.NONE)]
    misses = [f"  {c.truth:>7}: {c.scenario}: {c.shop.name!r} judged {v.state}: {v.reason}" for c, v in wrong]
    with capsys.disabled():
        print(f"\nconfirmed_none over {len(cases)} cases: precision {precision:.1%}, recall {recall:.1%}")
        for truth in (HAS, NONE, SOCIAL, UNKNOWN):
            counts = {state: n for (t, state), n in sorted(table.items()) if t == truth}
            print(f"  truly {truth}: {counts}")
    assert len(cases) >= 300
    assert precision >= PRECISION and recall >= RECALL, "\n".join(misses)
    print("\n".join(misses))
