"""What one attempt is about to hand over, on the sender's own disk.

A file a batch, locked for as long as its process lives: the kernel lets go of the lock when the
process dies, however it dies, so another worker of the host knows at once, and for certain, that an
attempt was abandoned. In it, for transports that cannot be asked again, a line before and a line
after each mail: only what has a first line and no second is in doubt.
"""

import fcntl
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

BEGUN, ENDED, REFUSED = ">", "+", "-"


def folder_of(home: Path) -> Path:
    return home / "handover"


def new_batch() -> str:
    """Begins with the second it was made in."""
    return f"{int(time.time())}-{secrets.token_hex(8)}"


def made_at(batch: str) -> float:
    seconds = batch.partition("-")[0]
    return float(seconds) if seconds.isdigit() else 0.0


@dataclass
class Found:
    """What the notes of an abandoned attempt say, by key."""

    begun: set[str] = field(default_factory=set)
    ended: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    @property
    def in_doubt(self) -> set[str]:
        return self.begun - self.ended.keys() - self.refused


class Handover:
    """The notes of one batch while they are ours. Leaving in peace removes them; an error keeps them."""

    def __init__(self, folder: Path, batch: str, handle: int):
        self.batch, self._path, self._handle = batch, folder / batch, handle

    @classmethod
    def open(cls, folder: Path, batch: str) -> "Handover | None":
        """None while a living process holds this batch."""
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / batch, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return cls(folder, batch, handle)

    @staticmethod
    def is_here(folder: Path, batch: str) -> bool:
        return (folder / batch).exists()

    def begins(self, key: str) -> None:
        self._note(f"{BEGUN} {key}\n")

    def ends(self, key: str, provider_id: str) -> None:
        self._note(f"{ENDED} {key} {provider_id}\n")

    def refused(self, key: str) -> None:
        self._note(f"{REFUSED} {key}\n")

    def _note(self, line: str) -> None:
        os.write(self._handle, line.encode())

    def read(self) -> Found:
        found = Found()
        content = os.pread(self._handle, os.fstat(self._handle).st_size, 0).decode(errors="replace")
        for line in content.splitlines():
            mark, _, rest = line.partition(" ")
            key, _, provider_id = rest.partition(" ")
            if mark == BEGUN:
                found.begun.add(key)
            elif mark == ENDED:
                found.ended[key] = provider_id
            elif mark == REFUSED:
                found.refused.add(key)
        return found

    def __enter__(self) -> "Handover":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._path.unlink(missing_ok=True)
        os.close(self._handle)
