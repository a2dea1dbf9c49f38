"""Senders, findings and countries as lines."""

from dataclasses import dataclass, field

from webmagic.core.clock import now
from webmagic.models import MailPermission, SendingDomain, SendingIdentity
from webmagic.pitcher import PERMISSIONS, Country, Sender, Standing, cap_on
from webmagic.ui.figures import moment, since

MARKS = {"ok": "check", "warn": "octagon-alert", "bad": "x"}
TONES = {"ok": "okk", "warn": "warn", "bad": "bad"}
RULES = {"allowed": "ok", "review": "warn", "blocked": "bad"}


@dataclass(frozen=True)
class FindingRow:
    key: str
    mark: str
    tone: str
    text: str
    to_do: str


@dataclass(frozen=True)
class SenderRow:
    id: int
    email: str
    name: str
    purpose: str
    domain: str
    provider: str
    tone: str
    mark: str
    words: str
    why: str
    today: str
    bounced: str
    complained: str
    looked: str
    is_on: bool
    is_paused: bool
    findings: list[FindingRow] = field(default_factory=list)


@dataclass(frozen=True)
class CountryRow:
    code: str
    name: str
    tone: str
    rule: str
    why: str


@dataclass(frozen=True)
class PermissionRow:
    id: int
    address: str
    kind: str
    proof: str
    noted: str


def sender_of(
    row: SendingIdentity, domain: SendingDomain, standing: Standing | None, used: int, usual: str
) -> SenderRow:
    tone, mark, words, why = _state(row, domain)
    cap = cap_on(
        Sender(row.from_name, row.from_email, daily_cap=row.daily_cap, started_at=row.started_at),
        now().date(),
    )
    found = standing or Standing(row.id or 0)
    return SenderRow(
        id=row.id or 0,
        email=row.from_email,
        name=row.from_name,
        purpose="offers" if row.purpose == "outreach" else "receipts and notices",
        domain=row.domain,
        provider=row.provider or usual,
        tone=tone,
        mark=mark,
        words=words,
        why=why,
        today=f"{used:,} of {cap:,}" if row.purpose == "outreach" else "as they come",
        bounced=f"{found.bounced} of {found.sent} ({found.bounce_rate:.1%})",
        complained=f"{found.complained} ({found.complaint_rate:.2%})",
        looked=f"looked at {since(domain.checked_at)} ago" if domain.checked_at else "never looked at",
        is_on=row.is_on,
        is_paused=row.paused_at is not None,
        findings=[_finding(one) for one in domain.report],
    )


def _state(row: SendingIdentity, domain: SendingDomain) -> tuple[str, str, str, str]:
    if row.paused_at:
        return "bad", "pause", "paused", f"Since {moment(row.paused_at)}: {row.paused_because}"
    if not row.is_on:
        return "", "pause", "off", "Nobody sends with it."
    if not domain.is_sound:
        return "hold", "pause", "not ready", "Its offers wait until the domain below is sound."
    return "ok", "check", "ready", ""


def _finding(one: dict) -> FindingRow:
    tone = str(one.get("tone", "warn"))
    return FindingRow(
        str(one.get("key", "")),
        MARKS.get(tone, "circle-help"),
        TONES.get(tone, "warn"),
        str(one.get("text", "")),
        str(one.get("to_do", "")),
    )


def countries_of(countries: dict[str, Country]) -> list[CountryRow]:
    order = list(RULES)
    rows = [CountryRow(code, c.name, RULES[c.rule], c.rule, _why(c)) for code, c in countries.items()]
    return sorted(rows, key=lambda row: (order.index(row.rule), row.name))


def _why(country: Country) -> str:
    more = [
        "companies alone" if country.corporate else "",
        "general addresses alone" if country.role_only else "",
        "balancing test and notice" if country.balancing else "",
        "" if country.tracking else "no tracking",
        f"subject begins with {country.label}" if country.label else "",
    ]
    return "; ".join([country.why, *[one for one in more if one]])


def permission_of(row: MailPermission) -> PermissionRow:
    by = f"{row.noted_by or 'somebody'}, {moment(row.captured_at)}"
    return PermissionRow(row.id or 0, row.address, PERMISSIONS[row.kind], row.proof[:160], by)
