"""Who thinks: the built-in designer ("studio") or Claude, behind one Protocol.

To add an engine: one file here, a class with the four methods of `protocol.Engine`, a line in `ENGINES`.
"""

from collections.abc import Callable

from webmagic.core.errors import NotFound
from webmagic.creative.engines.protocol import Engine
from webmagic.creative.engines.studio import Studio

ENGINES: dict[str, Callable[[], Engine]] = {"studio": Studio}


def choose(name: str = "auto") -> Engine:
    """The engine of that name. "auto" is the built-in designer, which needs neither key nor network."""
    if name == "auto":
        return Studio()
    if name not in ENGINES:
        raise NotFound(f"There is no engine called {name}. Known: {', '.join(sorted(ENGINES))}.")
    return ENGINES[name]()


__all__ = ["ENGINES", "Engine", "Studio", "choose"]
