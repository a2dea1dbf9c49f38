"""The offer by mail: written, allowed or held, sent once, and counted honestly."""

from webmagic.pitcher.campaigns import CreateReport, HeldBusiness, create_due
from webmagic.pitcher.countries import Country, find_country, list_countries, reviewed_at
from webmagic.pitcher.declarations import Declarations, declare, read_declarations
from webmagic.pitcher.held import HeldReason, list_held_reasons
from webmagic.pitcher.links import Links, claim_url, links_for, read_row
from webmagic.pitcher.offers import Offer, offer_for, price
from webmagic.pitcher.optout import (
    find_unsubscribe,
    hold_queued,
    leave_alone,
    not_mine,
    remove_site,
    unsubscribe,
)
from webmagic.pitcher.policy import (
    BALANCING_TEST,
    OUTREACH_CONFIRMED,
    Hold,
    check,
    check_transactional,
    is_reserved,
    judge,
)
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
from webmagic.pitcher.reports import (
    MAIL_PROVIDERS,
    Delivery,
    handle_delivery,
    keep_delivery,
    take_report,
    verify_delivery,
)
from webmagic.pitcher.sending import Transaction, deliver, queue_message, queue_transactional, send_due
from webmagic.pitcher.stages import move, stop_campaign
from webmagic.pitcher.suppression import find_suppression, suppress
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
from webmagic.pitcher.writing import language_of, letter_html, write_offer
