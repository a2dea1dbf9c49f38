"""Published sites: files on disk, subdomains and domains, visits, and what visitors write."""

from webmagic.hosting.domains import (
    Record,
    add_domain,
    check_domain,
    find_site_by_host,
    get_domain,
    list_domains,
    look_at_domains,
    records_for,
    remove_domain,
)
from webmagic.hosting.drafts import is_draft, show_draft, sweep_drafts
from webmagic.hosting.files import FoundFile, find_file
from webmagic.hosting.headers import site_headers
from webmagic.hosting.leads import add_lead, count_leads, form_stamp, is_hurried, page_leads
from webmagic.hosting.names import our_addresses
from webmagic.hosting.publish import PublishedFiles, is_label, is_safe_path, site_folder, withdraw, write_site
from webmagic.hosting.resting import ended_page, resting_page
from webmagic.hosting.subdomains import RESERVED, choose_subdomain
from webmagic.hosting.visits import Days, Visit, daily_salt, is_bot, record_visits, see, visitors_of
