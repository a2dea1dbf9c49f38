"""Who must never be written to again. The keyed hash alone decides, so it outlives erasure.

A row is an address, a whole domain ("@shop.example"), or, out of somebody else's list, the plain
SHA-256 of an address.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.core.database import insert_new, insert_once
from webmagic.core.errors import Invalid, NotFound
from webmagic.core.security import digest
from webmagic.models import Suppression

# After these even a receipt would not arrive or not be welcome.
UNREACHABLE = ("bounce", "complaint")
MOST_ROWS = 200_000
CHUNK = 400
_HASH = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"[^\s@,;<>\"]*@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")
_REASONS = select(Suppression.hash, Suppression.reason).where(
    col(Suppression.hash).in_(sa.bindparam("hashes", expanding=True))
)
EXPORT_COLUMNS = ("address", "sha256", "key", "reason", "channel", "created_at")


def normalise(address: str) -> str:
    return address.strip().lower()


def domain_of(address: str) -> str:
    return normalise(address).rpartition("@")[2]


def sha256(address: str) -> str:
    return hashlib.sha256(normalise(address).encode()).hexdigest()


async def suppress(
    session: AsyncSession, address: str, *, reason: str, channel: str, message_id: int | None = None
) -> bool:
    """An address, or a whole domain written as "@shop.example". False when it was there already."""
    address = normalise(address)
    if not address:
        return False
    return await insert_once(
        session, Suppression, _row(digest(address), address, reason, channel, message_id)
    )


def _row(
    hashed: str, address: str, reason: str, channel: str, message_id: int | None = None
) -> dict[str, object]:
    return {
        "hash": hashed,
        "address": address[:320],
        "reason": reason[:40],
        "channel": channel[:40],
        "message_id": message_id,
        "created_at": now(),
    }


async def find_suppression(session: AsyncSession, address: str) -> Suppression | None:
    found = await session.exec(select(Suppression).where(col(Suppression.hash).in_(_hashes(address))))
    return found.first()


async def find_suppressions(session: AsyncSession, addresses: Iterable[str]) -> dict[str, str]:
    """The reason, of those among the addresses that are suppressed."""
    by_hash: dict[str, list[str]] = {}
    for address in addresses:
        for hashed in _hashes(address):
            by_hash.setdefault(hashed, []).append(normalise(address))
    found: dict[str, str] = {}
    hashes = list(by_hash)
    for start in range(0, len(hashes), 500):
        rows = await session.exec(_REASONS, params={"hashes": hashes[start : start + 500]})
        for hashed, reason in rows.all():
            for address in by_hash[hashed]:
                found[address] = reason or "on the list"
    return found


def _hashes(address: str) -> tuple[str, str, str]:
    address = normalise(address)
    return digest(address), digest(f"@{domain_of(address)}"), sha256(address)


@dataclass(frozen=True)
class Imported:
    added: int
    known: int
    unreadable: int


async def import_suppressions(session: AsyncSession, text: str, *, channel: str) -> Imported:
    """A list as others give it away: a line each, or CSV; addresses, "@domain", or SHA-256."""
    wanted, unreadable = {}, 0
    for entry, reason in _entries(text):
        if _HASH.fullmatch(entry):
            wanted[entry] = _row(entry, "", reason, channel)
        elif _ADDRESS.fullmatch(entry):
            hashed = digest(entry)
            wanted[hashed] = _row(hashed, entry, reason, channel)
        else:
            unreadable += 1
        if len(wanted) > MOST_ROWS:
            raise Invalid(f"A list may have at most {MOST_ROWS:,} rows; split it.")
    rows, added = list(wanted.values()), 0
    for start in range(0, len(rows), CHUNK):
        added += await insert_new(session, Suppression, rows[start : start + CHUNK])
    return Imported(added, len(wanted) - added, unreadable)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Address (or domain, or hash) and reason of each line. Of our own export, the key where the address
    was erased."""
    rows = csv.reader(io.StringIO(text.replace("\x00", "").lstrip("\ufeff")))
    header: list[str] = []
    for number, row in enumerate(rows):
        cells = [cell.strip().lstrip("'").lower() for cell in row]
        if number == 0 and {"address", "email", "sha256"} & set(cells):
            header = cells
            continue
        named = dict(zip(header, cells, strict=False)) if header else {}
        first = next((cell for cell in cells if cell), "")
        entry = (
            next((named[n] for n in ("address", "email", "key", "sha256") if named.get(n)), "")
            if named
            else first
        )
        if entry:
            yield entry, named.get("reason") or "imported"


async def export_suppressions(session: AsyncSession) -> str:
    """CSV. An erased address leaves its key alone, which this installation recognises again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(EXPORT_COLUMNS)
    for row in (await session.exec(select(Suppression).order_by(col(Suppression.id)))).all():
        plain = sha256(row.address) if row.address and not row.address.startswith("@") else ""
        address = f"'{row.address}" if row.address.startswith(("@", "=", "+", "-")) else row.address
        writer.writerow([address, plain, row.hash, row.reason, row.channel, row.created_at.isoformat()])
    return out.getvalue()


async def forget_address(session: AsyncSession, address: str) -> None:
    """The hash stays and still decides; the address itself is gone."""
    hashed = [digest(normalise(address)), sha256(address)]
    await session.exec(sa.update(Suppression).where(col(Suppression.hash).in_(hashed)).values(address=""))


async def lift(session: AsyncSession, suppression_id: int) -> Suppression:
    """Somebody was put on the list by mistake."""
    row = await session.get(Suppression, suppression_id)
    if row is None:
        raise NotFound("There is no such entry.")
    await session.delete(row)
    return row


async def count_suppressions(session: AsyncSession) -> int:
    return int((await session.exec(select(sa.func.count()).select_from(Suppression))).one())
