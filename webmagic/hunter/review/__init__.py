"""Where the machine would not decide, a person does: one business after another, and each decision is
a label by which the machine is measured.

`waiting` who is next and who has it, `comparing` the evidence side by side, `deciding` a decision
with what follows from it, and back, `measuring` what the labels say about the machine.
"""

from webmagic.hunter.review.comparing import Case, Piece, Suspect, Trait, compare
from webmagic.hunter.review.deciding import DECISIONS, decide, list_decisions, undo
from webmagic.hunter.review.measuring import Measures, measure
from webmagic.hunter.review.waiting import (
    Waiting,
    claim,
    claim_next,
    count_waiting,
    draw_audit,
    list_waiting,
    put_off,
)

__all__ = [
    "DECISIONS",
    "Case",
    "Measures",
    "Piece",
    "Suspect",
    "Trait",
    "Waiting",
    "claim",
    "claim_next",
    "compare",
    "count_waiting",
    "decide",
    "draw_audit",
    "list_decisions",
    "list_waiting",
    "measure",
    "put_off",
    "undo",
]
