"""A mailbox that speaks IMAP4rev1 over TCP: as much of it as a client needs to read what is new."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class ImapServer:
    user: str = "owner"
    password: str = "se cret"
    validity: int = 7
    mails: dict[int, bytes] = field(default_factory=dict)
    fetched: list[int] = field(default_factory=list)
    port: int = 0

    def put(self, raw: bytes) -> int:
        number = max(self.mails, default=0) + 1
        self.mails[number] = raw
        return number

    @property
    def url(self) -> str:
        return f"imap://{self.user}:{self.password.replace(' ', '%20')}@127.0.0.1:{self.port}/INBOX"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK IMAP4rev1 here\r\n")
        try:
            while line := (await reader.readline()).decode().rstrip("\r\n"):
                tag, _, rest = line.partition(" ")
                writer.write(self.answer(tag, rest))
                await writer.drain()
                if rest.upper().startswith("LOGOUT"):
                    break
        except OSError:
            pass
        finally:
            writer.close()

    def answer(self, tag: str, rest: str) -> bytes:  # noqa: PLR0911 (one a command)
        verb = rest.upper()
        if verb.startswith("CAPABILITY"):
            return f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n".encode()
        if verb.startswith("LOGIN"):
            is_right = rest == f'LOGIN {self.user} "{self.password}"'
            return f"{tag} {'OK' if is_right else 'NO'} login\r\n".encode()
        if verb.startswith(("SELECT", "EXAMINE")):
            told = f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] valid\r\n"
            return f"{told}{tag} OK [READ-ONLY] done\r\n".encode()
        if found := re.fullmatch(r"UID SEARCH UID (\d+):\*", verb):
            first = int(found[1])
            fits = [n for n in self.mails if n >= first] or [max(self.mails)] if self.mails else []
            return f"* SEARCH {' '.join(map(str, fits))}\r\n{tag} OK done\r\n".encode()
        if found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", verb):
            number, most = int(found[1]), int(found[2])
            self.fetched.append(number)
            body = self.mails[number][:most]
            head = f"* {number} FETCH (UID {number} BODY[]<0> {{{len(body)}}}\r\n".encode()
            return head + body + f")\r\n{tag} OK done\r\n".encode()
        if verb.startswith("LOGOUT"):
            return f"* BYE\r\n{tag} OK done\r\n".encode()
        return f"{tag} BAD unknown\r\n".encode()


@asynccontextmanager
async def imap_server(server: ImapServer) -> AsyncIterator[ImapServer]:
    running = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = running.sockets[0].getsockname()[1]
    yield server
    running.close()
