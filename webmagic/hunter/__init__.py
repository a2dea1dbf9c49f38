"""Leads: reading what sources hand out, making one row per business, scoring it.

`import_file`/`import_rows` take listings in; `territories` says where and what to hunt and
scrapes; `score` judges by the `rules` an operator sets; `verify` looks
whether a business really has no website; `pages` and `businesses` are how
everyone else reads and corrects.
"""

from webmagic.hunter import review, territories
from webmagic.hunter.businesses import (
    Stats,
    create_business,
    delete_business,
    exclude,
    get_business,
    listings_of,
    patch_business,
    readmit,
    stats,
)
from webmagic.hunter.exports import export_csv
from webmagic.hunter.listings import ImportReport, import_file, import_rows
from webmagic.hunter.pages import BusinessRow, Page, iter_businesses, page_businesses
from webmagic.hunter.requirements import Applied, apply_rules
from webmagic.hunter.rules import PARTS, Rules, list_versions, load_rules, rules_of_version, save_rules
from webmagic.hunter.score import assess, qualify, rescore_all, rescore_in_batches
from webmagic.hunter.scraping import ScrapeReport, load_sample, scrape
from webmagic.hunter.stating import check_statement, state_facts
from webmagic.hunter.trying import Difference, Example, check_rules, try_rules, what_if
from webmagic.hunter.verification import VerifyReport, evidence_of, verify, verify_all, verify_due, verify_now
from webmagic.hunter.websites import website_states

__all__ = [
    "PARTS",
    "Applied",
    "BusinessRow",
    "Difference",
    "Example",
    "ImportReport",
    "Page",
    "Rules",
    "ScrapeReport",
    "Stats",
    "VerifyReport",
    "apply_rules",
    "assess",
    "check_rules",
    "check_statement",
    "create_business",
    "delete_business",
    "evidence_of",
    "exclude",
    "export_csv",
    "get_business",
    "import_file",
    "import_rows",
    "iter_businesses",
    "list_versions",
    "listings_of",
    "load_rules",
    "load_sample",
    "page_businesses",
    "patch_business",
    "qualify",
    "readmit",
    "rescore_all",
    "rescore_in_batches",
    "review",
    "rules_of_version",
    "save_rules",
    "scrape",
    "state_facts",
    "stats",
    "territories",
    "try_rules",
    "verify",
    "verify_all",
    "verify_due",
    "verify_now",
    "website_states",
    "what_if",
]
