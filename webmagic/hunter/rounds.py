"""The cells of a territory in the database: which is next, what its search brought, how it ended."""

import asyncio
import statistics
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.clock import ago, now
from webmagic.hunter import cells, gazetteer
from webmagic.hunter.cells import Place
from webmagic.hunter.sources.cleaning import fingerprint, storable
from webmagic.hunter.sources.protocol import Found
from webmagic.models import Business, CellSighting, CellState, ClippedListing, CoverageCell, Territory

# What a waiting cell's note says when its search has ended, but not all of it is booked yet.
LAST, CAPPED, STALE = "the source has no more", "the source has more than it hands out", "nothing new"
DONE = (CellState.SEARCHED, CellState.EXHAUSTED)
FULL_PAGE = 20  # known businesses on one page that tell a part from the whole
ENOUGH_STALE = 2  # parts that repeat the whole, before the others are left out
# So much of a full answer from outside means that the inside had no more.
BEYOND_PLACE, BEYOND_CELL = 0.5, 0.1
SIGHTINGS, CLIPPED = (
    SQLModel.metadata.tables[str(model.__tablename__)] for model in (CellSighting, ClippedListing)
)
CHUNK = 500


def place_of(territory: Territory) -> Place | None:
    if territory.latitude is None or territory.longitude is None:
        return None
    return Place(territory.latitude, territory.longitude, cells.radius_of(territory.population))


async def locate(territory: Territory) -> bool:
    """Put a territory on the map, when the gazetteer knows its town. True when that was news."""
    if territory.latitude is not None:
        return False
    town = await asyncio.to_thread(gazetteer.find, territory.country, territory.city, territory.state)
    if town is None:
        return False
    territory.latitude, territory.longitude = town.latitude, town.longitude
    territory.population = territory.population or town.population
    return True


async def locate_by_finds(session: AsyncSession, territory: Territory) -> None:
    """The middle of what was found, for a town that no gazetteer knows."""
    if territory.latitude is not None:
        return
    found = (
        await session.exec(
            select(Business.latitude, Business.longitude).where(
                Business.territory_id == territory.id, col(Business.latitude).is_not(None)
            )
        )
    ).all()
    points = [(lat, lon) for lat, lon in found if lat is not None and lon is not None]
    if len(points) >= 3:
        territory.latitude = statistics.median(lat for lat, _ in points)
        territory.longitude = statistics.median(lon for _, lon in points)
        session.add(territory)


async def begin(session: AsyncSession, territory: Territory, source: str) -> None:
    """Make the whole place the first cell; or, when every cell has been searched, begin another
    round at the smallest ones: what was too crowded once is not paid for again."""
    assert territory.id is not None
    mine = (col(CoverageCell.territory_id) == territory.id, col(CoverageCell.source) == source)
    states = set((await session.exec(select(CoverageCell.state).where(*mine).distinct())).all())
    if not states:
        place = place_of(territory)
        session.add(
            CoverageCell(
                territory_id=territory.id,
                source=source,
                h3=cells.whole(place) if place else "",
                latitude=place.latitude if place else None,
                longitude=place.longitude if place else None,
                radius_km=place.radius_km if place else 0,
            )
        )
        await session.flush()
    elif CellState.WAITING not in states:
        await session.exec(
            sa.update(CoverageCell)
            .where(*mine, col(CoverageCell.state).in_(DONE))
            .values(state=CellState.WAITING, offset=0, found=0, new=0, outside=0, note="")
        )
    await session.exec(  # results move: what was broken off days ago begins anew
        sa.update(CoverageCell)
        .where(
            *mine, col(CoverageCell.state) == CellState.WAITING, col(CoverageCell.searched_at) < ago(days=1)
        )
        .values(offset=0, note="")
    )


async def next_cell(session: AsyncSession, territory_id: int, source: str) -> CoverageCell | None:
    """The first that waits. Always the same one, so that a search broken off is taken up again."""
    query = select(CoverageCell).where(
        CoverageCell.territory_id == territory_id,
        CoverageCell.source == source,
        CoverageCell.state == CellState.WAITING,
    )
    return (await session.exec(query.order_by(col(CoverageCell.id)).limit(1))).first()


async def keep_page(
    session: AsyncSession, cell_id: int, page: Found, ids: set[int], outside: list[tuple[dict[str, Any], str]]
) -> bool:
    """Book a page on its cell, once however often it comes. False when a part only repeats what
    other cells have brought, so that its next page is not worth its money."""
    cell = await session.get_one(CoverageCell, cell_id)
    fresh = await _unseen(session, cell, ids)
    await _insert(session, SIGHTINGS, [{"cell_id": cell_id, "business_id": one} for one in ids])
    await _keep_clipped(session, cell, page.query, outside)
    if page.offset and page.offset <= cell.offset:
        return True
    cell.offset = page.offset
    cell.found += len(page.rows)
    cell.new += len(fresh)
    cell.outside += len(outside)
    cell.cost_microusd += page.cost_microusd
    cell.searched_at = now()
    is_stale = bool(cell.depth) and not cell.searches and len(ids) >= FULL_PAGE and not cell.new
    cell.note = LAST if page.is_last else CAPPED if page.is_capped else STALE if is_stale else ""
    session.add(cell)
    return not is_stale


