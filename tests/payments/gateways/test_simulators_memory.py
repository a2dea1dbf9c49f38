"""The simulator's memory with many hands on it at once."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from webmagic.payments.simulator import Store, store


def test_requests_of_one_process_wait_in_line_for_the_memory_however_slow_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    memory, is_held = Store(tmp_path), threading.Event()

    def hold() -> None:
        with memory.open() as connection:
            is_held.set()
            time.sleep(1.0)
            Store.save(connection, "checkout", {"id": "slow"})

    def write(number: int) -> None:
        is_held.wait()
        with memory.open() as connection:
            Store.save(connection, "checkout", {"id": f"number-{number}"})

    with ThreadPoolExecutor(21) as threads:
        for done in [threads.submit(hold), *(threads.submit(write, number) for number in range(20))]:
            done.result()
    with memory.open() as connection:
        assert len(Store.all(connection, "checkout")) == 21


def test_what_failed_half_way_is_not_kept_and_holds_up_nobody(tmp_path):
    memory = Store(tmp_path)
    with pytest.raises(sqlite3.IntegrityError), memory.open() as connection:
        Store.save(connection, "checkout", {"id": "half"})
        connection.execute("INSERT INTO things VALUES (NULL, NULL, NULL)")
    with memory.open() as connection:
        assert Store.all(connection, "checkout") == []
