"""The conductor: decides what is due, and tells how things stand."""

from webmagic.conductor.alerts import list_open_alerts, page_alerts, tell, tell_outage, watch
from webmagic.conductor.allowance import (
    DEFAULT_BUDGETS,
    DEFAULT_QUIET,
    Allowance,
    Spending,
    allowance,
    budgets,
    check_allowed,
    quiet_hours,
    set_budgets,
    set_quiet_hours,
    spent_today,
)
from webmagic.conductor.autopilot import (
    DEFAULT_LIMITS,
    Mode,
    align_hold,
    autopilot_mode,
    cycle_limits,
    set_autopilot_mode,
    set_cycle_limits,
)
from webmagic.conductor.cycle import ask_cycle, run_cycle
from webmagic.conductor.health import Alert, list_alerts
from webmagic.conductor.hunting import request_scrape
from webmagic.conductor.income import Income, Week, income
from webmagic.conductor.jobs import (
    FailureGroup,
    JobPage,
    JobRow,
    QueueRow,
    get_job,
    list_failures,
    list_queues,
    page_jobs,
)
from webmagic.conductor.maintenance import clean_up, forget_old, free_stuck, take_snapshot
from webmagic.conductor.overview import FunnelStep, Overview, RibbonBlock, funnel, overview
from webmagic.conductor.pipeline import (
    PhaseReport,
    create_campaigns_due,
    export_site,
    generate_due,
    list_built,
    list_publishable,
    list_unbuilt,
    publish_due,
    publish_site,
    qualify_due,
    request_build,
    request_publish,
    retry_due,
    run_campaigns,
    scrape_due,
    send_due,
    withdraw_site,
)
from webmagic.conductor.rehearsal import Rehearsal, rehearse
from webmagic.conductor.reports import Report, ReportLine, get_report, send_report
from webmagic.conductor.schedule import (
    SCHEDULES,
    ScheduleRow,
    active_schedules,
    change_schedule,
    list_schedules,
)
from webmagic.conductor.status import status
from webmagic.core.ledger import pause as pause_queue
from webmagic.core.ledger import resume as resume_queue
