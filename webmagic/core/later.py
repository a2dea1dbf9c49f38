"""A module imported when something of it is first asked for.

For one that is large, and that most processes never use: Anthropic's SDK takes three seconds and 90 MB,
and a machine without a key, or a process that only sends mail, needs none of it. Write

    if TYPE_CHECKING:
        import anthropic
    else:
        anthropic = Later("anthropic")

and ask for its names inside functions only.
"""

import importlib
from typing import Any


class Later:
    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """A name in the module, or a module below it."""
        module = importlib.import_module(self._name)
        try:
            return getattr(module, name)
        except AttributeError:
            return importlib.import_module(f"{self._name}.{name}")
