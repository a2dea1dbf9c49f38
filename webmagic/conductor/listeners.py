"""Who is told of trouble: mail addresses and a webhook, changed by an owner while all runs.

The webhook of `.env` (ALERT_WEBHOOK_URL) is the operator's word and may lie inside their network.
One typed into the console is asked like any foreign address: public hosts only, over https.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from email_validator import EmailNotValidError, validate_email
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic import accounts
from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.errors import Conflict, Invalid, VendorError
from webmagic.core.http import FetchError, check_url, guarded_client
from webmagic.core.ledger import enqueue
from webmagic.core.settings import get_settings

KEY = "alert_listeners"
SECONDS = 10
MOST_ADDRESSES = 10


@dataclass(frozen=True)
class Webhook:
    """`is_typed`: it came from the console, so it is asked the guarded way."""

    url: str
    is_typed: bool = False


@dataclass(frozen=True)
class Listeners:
    """`mails` empty: every active administrator. `hook_host`: where the webhook goes, never the whole of it,
    for its path is often the secret."""

    mails: list[str]
    hook_host: str
    is_typed: bool


async def read_listeners(session: AsyncSession) -> Listeners:
    kept = await read_preference(session, KEY, {"mails": [], "webhook": ""})
    hook = await find_webhook(session)
    return Listeners(kept["mails"], urlsplit(hook.url).hostname or "", hook.is_typed)


async def set_listeners(session: AsyncSession, mails: list[str], webhook: str | None) -> None:
    """`webhook` None leaves it as it is; "" takes it away, and the one of `.env` holds again."""
    kept = await read_preference(session, KEY, {"mails": [], "webhook": ""})
    known = {"mails": _addresses(mails), "webhook": kept["webhook"] if webhook is None else _hook(webhook)}
    await write_preference(session, KEY, known)


async def listeners(session: AsyncSession) -> list[str]:
    """The addresses to write to."""
    kept = await read_preference(session, KEY, {"mails": [], "webhook": ""})
    if kept["mails"]:
        return list(kept["mails"])
    return [admin.email for admin in await accounts.list_admins(session) if admin.is_active]


async def find_webhook(session: AsyncSession) -> Webhook:
    kept = await read_preference(session, KEY, {"mails": [], "webhook": ""})
    if kept["webhook"]:
        return Webhook(kept["webhook"], is_typed=True)
    return Webhook(get_settings().alert_webhook_url.get_secret_value())


async def request_test(session: AsyncSession, actor: str) -> None:
    if not await enqueue(session, "monitoring.try_alert", dedupe="try_alert", priority=10, actor=actor):
        raise Conflict("A test is under way already.")


async def call_webhook(hook: Webhook, document: dict[str, Any]) -> None:
    if not hook.url:
        return
    client = guarded_client(seconds=SECONDS) if hook.is_typed else httpx.AsyncClient(timeout=SECONDS)
    try:
        async with client:
            answer = await client.post(hook.url, json=document)
    except FetchError as error:
        raise VendorError(f"The alert webhook was not called: {error}", permanent=error.permanent) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise VendorError(f"The alert webhook did not answer: {type(error).__name__}.") from None
    if answer.is_error:
        raise VendorError(f"The alert webhook answered {answer.status_code}.")


def _addresses(mails: list[str]) -> list[str]:
    found = []
    for mail in [mail.strip() for mail in mails if mail.strip()]:
        try:
            found.append(validate_email(mail, check_deliverability=False, test_environment=True).normalized)
        except EmailNotValidError:
            raise Invalid(f"{mail[:80]} is not an e-mail address.") from None
    if len(found) > MOST_ADDRESSES:
        raise Invalid(f"At most {MOST_ADDRESSES} people can be told.")
    return list(dict.fromkeys(found))


def _hook(url: str) -> str:
    if not (url := url.strip()):
        return ""
    if not url.startswith("https://"):
        raise Invalid("The webhook's address must begin with https://.")
    check_url(url)
    return url
