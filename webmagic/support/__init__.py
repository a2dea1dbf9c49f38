"""The owner's side: signing in to the portal, and support tickets with their threads."""

from webmagic.support.desk import Desk, desk_of
from webmagic.support.enquiries import pass_on
from webmagic.support.owners import (
    LINK_MINUTES,
    SESSION_DAYS,
    OwnedSite,
    ask_for_link,
    enter,
    find_link,
    find_owner,
    get_own,
    leave,
    mail_link,
    owner_cookie_name,
    sites_of,
)
from webmagic.support.pages import OwnPage, change_page, draft_files, read_page
from webmagic.support.proposals import (
    EDITOR,
    Proposed,
    approve,
    ask_editor,
    decline,
    list_proposals,
    propose,
    settle_change,
    tell_owner,
)
from webmagic.support.tickets import (
    Thread,
    TicketRow,
    add_note,
    answer,
    close,
    count_tickets,
    get_thread,
    get_ticket,
    open_from_mail,
    open_ticket,
    page_tickets,
    reopen,
    reply,
    take_reply,
)
