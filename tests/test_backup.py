"""A backup brings everything back, and a broken one changes nothing."""

import fcntl
import tarfile

import pytest
from sqlmodel import func, select

from webmagic.backup import backup, restore
from webmagic.core.database import dispose, reading, transaction
from webmagic.core.errors import Conflict, Invalid
from webmagic.models import Setting


async def keep(value: str) -> None:
    async with transaction() as session:
        session.add(Setting(key=value, value=value))
    await dispose()


async def count() -> int:
    async with reading() as session:
        found = (await session.exec(select(func.count()).select_from(Setting))).one()
    await dispose()
    return found


async def test_what_was_lost_after_a_backup_comes_back(sqlite_db, home, tmp_path):
    await keep("one")
    (home / "sites" / "bakery").mkdir(parents=True)
    (home / "sites" / "bakery" / "index.html").write_text("bread")
    assert backup(tmp_path / "all.tar.gz")["bytes"] > 0
    await keep("two")
    (home / "sites" / "bakery" / "index.html").write_text("gone")
    restore(tmp_path / "all.tar.gz")
    assert await count() == 1
    assert (home / "sites" / "bakery" / "index.html").read_text() == "bread"


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\x1f\x8b\x08broken"])
async def test_a_broken_backup_is_refused_and_changes_nothing(sqlite_db, home, tmp_path, content):
    await keep("one")
    (tmp_path / "broken.tar.gz").write_bytes(content)
    with pytest.raises(Invalid, match="not a whole backup"):
        restore(tmp_path / "broken.tar.gz")
    assert await count() == 1


async def test_a_backup_that_climbs_out_of_its_folder_is_refused(sqlite_db, home, tmp_path):
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "evil", "../../evil")
    with pytest.raises(Invalid):
        restore(tmp_path / "evil.tar.gz")


async def test_nothing_is_restored_under_a_running_system(sqlite_db, home, tmp_path):
    backup(tmp_path / "all.tar.gz")
    with (home / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Conflict, match="running"):
            restore(tmp_path / "all.tar.gz")
