"""Chains that no list knows: one name, of one trade, in several towns.

One statement finds them: it groups all names without their legal form and without their town ("Zorbal
Cleaning of Dayton"), and only what it finds is looked at closer.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import now
from webmagic.hunter.names import everyday_words
from webmagic.hunter.normal.text import fold, fold_name
from webmagic.hunter.normal.websites import host_of
from webmagic.hunter.rules import Rules
from webmagic.hunter.score import READS, WRITES, assess
from webmagic.models import Business

TABLE = SQLModel.metadata.tables[Business.__tablename__]
TOWNS = 3  # so many are a chain
MANY_TOWNS = 4  # of a name with hardly a word of its own: there are many a "China Garden"
OWNERS = 3  # and its branches leading to this many different websites show a mere favourite
FEW = 2000  # names that one statement may list
PROVENANCE = "names: the same in several towns"
_READ = tuple({*READS, *WRITES, "name", "city", "country", "website", "phone", "provenance"})


def _grouped() -> Any:
    """The name in small letters without legal form, town and dashes, in words of both databases."""
    name = sa.func.lower(TABLE.c.name)
    for text in (",", ".", " llc", " inc", " ltd"):
        name = sa.func.replace(name, text, "")
    town = sa.func.lower(TABLE.c.city)
    for before, after in ((" of ", ""), (" de ", ""), (" - ", ""), (" (", ")"), (" ", "")):
        name = sa.func.replace(name, sa.literal(before).concat(town).concat(sa.literal(after)), "")
    return sa.func.trim(name)


async def mark_repeated(session: AsyncSession, rules: Rules, names: Collection[str] | None = None) -> int:
    """Mark what bears one name in many towns, and judge it again. `names`: only those that were just
    stored, when they are few. Returns how many were marked."""
    connection = await session.connection()
    group = _grouped().label("grouped")
    known = [] if names is None or len(names) > FEW else list(names)
    some = sa.select(_grouped()).where(TABLE.c.name.in_(known)) if known else None
    if names is not None and not names:
        return 0
    repeated = sa.select(group).where(TABLE.c.city != "").group_by(group, TABLE.c.country)
    repeated = repeated.having(sa.func.count(sa.distinct(sa.func.lower(TABLE.c.city))) >= TOWNS)
    if some is not None:
        repeated = repeated.where(group.in_(some))
    columns = (TABLE.c[name] for name in ("id", *_READ))
    statement = sa.select(*columns, group).where(group.in_(repeated))
    rows = [dict(row) for row in (await connection.execute(statement)).mappings()]
    changes = [_change(row, rules) for row in _chained(rows) if not row["is_chain"]]
    if changes:
        names_of = [*WRITES, "is_chain", "provenance", "updated_at"]
        values = {n: sa.bindparam(f"new_{n}", type_=TABLE.c[n].type) for n in names_of}
        await connection.execute(
            sa.update(TABLE).where(TABLE.c.id == sa.bindparam("row_id")).values(values), changes
        )
        session.expire_all()
    return len(changes)


def _chained(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the rows that are really branches of one."""
    bearers: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        bearers[fold_name(row["grouped"]), row["country"], row["trade"]].append(row)
    return [row for (name, _, _), same in bearers.items() if is_chain(name, same) for row in same]


def is_chain(name: str, bearers: list[dict[str, Any]]) -> bool:
    """Whether places of one name and trade are one's: `name`, city, website and phone of each."""
    own = set(name.split()) - everyday_words()
    if not own:
        return False
    towns = {fold(row["city"]) for row in bearers if row["city"]}
    hosts = {host for row in bearers if (host := host_of(row["website"]))}
    phones = [row["phone"] for row in bearers if row["phone"]]
    if len(hosts) >= OWNERS:
        return False
    is_shared = len(set(phones)) < len(phones) or (
        len(hosts) == 1 and sum(1 for r in bearers if r["website"]) > 1
    )
    return len(towns) >= (TOWNS if is_shared or len(own) > 1 else MANY_TOWNS)


def _change(row: dict[str, Any], rules: Rules) -> dict[str, Any]:
    row["is_chain"] = True
    verdict = assess(row, rules)
    values = {name: getattr(verdict, name) for name in WRITES}
    values |= {"is_chain": True, "updated_at": now()}
    values["provenance"] = {**row["provenance"], "is_chain": PROVENANCE}
    return {"row_id": row["id"], **{f"new_{name}": value for name, value in values.items()}}
