"""The one guard of every event handler (S1).

A State's public methods can be called by anyone who can open a websocket, with any argument.
So each of them carries `@action`: the session is read from the database on every call, the
arguments are checked against the type hints, and an error becomes a sentence, never a trace.

    @action()                      # anyone signed in
    @action(OPERATE)               # operators and owners
    @action(background=True)       # a background event; write inside `async with self`
    @action(public=True)           # before the sign-in only
"""

import functools
import inspect
import logging
import typing
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from pydantic import TypeAdapter, ValidationError
from reflex.istate.proxy import StateProxy

from webmagic.accounts import Permission
from webmagic.core import ids
from webmagic.core.errors import Invalid, Unauthorized, WebMagicError
from webmagic.ui.identity import NobodyHere, signed_in
from webmagic.ui.toasts import toast

log = logging.getLogger(__name__)
READ, OPERATE, MANAGE = Permission.READ, Permission.OPERATE, Permission.MANAGE
GUARD = "__webmagic_guard__"


def action(permission: str = READ, *, background: bool = False, public: bool = False) -> Callable[[Any], Any]:
    def decorate(handler: Callable[..., Any]) -> Any:
        checked = _checker(handler)
        needs = None if public else permission
        guarded = _stream(handler, checked, needs) if _is_stream(handler) else _call(handler, checked, needs)
        setattr(guarded, GUARD, "public" if public else str(permission))
        return rx.event(background=True, supersedes=True)(guarded) if background else guarded

    return decorate


def _is_stream(handler: Callable[..., Any]) -> bool:
    return inspect.isasyncgenfunction(handler)


def _checker(handler: Callable[..., Any]) -> Callable[[tuple[Any, ...], dict[str, Any]], dict[str, Any]]:
    """Arguments by name, converted and checked. A handler without hints is a mistake of ours."""
    names = list(inspect.signature(handler).parameters)[1:]
    hints = typing.get_type_hints(handler)
    if missing := [name for name in names if name not in hints]:
        raise TypeError(f"{handler.__qualname__}: no type hint for {', '.join(missing)}")
    adapters = {name: TypeAdapter(hints[name]) for name in names}

    def check(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        given = dict(zip(names, args, strict=False)) | kwargs
        try:
            return {name: adapters[name].validate_python(value) for name, value in given.items()}
        except (ValidationError, KeyError):
            raise Invalid("The page sent something this action does not understand. Reload it.") from None

    return check


def _call(handler: Any, check: Any, permission: str | None) -> Any:
    @functools.wraps(handler)
    async def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            if permission is not None:
                await signed_in(self, permission)
            return await handler(self, **check(args, kwargs))
        except Exception as error:
            return await _tell(self, handler, error)

    return guarded


def _stream(handler: Any, check: Any, permission: str | None) -> Any:
    @functools.wraps(handler)
    async def guarded(self: Any, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        try:
            if permission is not None:
                await signed_in(self, permission)
            async for event in handler(self, **check(args, kwargs)):
                yield event
        except Exception as error:
            yield await _tell(self, handler, error)

    return guarded


def sentence(error: BaseException, where: str) -> str:
    """What the user reads. What is not ours to explain gets a number that is in the log."""
    if isinstance(error, WebMagicError):
        return str(error)
    incident = ids.token(4)
    log.exception("incident %s in %s", incident, where, exc_info=error)
    return f"Something failed on our side (incident {incident}); nothing was lost."


async def _tell(state: Any, handler: Any, error: Exception) -> Any:
    if isinstance(error, Unauthorized):
        async with _writable(state):
            state._get_root_state().reset()  # what the page knew must not outlive the session (S3)
        return rx.redirect(_door(state, error))
    text = sentence(error, handler.__qualname__)
    async with _writable(state):
        if handler.__name__ == "load" and hasattr(state, "problem"):
            state.problem, state.is_loaded = text, True
        else:
            await toast(state, text, "bad")
    return None


def _door(state: Any, error: Unauthorized) -> str:
    """The sign-in, and back here afterwards."""
    url = state.router.url
    query = {} if isinstance(error, NobodyHere) else {"error": "ended"}
    here = f"{url.path}?{url.query}" if url.query else str(url.path)
    if here.startswith("/") and here != "/":
        query["next"] = here[:300]
    return "/login" + (f"?{urlencode(query)}" if query else "")


def _writable(state: Any) -> AbstractAsyncContextManager[Any]:
    """A background event only borrows the state, and must ask for it before it writes."""
    return state if isinstance(state, StateProxy) else nullcontext()
