"""A line to a mail server: opened by aiosmtplib (TLS, greeting, sign-in), then spoken with pipelining.

Where the server allows it (RFC 2920, nearly all do), sender, recipient and leave to send are asked for in
one breath: two round trips a mail instead of four, which on a long line is most of a mail's time.
"""

import asyncio
import contextlib
from collections import deque
from typing import Any, cast

import aiosmtplib
from aiosmtplib import SMTPResponse, SMTPResponseException, SMTPStatus

from webmagic.core.errors import VendorError

SECONDS = 30
LONGEST_REPLY, MOST_LINES = 64 * 1024, 1000
_GO_ON = SMTPStatus.start_input
_FINE = ((SMTPStatus.completed,), (SMTPStatus.completed, SMTPStatus.will_forward), (_GO_ON,))


def as_data(content: bytes) -> bytes:
    """A mail as DATA takes it, with its end. Whatever another server might read as an end is refused."""
    ends = content.count(b"\r\n")
    if content.count(b"\n") != ends or content.count(b"\r") != ends:
        raise VendorError("A bare line break could end this mail before its end.", permanent=True)
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    return (b"." if content[:1] == b"." else b"") + stuffed.removesuffix(b"\r\n") + b"\r\n.\r\n"


async def _greet(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()


class Line(asyncio.Protocol):
    """Errors of the line itself are OSErrors; what the server refuses is an SMTPResponseException."""

    def __init__(self, client: aiosmtplib.SMTP):
        assert client.transport
        self._client, self._transport = client, cast("asyncio.Transport", client.transport)
        self._pipelines = client.supports_extension("pipelining")
        self._buffer, self._said = b"", list[str]()
        self._replies, self._awaited = deque[SMTPResponse](), 0
        self._heard: asyncio.Future[None] | None = None
        self._transport.set_protocol(self)

    @classmethod
    async def open(cls, options: dict[str, Any]) -> "Line":
        client = aiosmtplib.SMTP(**options)
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await _greet(client)
            return cls(client)
        except BaseException:
            client.close()
            raise

    async def announce(self, sender: bytes, recipient: bytes) -> None:
        """When it returns, the server waits for the mail itself."""
        commands = [b"MAIL FROM:<%b>\r\n" % sender, b"RCPT TO:<%b>\r\n" % recipient, b"DATA\r\n"]
        replies: list[SMTPResponse] = []
        for breath in [commands] if self._pipelines else [[command] for command in commands]:
            replies += await self._ask(*breath)
            if refused := next(
                (r for r, fine in zip(replies, _FINE, strict=False) if r.code not in fine), None
            ):
                if replies[-1].code == _GO_ON:  # leave given all the same: a mail of nothing to nobody
                    await self._ask(b".\r\n")
                raise SMTPResponseException(refused.code, refused.message)

    async def hand_over(self, data: bytes) -> None:
        """After `announce`; `data` comes from `as_data`."""
        (reply,) = await self._ask(data)
        if reply.code != SMTPStatus.completed:
            raise SMTPResponseException(reply.code, reply.message)

    async def reset(self) -> None:
        await self._ask(b"RSET\r\n")

    async def leave(self) -> None:
        with contextlib.suppress(OSError):
            async with asyncio.timeout(2):
                await self._ask(b"QUIT\r\n")
        self.close()

    def close(self) -> None:
        self._client.close()

    async def _ask(self, *said: bytes) -> list[SMTPResponse]:
        """Everything at once; an answer to each."""
        if self._transport.is_closing():
            raise ConnectionResetError("The mail server has closed the line.")
        self._awaited = len(said)
        self._transport.write(b"".join(said))
        self._heard = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(SECONDS):
                await self._heard
        except BaseException:
            self.close()  # what comes now would be taken for the answer to something else
            raise
        finally:
            self._awaited, self._heard = 0, None
        answers = [self._replies.popleft() for _ in said]
        if self._replies or self._buffer:
            self.close()  # it says more than it was asked: the next answer would be to something else
        return answers

    def data_received(self, data: bytes) -> None:
        if not self._awaited or len(self._buffer) > LONGEST_REPLY or len(self._said) > MOST_LINES:
            self.close()  # nobody asked: the server is about to leave, or does not know what it says
            return
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            if not line[:3].isdigit():
                return self._break(f"The mail server answers with {line[:80]!r}.")
            self._said.append(line[4:].decode(errors="replace").strip())
            if line[3:4] != b"-":
                self._replies.append(SMTPResponse(int(line[:3]), "\n".join(self._said)))
                self._said.clear()
        if len(self._replies) >= self._awaited and self._heard and not self._heard.done():
            self._heard.set_result(None)
        return None

    def connection_lost(self, error: Exception | None) -> None:
        self._break("The mail server has closed the line.")

    def _break(self, why: str) -> None:
        self.close()
        if self._heard and not self._heard.done():
            self._heard.set_exception(ConnectionResetError(why))
