"""Does this business really have no website?

`candidates` where one could be, `lookup` names to addresses, `probing` what answers there,
`reading` a page's facts, `standing` whether it is a page at all, `matching` whose it is,
`judging` the verdict, `investigating` all of it for one business, `checks` the database's side.
"""

from webmagic.hunter.verification.checks import (
    VerifyReport,
    evidence_of,
    verify,
    verify_all,
    verify_due,
)
from webmagic.hunter.verification.investigating import Web
from webmagic.hunter.verification.summing import verify_now

__all__ = ["VerifyReport", "Web", "evidence_of", "verify", "verify_all", "verify_due", "verify_now"]
