"""Are the outside services well? One cheap, free question each, asked only where a key is set, and
kept as a row: screens and alerts read what was answered last and never wait for a vendor."""

import asyncio
import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

import httpx
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts.preferences import read_preference, write_preference
from webmagic.core.clock import now
from webmagic.core.settings import Settings, get_settings
from webmagic.creative.build import Transaction

KEY = "provider_health"
SECONDS = 10
LOW_BALANCE_USD = 5.0
TOLD_AFTER = 2  # one lost packet is no trouble


@dataclass(frozen=True)
class ProviderState:
    """`is_well` False: it refused or did not answer. `failures` in a row; `figure` is its balance."""

    name: str
    is_well: bool
    words: str
    checked_at: dt.datetime
    failures: int = 0
    figure: float | None = None

    @property
    def is_trouble(self) -> bool:
        return self.failures >= TOLD_AFTER or (self.is_well and self.is_low)

    @property
    def is_low(self) -> bool:
        return self.figure is not None and self.figure < LOW_BALANCE_USD


@dataclass(frozen=True)
class Question:
    """`refusals` are the answers that say our key is wrong; any other answer means somebody is there."""

    url: str
    headers: dict[str, str]
    refusals: tuple[int, ...] = (401, 403)


def questions(settings: Settings) -> dict[str, Question]:
    """By the vendor's name, for those that are in use."""
    found: dict[str, Question] = {}
    if key := settings.outscraper_api_key.get_secret_value():
        found["Outscraper"] = Question(f"{settings.outscraper_base_url}/profile/balance", {"X-API-KEY": key})
    if (key := settings.anthropic_api_key.get_secret_value()) and settings.engine != "studio":
        found["Anthropic"] = Question(
            f"{settings.anthropic_base_url}/v1/models?limit=1",
            {"Authorization": f"Bearer {key}", "anthropic-version": "2026-10-21"},
        )
    if settings.mail_provider == "resend":
        key = settings.resend_api_key.get_secret_value()
        # A key that may only send is refused here with 401 restricted_api_key; see _refused.
        found["Resend"] = Question(f"{settings.resend_base_url}/domains", {"Authorization": f"Bearer {key}"})
    if settings.payment_provider == "recurrente":
        found["Recurrente"] = Question(
            f"{settings.recurrente_base_url}/test",
            {
                "X-PUBLIC-KEY": settings.recurrente_public_key.get_secret_value(),
                "X-SECRET-KEY": settings.recurrente_secret_key.get_secret_value(),
            },
        )
    return found


async def provider_states(session: AsyncSession) -> list[ProviderState]:
    """What each said last, of those that are in use now."""
    kept = await read_preference(session, KEY, {})
    return [_read(name, kept[name]) for name in questions(get_settings()) if name in kept]


async def ask_providers(
    transaction: Transaction, transport: httpx.AsyncBaseTransport | None = None
) -> list[ProviderState]:
    """Ask each its question, all at once, and keep the answers."""
    asked = questions(get_settings())
    if not asked:
        return []
    async with httpx.AsyncClient(timeout=SECONDS, transport=transport) as client:
        answers = await asyncio.gather(*[_ask(client, question) for question in asked.values()])
    async with transaction() as session:
        before = await read_preference(session, KEY, {})
        states = []
        for name, (is_well, words, figure) in zip(asked, answers, strict=True):
            failed = 0 if is_well else int(before.get(name, {}).get("failures", 0)) + 1
            states.append(ProviderState(name, is_well, words, now(), failed, figure))
        kept = {one.name: asdict(one) | {"checked_at": one.checked_at.isoformat()} for one in states}
        await write_preference(session, KEY, kept)
    return states


async def _ask(client: httpx.AsyncClient, question: Question) -> tuple[bool, str, float | None]:
    try:
        answer = await client.get(question.url, headers={**question.headers, "User-Agent": "webmagic"})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return False, f"It does not answer ({type(error).__name__}).", None
    if answer.is_server_error:
        return False, f"It answers with an error ({answer.status_code}).", None
    found = _json(answer)
    if answer.status_code in question.refusals and not _may_only_send(found):
        return False, f"It refuses our key ({answer.status_code}).", None
    balance = found.get("balance")
    figure = float(balance) if isinstance(balance, int | float) else None
    return True, "It answers." if figure is None else f"It answers; ${figure:,.2f} are left.", figure


def _may_only_send(found: dict[str, Any]) -> bool:
    return found.get("name") == "restricted_api_key"


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _read(name: str, kept: dict[str, Any]) -> ProviderState:
    return ProviderState(
        name,
        bool(kept["is_well"]),
        str(kept["words"]),
        dt.datetime.fromisoformat(kept["checked_at"]),
        int(kept.get("failures", 0)),
        kept.get("figure"),
    )
