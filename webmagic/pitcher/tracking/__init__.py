"""Opens and clicks, counted honestly: kept first, judged afterwards, people before machines.

`hits.py` keeps them, `landing.py` knows where links lead and what landing pages tell, `agents.py` and
`networks.py` read who asks, `judging.py` decides, `counting.py` writes the verdicts down.
"""

from webmagic.models import HitKind
from webmagic.pitcher.tracking.counting import judge_hits
from webmagic.pitcher.tracking.figures import Looks, looks_of_campaigns, machine_looks
from webmagic.pitcher.tracking.hits import Hit, keep_hits
from webmagic.pitcher.tracking.landing import find_landing, read_open, read_seen
