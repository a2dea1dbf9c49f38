"""The first comparison of a fresh machine waits for the simulator, and for nobody else."""

import pytest

from webmagic import payments
from webmagic.core.errors import VendorError


class Sleeper:
    """Answers from the given asking on."""

    def __init__(self, name: str, awake_at: int):
        self.name, self.awake_at, self.asked = name, awake_at, 0

    async def check(self) -> str:
        self.asked += 1
        if self.asked < self.awake_at:
            raise VendorError("The payment gateway does not answer (ConnectError).")
        return "hello"


@pytest.mark.parametrize(
    ("name", "awake_at", "asked"), [("simulator", 1, 1), ("simulator", 4, 4), ("recurrente", 4, 0)]
)
async def test_it_is_asked_until_it_answers(name, awake_at, asked):
    gateway = Sleeper(name, awake_at)
    await payments.wait_for_simulator(gateway, pause=0)
    assert gateway.asked == asked


async def test_the_wait_has_an_end():
    gateway = Sleeper("simulator", 10**9)
    await payments.wait_for_simulator(gateway, seconds=0.05, pause=0.01)
    assert 1 <= gateway.asked <= 6
