"""The deep half of the publish gate: a page in a real Chromium, judged by axe, Lighthouse and its console."""

from webmagic.creative.deep.inspection import Inspected, inspect_version, is_wanted
from webmagic.creative.deep.shots import read_shot

__all__ = ["Inspected", "inspect_version", "is_wanted", "read_shot"]
