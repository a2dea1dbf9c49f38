"""The conductor: decides what is due, and tells how things stand."""

from webmagic.conductor.alerts import list_open_alerts, page_alerts, tell, tell_outage, tell_test, watch
from webmagic.conductor.allowance import (
    DEFAULT_BUDGETS,
    Allowance,
    Spending,
    allowance,
    budgets,
    check_allowed,
    set_budgets,
    spent_today,
)
from webmagic.conductor.autopilot import (
    DEFAULT_LIMITS,
    Mode,
    align_hold,
    autopilot_mode,
    autopilot_switched,
    cycle_limits,
    set_autopilot_mode,
    set_cycle_limits,
)
from webmagic.conductor.building import (
    Grown,
    continue_build,
    find_stopped,
    settle_stopped,
    show_growth,
    stop_build,
)
from webmagic.conductor.certificates import Certificate, list_certificates, read_certificates
from webmagic.conductor.cycle import PHASES, Phase, ask_cycle, ask_phases, request_cycle, run_cycle
from webmagic.conductor.cycles import CycleRow, PhaseRun, last_phases, list_cycles
from webmagic.conductor.drafts import show_draft, show_version
from webmagic.conductor.health import Alert, list_alerts
from webmagic.conductor.hunting import request_scrape
from webmagic.conductor.income import Income, Week, income
from webmagic.conductor.inspection import inspect_site, request_release
from webmagic.conductor.jobs import (
    FailureGroup,
    JobPage,
    JobRow,
    QueueRow,
    get_job,
    list_failures,
    list_queues,
    list_throughput,
    page_jobs,
)
from webmagic.conductor.listeners import Listeners, read_listeners, request_test, set_listeners
from webmagic.conductor.maintenance import clean_up, forget_old, free_stuck, take_snapshot
from webmagic.conductor.model_costs import ModelForecast, forecast_models
from webmagic.conductor.outcomes import Band, Outcomes, PartOutcome, outcomes
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
from webmagic.conductor.previews import end_previews, preview_ends_at
from webmagic.conductor.providers import ProviderState, ask_providers, provider_states
from webmagic.conductor.quiet import (
    DEFAULT_QUIET,
    QuietCountry,
    awake,
    drop_quiet_country,
    keep_quiet,
    quiet_countries,
    quiet_hours,
    set_quiet_country,
    set_quiet_hours,
)
from webmagic.conductor.rehearsal import Rehearsal, rehearse
from webmagic.conductor.reports import DayRow, Report, ReportLine, get_report, list_days, send_report
from webmagic.conductor.schedule import (
    SCHEDULES,
    ScheduleRow,
    active_schedules,
    change_schedule,
    list_schedules,
    run_schedule,
)
from webmagic.conductor.status import status
from webmagic.conductor.stop import Stop, find_stop, go_on, stop_everything
from webmagic.conductor.timeline import Happened, timeline
from webmagic.conductor.vitals import Vital, list_vitals
from webmagic.core.ledger import pause as pause_queue
from webmagic.core.ledger import resume as resume_queue