async def _unseen(session: AsyncSession, cell: CoverageCell, ids: set[int]) -> set[int]:
    """Those that no other cell of the same source has brought."""
    known: set[int] = set()
    for some in _chunks(sorted(ids)):
        query = (
            select(CellSighting.business_id)
            .join(CoverageCell, col(CoverageCell.id) == CellSighting.cell_id)
            .where(
                CoverageCell.territory_id == cell.territory_id,
                CoverageCell.source == cell.source,
                CoverageCell.id != cell.id,
                col(CellSighting.business_id).in_(some),
            )
        )
        known |= set((await session.exec(query)).all())
    return ids - known


async def _keep_clipped(
    session: AsyncSession, cell: CoverageCell, query: str, outside: list[tuple[dict[str, Any], str]]
) -> None:
    rows = [
        {
            "territory_id": cell.territory_id,
            "source": cell.source,
            "query": query[:400],
            "fingerprint": fingerprint(raw),
            "reason": reason[:300],
            "raw": raw,
            "fetched_at": now(),
        }
        for raw, reason in ((storable(row), reason) for row, reason in outside)
    ]
    await _insert(session, CLIPPED, rows)


async def _insert(session: AsyncSession, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    connection = await session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for some in _chunks(rows):
        await connection.execute(insert(table).on_conflict_do_nothing(), some)


def _chunks(values: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


async def close(session: AsyncSession, cell_id: int, territory: Territory, *, can_divide: bool) -> CellState:
    """What follows from a search's end. A cell whose search was only interrupted goes on waiting."""
    cell = await session.get_one(CoverageCell, cell_id)
    is_first_part = cell.depth > 0 and not cell.searches
    is_stale = cell.note == STALE or (cell.note == CAPPED and is_first_part and not cell.new)
    if cell.note == CAPPED and not is_stale and await _reached_beyond(session, cell):
        cell.note = LAST
    if cell.note in (LAST, CAPPED, STALE):
        cell.searches += 1
        if is_stale:
            cell.state, cell.note = CellState.EXHAUSTED, "It repeats what its neighbours have brought."
        elif cell.note == CAPPED:
            await _divide(session, cell, territory, can_divide)
        else:
            cell.state, cell.note = CellState.SEARCHED, ""
        session.add(cell)
        await session.flush()
        if is_stale:
            await _leave_out_the_rest(session, cell)
    return CellState(cell.state)


async def _reached_beyond(session: AsyncSession, cell: CoverageCell) -> bool:
    """A source fills its answer from further away when a cell has no more: then it is no crowd."""
    if cell.depth == 0:
        return cell.outside > cell.found * BEYOND_PLACE
    query = (
        select(Business.latitude, Business.longitude)
        .join(CellSighting, col(CellSighting.business_id) == Business.id)
        .where(CellSighting.cell_id == cell.id, col(Business.latitude).is_not(None))
    )
    points = (await session.exec(query)).all()
    middle = Place(cell.latitude or 0, cell.longitude or 0, cell.radius_km)
    away = sum(middle.distance_to(lat or 0, lon or 0) > cell.radius_km for lat, lon in points)
    return away + cell.outside > (len(points) + cell.outside) * BEYOND_CELL


async def split(session: AsyncSession, cell_id: int, territory: Territory) -> bool:
    """Divide a cell for which the source had no answer. False when it cannot be divided."""
    cell = await session.get_one(CoverageCell, cell_id)
    await _divide(session, cell, territory, can_divide=True)
    cell.searches, cell.searched_at = cell.searches + 1, now()
    session.add(cell)
    return cell.state == CellState.CAPPED


async def _divide(session: AsyncSession, cell: CoverageCell, territory: Territory, can_divide: bool) -> None:
    await locate_by_finds(session, territory)
    place = place_of(territory)
    parts = cells.divide(place, cell.h3, cell.depth) if place and can_divide else []
    if not parts:
        cell.state = CellState.EXHAUSTED
        cell.note = (
            "There is more, but this cannot be divided further." if place else "Nobody knows where it is."
        )
        return
    where = (territory.country, territory.state, territory.city)
    for part in await asyncio.to_thread(cells.name_parts, parts, *where):
        session.add(
            CoverageCell(
                territory_id=cell.territory_id,
                parent_id=cell.id,
                source=cell.source,
                h3=part.h3,
                depth=cell.depth + 1,
                town=part.town,
                latitude=part.latitude,
                longitude=part.longitude,
                radius_km=part.radius_km,
            )
        )
    cell.state, cell.note = CellState.CAPPED, ""


async def _leave_out_the_rest(session: AsyncSession, cell: CoverageCell) -> None:
    """A source that answers every part with the whole does not heed where it is asked to look."""
    query = select(CoverageCell).where(
        CoverageCell.territory_id == cell.territory_id,
        CoverageCell.source == cell.source,
        CoverageCell.depth > 0,
    )
    parts = (await session.exec(query)).all()
    stale = [one for one in parts if one.state == CellState.EXHAUSTED and not one.new]
    if len(stale) < ENOUGH_STALE or any(one.new for one in parts):
        return
    for one in parts:
        if one.state == CellState.WAITING:
            one.state, one.note = CellState.SKIPPED, "Its neighbours only repeated what the whole brought."
            session.add(one)
