"""The local mailbox: each mail a file, readable in the admin and by any mail program."""

import asyncio
import os
import re
from collections.abc import Sequence
from pathlib import Path

from webmagic.pitcher.transports.mime import build
from webmagic.pitcher.transports.protocol import Notes, Outcome, OutgoingMail, one_by_one


class MailboxMailer:
    name = "mailbox"
    allows_unsolicited = True
    has_idempotency = True  # the file is named after the message, so a second sending replaces it
    is_real = False

    def __init__(self, folder: Path):
        self.folder = folder

    async def send(self, mail: OutgoingMail) -> str:
        name = re.sub(r"[^A-Za-z0-9_-]", "-", mail.key) + ".eml"
        await asyncio.to_thread(self._write, self.folder / name, build(mail))
        return name

    async def send_many(self, mails: Sequence[OutgoingMail], batch: str, notes: Notes) -> list[Outcome]:
        return await one_by_one(self, mails, notes, lanes=1)

    async def close(self) -> None:
        """Nothing is open."""

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.{id(content)}.part")
        part.write_bytes(content)
        os.replace(part, path)
