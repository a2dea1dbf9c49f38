"""Who thinks: the built-in designer ("studio") or Claude, behind one Protocol.

To add an engine: one file here, a class with the methods of `protocol.Engine`, a line in `ENGINES`.
"""

from collections.abc import Callable
from dataclasses import replace

from webmagic.core.errors import NotFound, Refused
from webmagic.core.ledger import AUTOPILOT
from webmagic.core.settings import get_settings
from webmagic.creative.engines.claude import Claude
from webmagic.creative.engines.claude.wire import load
from webmagic.creative.engines.protocol import Desk, Engine
from webmagic.creative.engines.studio import Studio

ENGINES: dict[str, Callable[[Desk], Engine]] = {"studio": lambda desk: Studio(desk.turn), "claude": Claude}


BESPOKE = "bespoke"  # Claude, with sections built by hand


def has_claude() -> bool:
    """Whether builds go to Claude when nobody says otherwise: a key is there and the setting allows it."""
    settings = get_settings()
    return settings.engine != "studio" and bool(settings.anthropic_api_key.get_secret_value())


def warm_up() -> None:
    """Read in what builds will need, so that the first of them need not wait for it. Takes seconds."""
    if has_claude():
        load()


def goes_by_batch(origin: str) -> bool:
    """Whether a build may wait for a batch: nobody watches what the autopilot asks for."""
    return origin == AUTOPILOT and get_settings().anthropic_batches == "auto"


def choose(name: str, desk: Desk) -> Engine:
    """The engine of that name. "auto" is Claude when a key is set, else the built-in designer, which
    needs neither key nor network."""
    check_engine(name)
    if name == "auto":
        name = "claude" if has_claude() else "studio"
    if name == BESPOKE:
        name, desk = "claude", replace(desk, is_bespoke=True)
    return ENGINES[name](desk)


def check_engine(name: str) -> None:
    """Raises NotFound for one there is not, Refused for Claude without a key."""
    if name not in (*ENGINES, BESPOKE, "auto"):
        raise NotFound(f"There is no engine called {name}. Known: {', '.join(sorted(ENGINES))}.")
    if name in ("claude", BESPOKE) and not get_settings().anthropic_api_key.get_secret_value():
        raise Refused("Claude needs a key: set ANTHROPIC_API_KEY, or build with the built-in designer.")


__all__ = [
    "ENGINES", "Desk", "Engine", "Studio", "check_engine", "choose", "goes_by_batch", "has_claude", "warm_up",
]  # fmt: skip
