"""Was it the work that failed, or the database under it?"""

from sqlalchemy.exc import DBAPIError

WORDS = ("connect", "terminat", "shutting down", "starting up", "recovery mode", "locked", "unable to open")


def is_outage(error: BaseException | None) -> bool:
    """True for a lost, refused or locked database, also when another error was raised from it."""
    while error is not None:
        if isinstance(error, DBAPIError):
            return error.connection_invalidated or _says_so(error.orig)
        if type(error).__module__.startswith("asyncpg."):
            return _says_so(error)
        if isinstance(error, OSError) and _came_from_driver(error):
            return True
        error = error.__cause__
    return False


def _says_so(error: BaseException | None) -> bool:
    return any(word in str(error).lower() for word in WORDS)


def _came_from_driver(error: BaseException) -> bool:
    """Whether the refused connection was the database's and not a vendor's."""
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_globals.get("__name__", "").startswith("asyncpg."):
            return True
        frame = frame.tb_next
    return False
