"""What every peer is asked to do."""

import argparse
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    jobs: int
    slots: int
    millis: int

    @property
    def seconds(self) -> float:
        """How long one job takes by itself."""
        return self.millis / 1000

    @property
    def ideal(self) -> float:
        """Seconds that a queue without any cost of its own would take."""
        return self.jobs * self.seconds / self.slots


def read_case() -> Case:
    parser = argparse.ArgumentParser()
    for name in ("jobs", "slots", "millis"):
        parser.add_argument(f"--{name}", type=int, required=True)
    return Case(**vars(parser.parse_args()))


def tell(case: Case, seconds: float, **more: float) -> None:
    print(json.dumps({"seconds": seconds, "jobs_per_second": case.jobs / seconds, **more}))
