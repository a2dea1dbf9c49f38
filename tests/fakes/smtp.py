"""An SMTP sink: speaks what a client needs, keeps each mail it has taken, and writes Postfix's log.

A mail counts as taken the moment its queue is active, which is before the client hears of it: that is
where a crash leaves a client in doubt.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_ID = re.compile(rb"^Message-ID: *(<[^>\r\n]*>)", re.I | re.M)


@dataclass
class SmtpSink:
    """`rcpt` and `data` are the answers; `data` None: the line breaks after the mail was taken. `hasty`:
    leave to send is given before it is known that there is nobody to send to, as RFC 2920 lets it."""

    rcpt: Callable[[bytes], bytes] = lambda line: b"250 ok"
    data: bytes | None = b"250 queued"
    delay: float = 0.0
    log: Callable[[str], None] = lambda line: None
    on_accept: Callable[[bytes, str], None] = lambda content, message_id: None
    taken: list[bytes] = field(default_factory=list)
    keeps: bool = True
    pipelines: bool = True
    hasty: bool = False
    count: int = 0
    connections: int = 0
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        state = {"has_recipient": False}
        try:
            writer.write(b"220 sink ESMTP\r\n")
            while line := await reader.readline():
                if not await self._answer(line, reader, writer, state):
                    break
        except (OSError, asyncio.IncompleteReadError):
            pass  # a client that died in the middle of a mail has not sent it
        finally:
            writer.close()

    async def _answer(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: dict[str, bool]
    ) -> bool:
        word = line[:4].upper()
        if word == b"DATA":
            return await self._data(reader, writer, state)
        if word == b"EHLO":
            writer.write(b"250-sink\r\n" + b"250-PIPELINING\r\n" * self.pipelines + b"250 8BITMIME\r\n")
        elif word == b"RCPT":
            answer = self.rcpt(line)
            state["has_recipient"] = answer.startswith(b"2")
            writer.write(answer + b"\r\n")
        elif word == b"QUIT":
            writer.write(b"221 bye\r\n")
            return False
        else:
            state["has_recipient"] = False
            writer.write(b"250 ok\r\n")
        return True

    async def _data(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: dict[str, bool]
    ) -> bool:
        if not state["has_recipient"] and not self.hasty:
            writer.write(b"554 no valid recipients\r\n")
            return True
        writer.write(b"354 go\r\n")
        content = b""
        while not (content == b".\r\n" or content.endswith(b"\r\n.\r\n")):
            content += await reader.readuntil(b".\r\n")
        if not state["has_recipient"]:
            writer.write(b"554 no valid recipients\r\n")
            return True
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.data is None or self.data.startswith(b"2"):
            self._take(content)
        if self.data is None:
            return False
        state["has_recipient"] = False
        writer.write(self.data + b"\r\n")
        return True

    def _take(self, content: bytes) -> None:
        self.count += 1
        queue_id, found = f"{self.count:010X}", _ID.search(content)
        message_id = found[1].decode() if found else ""
        if self.keeps:
            self.taken.append(content.replace(b"\r\n..", b"\r\n."))
        self.on_accept(content, message_id)
        self.log(f"Nov 28 10:00:00 sink postfix/cleanup[1]: {queue_id}: message-id={message_id}")
        active = f"from=<a@b>, size={len(content)}, nrcpt=1 (queue active)"
        self.log(f"Nov 28 10:00:00 sink postfix/qmgr[2]: {queue_id}: {active}")


@asynccontextmanager
async def sinking(**words) -> AsyncIterator[SmtpSink]:
    sink = SmtpSink(**words)
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0, limit=8 * 1024 * 1024)
    sink.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield sink
    finally:
        server.close()
