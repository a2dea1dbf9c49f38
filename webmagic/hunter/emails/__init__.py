"""Finding a business's mail address: every sighting with its source, the best by points that explain
themselves.

`spelling` reads addresses out of texts and pages, `listing` out of raw listings, `normal.owners` says
whose they are, `ranking` chooses.
"""

from webmagic.hunter.emails.listing import sightings
from webmagic.hunter.emails.ranking import Kind, Mail, Sighting, best, ranked
from webmagic.hunter.emails.spelling import in_text

__all__ = ["Kind", "Mail", "Sighting", "best", "in_text", "ranked", "sightings"]
