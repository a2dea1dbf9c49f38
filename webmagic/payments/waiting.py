"""On a fresh machine the workers are up before the web side, in which the simulator lives."""

import asyncio
import time

from webmagic.core.errors import VendorError
from webmagic.core.settings import get_settings
from webmagic.payments.gateways import SIMULATOR, Gateway, choose


async def wait_for_simulator(
    gateway: Gateway | None = None, *, seconds: float = 90, pause: float = 1
) -> None:
    """Until it answers, or the time is over: the first comparison need not fail for that. A real gateway
    is not waited for."""
    gateway, deadline = gateway or choose(get_settings()), time.monotonic() + seconds
    while gateway.name == SIMULATOR and time.monotonic() < deadline:
        try:
            await gateway.check()
            return
        except VendorError:
            await asyncio.sleep(pause)
