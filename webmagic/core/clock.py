"""The one clock. Times are UTC and aware everywhere."""

import datetime as dt


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def ago(**span: float) -> dt.datetime:
    return now() - dt.timedelta(**span)


def ahead(**span: float) -> dt.datetime:
    return now() + dt.timedelta(**span)
