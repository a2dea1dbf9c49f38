"""What every page's state has: whether it was read yet, and what went wrong when it was not."""

import reflex as rx


class PageVars(rx.State, mixin=True):
    """Give a page's state `load`, which rebuilds everything from URL, cookie and database.
    When `load` fails, `@action` puts the sentence in `problem` and the page shows it in place."""

    is_loaded: bool = False
    problem: str = ""

    def _query(self, name: str, default: str = "") -> str:
        return str(self.router.url.query_parameters.get(name, default))[:200]

    def _param(self, name: str) -> str:
        """A piece of the path, as "id" in /businesses/[id]."""
        return str(getattr(self, name, ""))

    def _loaded(self) -> None:
        self.is_loaded, self.problem = True, ""
