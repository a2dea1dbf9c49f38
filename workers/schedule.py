"""Which schedules the workers watch: the conductor's table, as the operator has changed it."""

from webmagic.conductor.schedule import SCHEDULES, active_schedules

__all__ = ["SCHEDULES", "active_schedules"]
