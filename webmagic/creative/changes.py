"""Changes to a page in plain words: proposed by the Editor, shown as a difference, done when approved.

proposal = await creative.propose_change(session, site_id, "make the header green", asked_by="…")
…
await creative.approve_change(session, proposal.id, actor="…")
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Proposal:
    """`state`: thinking, proposed, unclear, approved or declined. `sentence` is for whoever asked."""

    id: int
    site_id: int
    version: int  # the version it was thought for
    words: str  # what was asked
    state: str
    sentence: str
    diff: list[dict[str, Any]] = field(default_factory=list)  # {"place", "before", "after"} by section
    left: list[str] = field(default_factory=list)  # what of the request nobody could carry out
    engine: str = "studio"
    cost_microusd: int = 0
    made_version: int = 0  # after approval
