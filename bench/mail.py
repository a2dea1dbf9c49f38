"""Mail: personalised letters a second to a local server, beside a plain aiosmtplib loop and Postfix's own
`smtp-source` in the same run; memory; and how much of a provider's limit is used.

Ours is the whole way: rows claimed under every rule of the mail law, MIME, hand-over with notes, outcomes
written. The loop is what one writes in ten lines: a message built with the standard library for each
mail, over one connection that stays open.
"""

import asyncio
import json
import logging
import os
import shutil
import statistics
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiosmtplib

from bench import outbox
from bench.scene import Scene, load, scene
from webmagic.pitcher.transports import NoNotes, OutgoingMail, Pace, ResendMailer, SmtpMailer
from webmagic.pitcher.transports.mime import build

MAILS = 1000
ROUNDS = 3
LIMIT, BATCHES = 5, 150  # half a minute: how the limit is used in the long run


def measure() -> dict[str, Any]:
    with scene() as place:
        place.environment.update(outbox.REAL | {"MAIL_PROVIDER": "smtp"})
        server = outbox.Server(place, outbox.serve_smtp, 0.0)
        place.environment["SMTP_URL"] = server.url
        try:
            with place.as_ours():
                asyncio.run(outbox.fill(MAILS * ROUNDS))
                asyncio.run(outbox.leave())
            rounds = [_round(place, server.url, number) for number in range(ROUNDS)]
        finally:
            server.stop()
    found = [name for name, value in rounds[0].items() if value]
    figures = {name: round(statistics.median(one[name] for one in rounds), 1) for name in found}
    return {"load": load(), "mails": MAILS, **figures, **_limit()}


def _round(place: Scene, url: str, number: int) -> dict[str, float]:
    """All of them in turn, so that a busy moment of the machine hits each alike."""
    loop = place.run("bench.mail", "loop", url, str(MAILS), timeout=300)
    ours = place.run("bench.sender", str(number * MAILS), str(MAILS), timeout=300)
    wire = place.run("bench.mail", "wire", url, str(MAILS), timeout=300)
    return {
        "loop_per_second": loop["per_second"],
        "ours_per_second": ours["per_second"],
        "ours_memory_mb": ours["memory_mb"],
        "worker_memory_mb": place.run("bench.sender", timeout=300)["memory_mb"],
        "transport_per_second": wire["per_second"],
        "smtp_source_per_second": _smtp_source(url),
        "mime_per_second": wire["mime_per_second"],
    }


def _smtp_source(url: str) -> float:
    """0 where Postfix is not installed."""
    program = shutil.which("smtp-source") or shutil.which("smtp-source", path="/usr/sbin")
    if not program:
        return 0.0
    parts = urlsplit(url)
    began = time.perf_counter()
    command = [program, "-s", "3", "-m", str(MAILS), "-l", "4500", "-f", "a@x.net", "-t", "b@y.net"]
    done = subprocess.run([*command, f"{parts.hostname}:{parts.port}"], capture_output=True, check=False)
    return MAILS / (time.perf_counter() - began) if done.returncode == 0 else 0.0


def _limit() -> dict[str, Any]:
    """Batches against a server that allows so many requests a second and answers after 20 ms."""
    with scene() as place:
        server = outbox.Server(place, outbox.serve_resend, 0.02, LIMIT)
        try:
            with place.as_ours():
                asyncio.run(_use_limit(server.url, place.home / "pace.json"))
            times = [float(row.split()[0]) for row in (place.home / "times.txt").read_text().splitlines()]
            refused = place.home / "refused.txt"
            count = refused.read_text().count("\n") if refused.exists() else 0
        finally:
            server.stop()
    # Whole turns from the same place in the second: the limit is yet to be learnt in the first of them.
    first = 2 * LIMIT
    turns = (len(times) - 1 - first) // LIMIT
    used = turns / (times[first + turns * LIMIT] - times[first])
    return {"limit_used": round(used, 3), "limit_refused": count, "limit_requests": len(times)}


async def _use_limit(url: str, path: Path) -> None:
    workers = [ResendMailer("re_secret", url, Pace(path, 2)) for _ in range(3)]
    await workers[0].send(_mail(0))  # the first answer tells the limit
    numbers = list(range(1, BATCHES + 1))

    async def work(worker: ResendMailer) -> None:
        while numbers:
            number = numbers.pop()
            await worker.send_many([_mail(number * 100 + n) for n in range(100)], f"b{number}", NoNotes())

    await asyncio.gather(*(work(worker) for worker in workers for _ in range(3)))


def _mail(number: int) -> OutgoingMail:
    text = f"Hello {number},\n\n" + "a line of an ordinary letter, with an ñ in it.\n" * 30
    html = f"<p>Hello {number}</p>" + "<p>a line of an ordinary letter, with an ñ in it.</p>" * 40
    return OutgoingMail(
        f"message-{number}-bench", f"<message-{number}-bench@webmagic-proof.net>", "Noor Adeyemi",
        "noor@offers0.webmagic-proof.net", f"owner{number}@shop.webmagic-proof.net", f"Página {number}", text,
        html, {"List-Unsubscribe": "<https://webmagic-proof.net/u/1>"},
    )  # fmt: skip


async def _loop(url: str, count: int) -> dict[str, float]:
    """Ten lines of anybody's."""
    parts, mails = urlsplit(url), [_mail(number) for number in range(count)]
    began = time.perf_counter()
    client = aiosmtplib.SMTP(hostname=parts.hostname, port=parts.port)
    await client.connect()
    for mail in mails:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = mail.from_email, mail.to_email, mail.subject
        message["Message-ID"] = mail.message_id
        message["List-Unsubscribe"] = mail.headers["List-Unsubscribe"]
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        await client.send_message(message)
    await client.quit()
    return {"per_second": count / (time.perf_counter() - began)}


async def _wire(url: str, count: int) -> dict[str, float]:
    """The transport alone."""
    mails, mailer = [_mail(number) for number in range(count)], SmtpMailer(url)
    began = time.perf_counter()
    for start in range(0, count, 100):
        await mailer.send_many(mails[start : start + 100], f"b{start}", NoNotes())
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    for mail in mails:
        build(mail)
    return {"per_second": count / seconds, "mime_per_second": count / (time.perf_counter() - began)}


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    ours, loop = figures["ours_per_second"], figures["loop_per_second"]
    source = figures.get("smtp_source_per_second")
    beside = f"{ours / source:.2f} × smtp-source ({source:,.0f})" if source else "it is not installed"
    wire = figures["transport_per_second"]
    return [
        ("mails a second, rules and rows and all", f"{ours:,.0f}", f"{ours / loop:.1f} × a plain loop"),
        ("a plain aiosmtplib loop", f"{loop:,.0f}", ""),
        ("the transport alone", f"{wire:,.0f}", f"{wire / loop:.1f} × a plain loop"),
        ("beside Postfix's own sender", f"{ours:,.0f}", beside),
        ("MIME built a second", f"{figures['mime_per_second']:,.0f}", ""),
        ("peak memory of the sender", f"{figures['ours_memory_mb']:.0f} MB", "aim 100"),
        ("a worker of all queues, at its start", f"{figures['worker_memory_mb']:.0f} MB", ""),
        ("a provider's limit, used", f"{figures['limit_used']:.1%}", f"{figures['limit_refused']} refused"),
    ]


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    what, *given = sys.argv[1:]
    work = {"loop": _loop, "wire": _wire}[what]
    print(json.dumps(asyncio.run(work(given[0], int(given[1])))))
