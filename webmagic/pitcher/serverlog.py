"""The log of the mail server next door: which of our mails it has taken.

Postfix names a mail's Message-ID as soon as it reads the header, and puts the mail into its active
queue when all of it has come; only the second means that it was taken. Exim says both in one line.
"""

import datetime as dt
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
_CLEANUP = re.compile(r"postfix[^ ]*/cleanup\[\d+\]: ([0-9A-Za-z]+): message-id=(<[^>]*>)")
_ACTIVE = re.compile(r"postfix[^ ]*/qmgr\[\d+\]: ([0-9A-Za-z]+): from=<")
_EXIM = re.compile(r" <= .* id=(\S+)")
_SYSLOG = re.compile(r"^([A-Z][a-z]{2}) +(\d+) (\d\d):(\d\d):(\d\d)")
_ISO = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class ServerLog:
    taken: set[str] = field(default_factory=set)
    first_at: dt.datetime | None = None

    @classmethod
    def read(cls, path: str) -> "ServerLog | None":
        """None when there is no log to read."""
        if not path or not os.access(path, os.R_OK):
            return None
        size = Path(path).stat().st_size
        with open(path, "rb") as file:
            if size > MOST_BYTES:
                file.seek(size - MOST_BYTES)
                file.readline()
            return cls.parse(line.decode(errors="replace") for line in file)

    @classmethod
    def parse(cls, lines) -> "ServerLog":
        log, names = cls(), dict[str, str]()
        for line in lines:
            log.first_at = log.first_at or moment_of(line)
            if found := _CLEANUP.search(line):
                names[found[1]] = found[2]
            elif (found := _ACTIVE.search(line)) and found[1] in names:
                log.taken.add(names[found[1]])
            elif found := _EXIM.search(line):
                log.taken.add(f"<{found[1].strip('<>')}>")
        return log

    def has_taken(self, message_id: str) -> bool:
        return message_id in self.taken

    def covers(self, at: dt.datetime) -> bool:
        """Whether the log was being written before that moment, so that silence means something."""
        return self.first_at is not None and self.first_at < at


def moment_of(line: str) -> dt.datetime | None:
    """A line's time: ISO 8601, or syslog's, which names no year and means the clock on the wall."""
    if found := _ISO.match(line):
        zone = (found[4] or "").replace("Z", "+00:00")
        at = dt.datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}")
        return at if at.tzinfo else at.astimezone()
    if found := _SYSLOG.match(line):
        if found[1] not in _MONTHS:
            return None
        today = dt.datetime.now().astimezone()
        day, hour, minute, second = (int(number) for number in found.groups()[1:])
        at = dt.datetime(today.year, _MONTHS.index(found[1]) + 1, day, hour, minute, second).astimezone()
        return at if at <= today + dt.timedelta(days=1) else at.replace(year=today.year - 1)
    return None
