"""How a verb of the command line runs, answers and fails.

Every verb takes --json: one document on standard output, words on standard error. Exit codes:
0 success, 1 a failure explained in one line, 2 bad usage.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Coroutine
from dataclasses import asdict, is_dataclass
from functools import wraps
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import DBAPIError

from webmagic.core import database, redis
from webmagic.core import logging as logs
from webmagic.core.errors import WebMagicError
from webmagic.core.migrations import migrate_now
from webmagic.core.settings import get_settings

console = Console(stderr=True)
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


def bar(doing: str) -> Progress:
    """How far long work has come, on a terminal; `name` is given with each task."""
    return Progress(
        TextColumn(f"{doing} {{task.fields[name]}}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not sys.stderr.isatty(),
    )


def say(document: Any, as_json: bool, *, words: str = "") -> None:
    """The answer: JSON on standard output, or words for people."""
    if as_json:
        print(json.dumps(_plain(document), indent=2, default=str, ensure_ascii=False))
    else:
        print(words or json.dumps(_plain(document), indent=2, default=str, ensure_ascii=False))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def verb(function: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an async verb on a database that is up to date; a failure is one line and exit code 1."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        def work() -> None:
            migrate_now()
            asyncio.run(closing(function(*args, **kwargs)))

        explain(work)

    return run


def explain(work: Callable[[], None]) -> None:
    try:
        logs.setup(get_settings().log_level)
        work()
    except WebMagicError as error:
        _fail(str(error))
    except DBAPIError as error:
        _fail(f"The database said: {error.orig}")
    except (typer.Exit, typer.BadParameter):
        raise
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        _fail(
            f"Something failed that should not: {type(error).__name__}: {error}. LOG_LEVEL=DEBUG shows where."
        )


def _fail(sentence: str) -> NoReturn:
    console.print(f"[bold red]✗[/] {escape(sentence)}", highlight=False, soft_wrap=True)
    raise typer.Exit(1)


async def closing(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    finally:
        await database.dispose()
        await redis.dispose()
