"""`/businesses` is the page, not a redirect to `/businesses/`: the built files lie in folders."""

from collections.abc import Callable, Collection

from starlette.types import ASGIApp, Receive, Scope, Send


def plain_paths(routes: Collection[str]) -> Callable[[ASGIApp], ASGIApp]:
    folders = {route for route in routes if route != "/" and "[" not in route}

    def wrap(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"] in folders:
                scope = {**scope, "path": scope["path"] + "/"}
            await app(scope, receive, send)

        return answer

    return wrap
