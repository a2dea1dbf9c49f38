"""Growing delays, the same with Redis and without."""

import pytest

from webmagic.accounts import Slowdown, TooManyTries, forgive, reserve, throttle


@pytest.fixture(params=["memory", "redis"])
def kind(request, home):
    throttle.forget_all()
    if request.param == "redis":
        request.getfixturevalue("live_redis")
    return request.param


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_000_000.0

        def time(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(throttle, "time", clock)
    return clock


async def heard(*slowdowns: Slowdown) -> bool:
    try:
        await reserve(*slowdowns)
    except TooManyTries:
        return False
    return True


async def test_each_try_after_the_free_ones_doubles_the_wait(kind, clock):
    rule = Slowdown(f"{kind}:doubling", free=2, longest=10)
    waits = []
    for _ in range(8):
        waits.append(0)
        while not await heard(rule):
            clock.now += 1
            waits[-1] += 1
    assert waits == [0, 0, 1, 2, 4, 8, 10, 10]


async def test_a_refused_try_does_not_make_the_wait_longer(kind, clock):
    rule = Slowdown(f"{kind}:refused", free=1, longest=60)
    assert await heard(rule)
    for _ in range(50):
        assert not await heard(rule)
    clock.now += 1.1
    assert await heard(rule)


async def test_one_blocked_key_blocks_all_and_counts_none(kind, clock):
    blocked, other = (
        Slowdown(f"{kind}:blocked", free=1, longest=60),
        Slowdown(f"{kind}:other", free=2, longest=60),
    )
    await reserve(blocked)
    for _ in range(5):
        assert not await heard(blocked, other)
    assert await heard(other) and await heard(other) and not await heard(other)


async def test_forgiven_means_forgotten(kind, clock):
    rule = Slowdown(f"{kind}:forgiven", free=1, longest=60)
    await reserve(rule)
    await forgive(rule)
    assert await heard(rule)


async def test_the_sentence_says_how_long(kind, clock):
    rule = Slowdown(f"{kind}:sentence", free=1, longest=60, first=1)
    await reserve(rule)
    with pytest.raises(TooManyTries, match=r"Wait 1 second, then") as refusal:
        await reserve(rule)
    assert refusal.value.retry_after == 1
