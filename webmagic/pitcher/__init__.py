"""The offer by mail: written, allowed or held, sent once, and counted honestly."""

from webmagic.pitcher.calendar import Slot, StepFigures, Week, read_steps, read_week
from webmagic.pitcher.campaigns import CreateReport, HeldBusiness, create_due
from webmagic.pitcher.claiming import message_id_of
from webmagic.pitcher.composing import Tried, language_at, list_readers, source_of, try_letter
from webmagic.pitcher.countries import Country, find_country, list_countries, reviewed_at
from webmagic.pitcher.declarations import Declarations, declare, read_declarations
from webmagic.pitcher.declared import BALANCING_TEST, OUTREACH_CONFIRMED
from webmagic.pitcher.deliveries import MAIL_PROVIDERS, handle_delivery, keep_delivery
from webmagic.pitcher.erasure import erase_person
from webmagic.pitcher.findings import Finding
from webmagic.pitcher.gathering import check, gather
from webmagic.pitcher.held import HeldReason, list_held_reasons
from webmagic.pitcher.identities import (
    OUTREACH,
    TRANSACTIONAL,
    Sender,
    Wanted,
    add_identity,
    get_identity,
    list_identities,
    list_senders,
    pause_identity,
    resume_identity,
    set_identity,
)
from webmagic.pitcher.letters import (
    LANGUAGES,
    OCCASIONS,
    STEPS,
    SUBJECTS,
    VARIABLES,
    Template,
    list_keys,
    name_of,
    read_templates,
    reset_template,
    save_template,
)
from webmagic.pitcher.links import Links, claim_url, links_for, read_row
from webmagic.pitcher.mailers import Mailers, Transaction
from webmagic.pitcher.offers import Offer, offer_for, price
from webmagic.pitcher.optout import (
    find_unsubscribe,
    hold_queued,
    leave_alone,
    not_mine,
    remove_site,
    unsubscribe,
)
from webmagic.pitcher.pacing import cap_on, read_load, read_pace, window_on, write_pace, zone_of
from webmagic.pitcher.permissions import list_permissions, permit, revoke
from webmagic.pitcher.policy import PERMISSIONS, Hold, is_reserved, judge
from webmagic.pitcher.preflight import check_domain, get_domain
from webmagic.pitcher.quotes import Quote, find_quote
from webmagic.pitcher.reading import (
    CampaignRow,
    MessageDetail,
    MessageRow,
    get_campaign,
    get_message,
    page_campaigns,
    page_messages,
    page_rows,
    stats,
)
from webmagic.pitcher.recovery import reconcile, recover
from webmagic.pitcher.reminding import REMINDER, check_reminder
from webmagic.pitcher.replies import (
    ReplyDetail,
    ReplyRow,
    answer_reply,
    as_mail,
    count_replies,
    fetch_replies,
    find_businesses,
    finish_reply,
    get_reply,
    keep_reply,
    page_replies,
    read_mail,
    reassign_reply,
    reopen_reply,
)
from webmagic.pitcher.reports import (
    Delivery,
    take_report,
    verify_delivery,
)
from webmagic.pitcher.reputation import Standing, list_pauses, pause_troubled, read_standings
from webmagic.pitcher.rewriting import find_mail_brief, rewrite, write_by_agent
from webmagic.pitcher.sending import (
    ask,
    ask_for,
    deliver,
    mark_sent,
    queue_message,
    queue_transactional,
    send_again,
    send_batch,
    send_due,
    send_test,
)
from webmagic.pitcher.sequences import Plan, read_sequence, write_sequence
from webmagic.pitcher.stages import move, stop_campaign
from webmagic.pitcher.suppression import (
    count_suppressions,
    export_suppressions,
    find_suppression,
    forget_address,
    import_suppressions,
    lift,
    suppress,
)
from webmagic.pitcher.tracking import (
    Hit,
    HitKind,
    Looks,
    find_landing,
    judge_hits,
    keep_hits,
    looks_of_campaigns,
    read_open,
    read_seen,
)
from webmagic.pitcher.transports import Mailer, OutgoingMail, choose
from webmagic.pitcher.transports.mime import one_line
from webmagic.pitcher.variants import Score, read_scores
from webmagic.pitcher.writing import Brief, Draft, Writer, language_of, letter_html, write_offer
