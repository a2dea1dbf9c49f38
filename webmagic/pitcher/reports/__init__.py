"""What mail providers report by webhook: verified, kept raw and once, worked off by a job.

`verifying.py` believes nobody without a proof, `reading.py` turns three dialects into one, `applying.py`
draws the consequences; `pitcher/deliveries.py` keeps what was proven, and works it off.
"""

from webmagic.pitcher.reports.applying import apply, take_report
from webmagic.pitcher.reports.verifying import Delivery, verify_delivery
