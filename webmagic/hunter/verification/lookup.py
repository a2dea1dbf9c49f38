"""Names to addresses over DNS, asked directly: "there is no such name" and "nobody answered" are two
different answers, and only the first is evidence.

Machines without a network often sit behind a resolver that denies every name. So the resolver
is first asked for what must exist (the servers of "com"), and for what cannot exist: answers to
the latter are advertising, and are not believed elsewhere either.
"""

import secrets
import time
from dataclasses import dataclass
from enum import StrEnum

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver

LIFETIME = 3.0
KEPT_SECONDS = 300
MAX_KEPT = 20_000
CONTROL = "com."


class Answer(StrEnum):
    FOUND = "found"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True)
class Look:
    answer: Answer
    addresses: tuple[str, ...] = ()


class Names:
    """Looks names up, and remembers for some minutes."""

    def __init__(self, resolver: dns.asyncresolver.Resolver | None = None, lifetime: float = LIFETIME):
        self._resolver, self.lifetime = resolver, lifetime
        self._kept: dict[str, tuple[float, Look]] = {}
        self._control: tuple[float, bool] | None = None
        self._lies: frozenset[str] = frozenset()

    async def look(self, host: str) -> Look:
        kept = self._kept.get(host)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        found = await self._ask(host)
        if self._lies and found.addresses and self._lies >= set(found.addresses):
            found = Look(Answer.MISSING)
        if found.answer != Answer.FAILED:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            self._kept[host] = (time.monotonic() + KEPT_SECONDS, found)
        return found

    async def resolve(self, host: str) -> list[str]:
        """For the fetcher."""
        return list((await self.look(host)).addresses)

    async def is_connected(self) -> bool:
        """Whether answers mean anything here. Remembered for a minute."""
        if self._control is None or self._control[0] < time.monotonic():
            works = await self._controls_hold()
            self._control = (time.monotonic() + 60, works)
        return self._control[1]

    async def _controls_hold(self) -> bool:
        try:
            await self._resolve(CONTROL, "NS")
        except (dns.exception.DNSException, OSError):
            return False
        self._lies = frozenset((await self._ask(f"{secrets.token_hex(12)}.com")).addresses)
        return True

    async def _ask(self, host: str) -> Look:
        """IPv4 first; IPv6 only where there is none."""
        answers = []
        for kind in ("A", "AAAA"):
            try:
                found = await self._resolve(host, kind)
            except (dns.resolver.NXDOMAIN, dns.name.LabelTooLong, dns.name.EmptyLabel, dns.name.NameTooLong):
                return Look(Answer.MISSING)
            except dns.resolver.NoAnswer:
                answers.append(Answer.MISSING)
                continue
            except (dns.exception.DNSException, OSError, UnicodeError):
                answers.append(Answer.FAILED)
                continue
            return Look(Answer.FOUND, tuple(found))
        return Look(Answer.FAILED if Answer.FAILED in answers else Answer.MISSING)

    async def _resolve(self, host: str, kind: str) -> list[str]:
        if self._resolver is None:
            self._resolver = dns.asyncresolver.Resolver()
        answer = await self._resolver.resolve(host, kind, lifetime=self.lifetime, search=False)
        return [record.to_text() for record in answer]
