"""Overture Maps places from Parquet files that DuckDB has written."""

import sys
from pathlib import Path
from subprocess import run

import duckdb
import pytest
from sqlmodel import select

from tests.hunter.towns import CITY, MIDDLE
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Invalid, Refused, VendorError
from webmagic.core.settings import REPO, get_settings
from webmagic.hunter import import_file, scrape, territories
from webmagic.models import Business, Listing

PLACES = """
    SELECT 'id-' || i AS id, '\\x00'::BLOB AS geometry,
      {{'xmin': {lon} + i / 1000, 'xmax': {lon} + i / 1000, 'ymin': {lat}, 'ymax': {lat}}} AS bbox,
      {{'primary': 'Panadería Sol ' || i}} AS names,
      CASE WHEN i = 7 THEN 'hair_salon' ELSE 'bakery' END AS basic_category,
      {{'primary': CASE WHEN i = 7 THEN 'hair_salon' ELSE 'bakery' END,
        'hierarchy': CASE WHEN i = 7 THEN ['lifestyle_services'] ELSE ['food_and_drink'] END}} AS taxonomy,
      CASE WHEN i = 8 THEN 0.3 ELSE 0.9 END AS confidence,
      CASE WHEN i = 5 THEN 'permanently_closed' ELSE 'open' END AS operating_status,
      CASE i WHEN 1 THEN ['https://sol.example.com'] WHEN 2 THEN ['https://facebook.com/solsoto']
      END AS websites,
      NULL::VARCHAR[] AS socials, CASE WHEN i = 3 THEN ['sol@mail.example.com'] END AS emails,
      ['+502 7832 000' || i] AS phones,
      [{{'freeform': i || 'a Calle 3', 'locality': 'Quetzaltenango', 'postcode': NULL,
        'region': 'GT-09', 'country': 'GT'}}] AS addresses,
      [{{'dataset': 'meta', 'license': 'CDLA-Permissive-2.0'}}] AS sources, 1 AS version
    FROM range(10) t(i)
"""


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    path = tmp_path / "places" / "part-0.parquet"
    path.parent.mkdir()
    query = PLACES.format(lat=MIDDLE[0], lon=MIDDLE[1])
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


async def test_a_parquet_file_is_imported_with_all_it_says(sqlite_db, parquet):
    report = await import_file(parquet, transaction=transaction)
    assert (report.read, report.created, report.rejected) == (10, 10, 0)
    async with reading() as session:
        found = {b.name[-1]: b for b in (await session.exec(select(Business))).all()}
        raw = (await session.exec(select(Listing))).first()
    assert [found[n].website_state for n in "0123"] == ["unknown", "has_website", "social_only", "unknown"]
    assert not any(one.qualified for one in found.values())
    one = found["3"]
    assert (one.phone, one.email, one.city) == ("+50278320003", "sol@mail.example.com", "Quetzaltenango")
    assert (one.country, one.trade, one.timezone) == ("GT", "bakery", "America/Guatemala")
    assert one.latitude == pytest.approx(MIDDLE[0], abs=1e-4) and found["5"].is_closed
    assert raw.source == "overture" and raw.raw["sources"][0]["license"] == "CDLA-Permissive-2.0"
    assert "geometry" not in raw.raw
    again = await import_file(parquet, transaction=transaction)
    assert (again.created, again.duplicates) == (0, 10)


@pytest.mark.parametrize("is_folder", [True, False])
async def test_a_territory_is_searched_within_its_circle_and_trade(
    sqlite_db, parquet, monkeypatch, is_folder
):
    monkeypatch.setenv("OVERTURE_PATH", str(parquet.parent if is_folder else parquet))
    get_settings.cache_clear()
    async with transaction() as session:
        here = (await territories.add(session, **CITY)).id
        away = (await territories.add(session, **CITY | {"city": "Cobán", "state": ""})).id
        assert (await territories.quote(session, here)).cost_microusd == 0
    report = await scrape(transaction, here)
    assert (report.source, report.found, report.created) == ("overture", 8, 8)  # no salon, none in doubt
    assert (await scrape(transaction, away)).found == 0


async def test_a_limit_is_kept(sqlite_db, parquet, monkeypatch):
    monkeypatch.setenv("OVERTURE_PATH", str(parquet))
    get_settings.cache_clear()
    async with transaction() as session:
        here = (await territories.add(session, **CITY)).id
    assert (await scrape(transaction, here, 3)).created == 3


async def test_files_that_are_none_are_named(sqlite_db, tmp_path, monkeypatch):
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and then nothing of the kind")
    with pytest.raises(Invalid, match="Parquet file cannot be read"):
        await import_file(broken, transaction=transaction)
    async with transaction() as session:
        here = (await territories.add(session, **CITY, source="overture")).id
        with pytest.raises(Refused, match="has nothing"):
            await territories.quote(session, here)
    monkeypatch.setenv("OVERTURE_PATH", str(tmp_path / "gone"))
    get_settings.cache_clear()
    with pytest.raises(VendorError, match="OVERTURE_PATH"):
        await scrape(transaction, here)


def test_duckdb_is_not_loaded_until_a_file_needs_it():
    code = "import sys, webmagic.hunter; sys.exit('duckdb' in sys.modules)"
    assert run([sys.executable, "-c", code], cwd=REPO, check=False).returncode == 0
