"""The sender as a process of its own: `python -m bench.sender FIRST COUNT` sends those rows and says how
fast and with how much memory; without arguments, how much a worker of all queues takes when it starts.
"""

import asyncio
import importlib
import json
import logging
import os
import sys
import time
from pathlib import Path

from webmagic import pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.processes import settle
from webmagic.models import Message


def memory_mb() -> float:
    """The most this process has had. `getrusage` would count whoever started us as well (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def send(first: int, count: int) -> dict[str, float]:
    async with reading() as session:  # the first look at a database is not what is measured
        await session.get(Message, first + 1)
    settle()  # as a worker does
    began = time.perf_counter()
    report = await pitcher.send_batch(list(range(first + 1, first + count + 1)), transaction)
    seconds = time.perf_counter() - began
    if report.sent != count:
        raise RuntimeError(f"{report.sent} of {count} mails left: {report.error}")
    return {"per_second": count / seconds, "memory_mb": memory_mb()}


def main() -> None:
    logging.disable(logging.CRITICAL)
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    if len(sys.argv) == 1:
        importlib.import_module("workers.main")
        print(json.dumps({"memory_mb": memory_mb()}))
    else:
        print(json.dumps(asyncio.run(send(int(sys.argv[1]), int(sys.argv[2])))))


if __name__ == "__main__":
    main()
