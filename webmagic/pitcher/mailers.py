"""The mailers of one piece of work: each made when first asked for, all closed at its end."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.core.settings import get_settings
from webmagic.pitcher.transports import Mailer, choose


class Transaction(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[AsyncSession]: ...


class Mailers:
    """`make` gives the mailer of a provider; "" is the one of the settings."""

    def __init__(self, make: Callable[[str], Mailer] | None = None):
        self._make = make or (lambda provider: choose(get_settings(), provider))
        self._made: dict[str, Mailer] = {}

    def of(self, provider: str = "") -> Mailer:
        if provider not in self._made:
            self._made[provider] = self._make(provider)
        return self._made[provider]

    async def __aenter__(self) -> "Mailers":
        return self

    async def __aexit__(self, *_: object) -> None:
        for mailer in self._made.values():
            await mailer.close()
