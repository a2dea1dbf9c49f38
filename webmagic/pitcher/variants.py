"""Three subjects race for what counts: the share of businesses that paid, never the share that opened.

Thompson sampling: each business is dealt a subject with the chance that this one is the best, as far
as is known. It begins even, wastes ever fewer letters on what sells less, and needs no end date.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago
from webmagic.models import Business, Message, MessageState, Stage
from webmagic.pitcher.identities import OUTREACH
from webmagic.pitcher.letters import SUBJECTS

RIPE_DAYS = 7  # younger letters have not had their time to sell
DRAWS = 4000


@dataclass(frozen=True)
class Score:
    variant: int
    sent: int
    ripe: int
    paid: int
    best: float = 0.0  # the chance that it sells best


async def read_scores(session: AsyncSession, language: str = "") -> list[Score]:
    """The first letters, by subject."""
    where = [
        Message.purpose == OUTREACH,
        Message.step == 0,
        Message.state == MessageState.SENT,
        Business.id == Message.business_id,
    ]
    if language:
        where.append(Business.language == language)
    ripe = func.sum(sa.cast(col(Message.sent_at) < ago(days=RIPE_DAYS), sa.Integer))
    paid = func.sum(sa.cast(col(Business.stage) == Stage.SOLD, sa.Integer))
    statement = select(Message.variant, func.count(), ripe, paid).where(*where).group_by(col(Message.variant))
    found = {row[0]: row for row in (await session.exec(statement)).all()}
    scores = []
    for variant in range(SUBJECTS):
        _, sent, old, sold = found.get(variant, (variant, 0, 0, 0))
        scores.append(Score(variant, sent, max(int(old or 0), int(sold or 0)), int(sold or 0)))
    return _with_chances(scores)


def deal(scores: Sequence[Score], business_id: int) -> int:
    """The subject for this business: the same whenever it is asked for with the same scores."""
    dice = random.Random(business_id)
    return max(scores, key=lambda score: _draw(score, dice)).variant


def _draw(score: Score, dice: random.Random) -> float:
    return dice.betavariate(1 + score.paid, 1 + score.ripe - score.paid)


def _with_chances(scores: list[Score]) -> list[Score]:
    dice = random.Random(7)
    wins = [0] * len(scores)
    for _ in range(DRAWS if any(score.paid for score in scores) else 0):
        draws = [_draw(score, dice) for score in scores]
        wins[draws.index(max(draws))] += 1
    total = sum(wins)
    return [
        Score(s.variant, s.sent, s.ripe, s.paid, wins[n] / total if total else 1 / len(scores))
        for n, s in enumerate(scores)
    ]
