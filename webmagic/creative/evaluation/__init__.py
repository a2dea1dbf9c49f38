"""Two choices of prompts or models put to the same businesses, and one page that shows what came of it.

    report = await evaluate([Choice("A"), Choice("B", versions={"concept": 2})], [3, 4], transaction)
    html = page_of(report)

No site is made and nothing of a business changes. Calls are in the ledger and under the caps.
"""

from webmagic.creative.evaluation.choices import Choice, read_choice
from webmagic.creative.evaluation.report import page_of
from webmagic.creative.evaluation.running import Evaluation, Result, Summary, evaluate, list_subjects
from webmagic.creative.evaluation.screens import take_screens

__all__ = [
    "Choice",
    "Evaluation",
    "Result",
    "Summary",
    "evaluate",
    "list_subjects",
    "page_of",
    "read_choice",
    "take_screens",
]
