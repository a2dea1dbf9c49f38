"""An outbox full of personalised letters, and the servers that take them: for the mail proof and bench.

The servers run in a process of their own and write down each mail they have taken, one line, before
they answer: what a sender's crash leaves in doubt is then on record.
"""

import asyncio
import multiprocessing
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

from sqlmodel import col, func, select

from bench.scene import Scene
from tests.fakes import http
from tests.fakes.resend import FakeResend
from tests.fakes.smtp import SmtpSink
from webmagic import pitcher
from webmagic.core import database, redis
from webmagic.core.clock import ago, now
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.models import Business, Campaign, GeneratedSite, Message, MessageState, SendingDomain, Setting
from webmagic.pitcher.composing import Composer
from webmagic.pitcher.pacing import write_pace

FORK = multiprocessing.get_context("fork")
SENDERS = 4
AT_ONCE = 500
REAL = {
    "PUBLIC_URL": "https://webmagic-proof.net",
    "SITES_DOMAIN": "sites.webmagic-proof.net",
    "SENDER_NAME": "Noor Adeyemi",
    "SENDER_EMAIL": "receipts@webmagic-proof.net",
    "SENDER_POSTAL_ADDRESS": "Noor Adeyemi Studio, 12 Lantern Yard, Port Ellery",
}


async def fill(count: int) -> None:
    """`count` shops, each with a campaign and a queued letter of its own; senders who may write to all."""
    async with transaction() as session:
        await write_pace(
            session, from_hour=0, to_hour=24, days=list(range(7)), domain_cap=10**6, provider_cap=10**6
        )
        session.add(Setting(key=pitcher.OUTREACH_CONFIRMED, value={"resend": "a server of our own"}))
        for number in range(SENDERS):
            wanted = pitcher.Wanted(
                "outreach", "Noor Adeyemi", f"noor@offers{number}.webmagic-proof.net", daily_cap=5000
            )
            row = await pitcher.add_identity(session, wanted, actor="bench")
            row.started_at = ago(days=60)
            (await session.get_one(SendingDomain, row.domain)).is_sound = True
    for start in range(0, count, AT_ONCE):
        async with transaction() as session:
            await _fill_some(session, range(start, min(start + AT_ONCE, count)))


async def _fill_some(session: Any, numbers: range) -> None:
    """The letters the built-in writer makes; ids are given out here, for they are in the links."""
    composer = await Composer.open(session, pitcher.choose(get_settings()))
    shops = [_shop(number) for number in numbers]
    sites = [GeneratedSite(business_id=s.id, subdomain=f"shop-{s.id}", status="published") for s in shops]
    campaigns = [Campaign(id=s.id, business_id=s.id, state="active", language=s.language) for s in shops]
    session.add_all(shops)
    await session.flush()
    session.add_all([*sites, *campaigns])
    await session.flush()
    session.add_all([_letter(composer, *both) for both in zip(shops, sites, strict=True)])


def _letter(composer: Composer, shop: Business, site: GeneratedSite) -> Message:
    number = shop.id or 0
    sender = composer.senders[number % len(composer.senders)]
    links = composer.links(number, shop, site)
    letter = composer.letter(shop, links, "outscraper", sender, is_locked=False)
    return Message(
        id=number,
        campaign_id=number,
        business_id=number,
        to_email=shop.email,
        to_domain=shop.email.rpartition("@")[2],
        from_email=sender.email,
        from_name=sender.name,
        identity_id=sender.identity_id,
        subject=letter.subject,
        text_body=letter.text,
        html_body=letter.html,
        headers=composer.headers(links),
    )


def _shop(number: int) -> Business:
    said = f"He fixed gate number {number} in an hour and swept up after."
    return Business(
        id=number + 1,
        dedupe_key=f"place:proof-{number}",
        name=f"Harrow Bay Gates {number}" if number % 3 else f"Panadería La Espiga {number}",
        language="en" if number % 3 else "es",
        country="US" if number % 3 else "GT",
        city="Harrow Bay",
        email=f"owner{number}@shop{number}.webmagic-proof.net",
        reviews=[{"author": f"Walt B. {number % 90}", "text": said, "rating": 5}],
        rating=4.8,
        review_count=100 + number,
        qualified=True,
        stage="published",
    )


def serve_smtp(folder: Path, port_file: Path, delay: float) -> None:
    """In a process of its own, until killed."""
    asyncio.run(_serve_smtp(folder, port_file, delay))


async def _serve_smtp(folder: Path, port_file: Path, delay: float) -> None:
    taken, log = _appender(folder / "taken.txt"), _appender(folder / "maillog")
    log(f"{now():%Y-%m-%dT%H:%M:%S}+00:00 sink postfix/master[1]: daemon started")
    sink = SmtpSink(log=log, on_accept=lambda _, message_id: taken(message_id), keeps=False, delay=delay)
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0, limit=8 * 1024 * 1024)
    port_file.write_text(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await server.serve_forever()


def serve_resend(folder: Path, port_file: Path, delay: float, limit: int) -> None:
    asyncio.run(_serve_resend(folder, port_file, delay, limit))


async def _serve_resend(folder: Path, port_file: Path, delay: float, limit: int) -> None:
    taken, refused = _appender(folder / "taken.txt"), _appender(folder / "refused.txt")
    times = _appender(folder / "times.txt")
    fake = FakeResend(limit=limit, delay=delay, on_accept=lambda mail: taken(mail["headers"]["Message-ID"]))

    async def answer(request: http.Request) -> http.Answer | None:
        before = fake.refused
        fake.accepted.clear()
        fake.requests.clear()
        said = await fake(request)
        (refused if fake.refused > before else times)(f"{time.time():.4f} {request.path}")
        return said

    server, url = await http.start(answer)
    port_file.write_text(url)
    await server.serve_forever()


def _appender(path: Path):
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    return lambda line: os.write(file, f"{line}\n".encode())


class Server:
    """One of the two in a process of its own; its address is in `url`."""

    def __init__(self, place: Scene, target: Any, *arguments: Any):
        port_file = place.home / "server.url"
        port_file.unlink(missing_ok=True)
        self.folder = place.home
        self.process = FORK.Process(target=target, args=(place.home, port_file, *arguments), daemon=True)
        self.process.start()
        deadline = time.monotonic() + 20
        while not (port_file.exists() and port_file.read_text()):
            if time.monotonic() > deadline:
                raise TimeoutError("the server did not start")
            time.sleep(0.02)
        self.url = port_file.read_text()

    def taken(self) -> Counter[str]:
        path = self.folder / "taken.txt"
        return Counter(path.read_text().split() if path.exists() else [])

    def stop(self) -> None:
        self.process.kill()
        self.process.join()


async def states() -> Counter[str]:
    async with reading() as session:
        found = await session.exec(select(Message.state, func.count()).group_by(col(Message.state)))
        counts = Counter(dict(found.all()))
    await leave()
    return counts


async def expected() -> set[str]:
    """The Message-IDs that must have arrived."""
    async with reading() as session:
        found = (await session.exec(select(Message))).all()
    await leave()
    return {pitcher.message_id_of(message) for message in found}


async def ask_for_all(count: int) -> None:
    async with transaction() as session:
        await pitcher.send_due(session, limit=count)
    await leave()


async def leave() -> None:
    await database.dispose()
    await redis.dispose()


def is_over(counts: Counter[str]) -> bool:
    return not (counts[MessageState.QUEUED] or counts[MessageState.SENDING] or counts[MessageState.UNKNOWN])
