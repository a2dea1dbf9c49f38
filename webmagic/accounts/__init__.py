"""Administrators, roles, sessions, limits on tries, and the activity log."""

from webmagic.accounts.activity import Line, page_activity, record, record_all
from webmagic.accounts.administrators import (
    change_password,
    clean_email,
    create_admin,
    find_admin,
    find_admin_by_id,
    list_admins,
    reset_password,
)
from webmagic.accounts.paging import Page, page_newest, read_cursor
from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.accounts.roles import Permission, may, require
from webmagic.accounts.sessions import (
    DEVICE_DAYS,
    SESSION_DAYS,
    authenticate,
    device_cookie_name,
    device_token,
    find_cookie,
    find_session,
    open_session,
    session_cookie_name,
    sign_in,
    sign_out,
)
from webmagic.accounts.throttle import Slowdown, TooManyTries, forgive, reserve
