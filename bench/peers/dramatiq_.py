"""Dramatiq with its defaults, from Redis: one process, `slots` threads."""

import threading
import time

import dramatiq
from dramatiq.brokers.redis import RedisBroker

from bench.peers.cases import Case, read_case, tell
from webmagic.core.redis import redis_url


class Counting(dramatiq.Middleware):
    """Knows when the last message was worked off and acknowledged."""

    def __init__(self, jobs: int):
        self.left, self.lock, self.ended = jobs, threading.Lock(), threading.Event()

    def after_ack(self, broker, message) -> None:
        with self.lock:
            self.left -= 1
            if not self.left:
                self.ended.set()


def work(case: Case) -> None:
    counting = Counting(case.jobs)
    broker = RedisBroker(url=redis_url())
    broker.add_middleware(counting)
    dramatiq.set_broker(broker)

    @dramatiq.actor
    def bench() -> None:
        if case.millis:
            time.sleep(case.seconds)

    for _ in range(case.jobs):
        bench.send()
    worker = dramatiq.Worker(broker, worker_threads=case.slots)
    began = time.perf_counter()
    worker.start()
    counting.ended.wait(100)
    seconds = time.perf_counter() - began
    tell(case, seconds)
    worker.stop()


if __name__ == "__main__":
    work(read_case())
