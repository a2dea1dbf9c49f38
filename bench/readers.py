# ruff: noqa: E501 (user agents do not break)
"""Letters and who came by them, labelled: readers, their gateways, proxies, previews and scanners.

Of our own making, after what mail programs, browsers and security vendors document of themselves, and
what people who count clicks report of them. Each scene is one letter: a function of the dice that gives
its hits with labels. `TRAIN` was looked at while the judge was written; `HOLDOUT` has agents, networks,
timings and whole kinds of visitors that the judge's author did not tune to (see judged_hits.py).
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from webmagic.models import HitKind
from webmagic.pitcher.tracking.judging import Trace
from webmagic.pitcher.tracking.networks import network_of

SENT = dt.datetime(2026, 11, 25, 15, 0, tzinfo=dt.UTC)
PERSON, MACHINE, NEITHER = "person", "machine", ""
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS {v}_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{v}.2 Mobile/15E148 Safari/604.1"
IOS_MAIL = "Mozilla/5.0 (iPhone; CPU iPhone OS {v}_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Mobile Safari/537.36"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36"
EDGE = WINDOWS + " Edg/{v}.0.0.0"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36"
MAC_SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{v}.1 Safari/605.1.15"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{v}.0) Gecko/20100101 Firefox/{v}.0"
SAMSUNG = "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A145M) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/{v}.0.0.0 Mobile Safari/537.36"
OUTLOOK = "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0; .NET4.0C; ms-office; MSOffice 16)"
THUNDERBIRD = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0"
GMAIL_PROXY = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
GMAIL_PREFETCH = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0"
YAHOO_PROXY = "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"
MPP = "Mozilla/5.0"
HOMES = (
    "190.56.{}.{}",
    "181.114.{}.{}",
    "24.18.{}.{}",
    "73.95.{}.{}",
    "86.14.{}.{}",
    "187.190.{}.{}",
    "201.247.{}.{}",
    "98.210.{}.{}",
)
PHONE_HOMES = ("190.149.{}.{}", "186.151.{}.{}", "107.77.{}.{}", "172.58.{}.{}", "166.205.{}.{}")
ZONES = (
    "America/Guatemala",
    "America/Chicago",
    "America/Los_Angeles",
    "Europe/London",
    "America/Mexico_City",
)


@dataclass
class Scene:
    """One letter as it is being visited."""

    dice: random.Random
    traces: list[Trace] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    crowds: dict[str, int] = field(default_factory=dict)
    clicks: int = 0

    def address(self, *patterns: str) -> str:
        return self.dice.choice(patterns).format(self.dice.randint(1, 254), self.dice.randint(1, 254))

    def home(self, *, phone: bool = False) -> str:
        return self.address(*(PHONE_HOMES if phone else HOMES))

    def put(self, label: str, kind: str, after: float, agent: str, address: str, **more: object) -> None:
        self.traces.append(
            Trace(
                kind=kind,
                at=SENT + dt.timedelta(seconds=after),
                agent=agent,
                network=network_of(address),
                visitor=f"{address}|{agent}",
                **more,  # type: ignore[arg-type]
            )
        )
        self.labels.append(label)

    def open(self, label: str, after: float, agent: str, address: str, **evidence: str) -> None:
        self.put(label, HitKind.OPEN, after, agent, address, evidence={"tls": "1", **evidence})

    def click(self, label: str, after: float, agent: str, address: str, *, target: str = "site", method: str = "GET",
              bare: bool = False, **evidence: str) -> str:  # fmt: skip
        """`bare`: without the headers that browsers send. Returns the key of the click."""
        self.clicks += 1
        key = f"key{self.clicks}"
        manners = (
            {"tls": "1"}
            if bare
            else {"tls": "1", "lang": "es-GT,es;q=0.9", "fetch": "navigate", "user": "?1"}
        )
        self.put(label, HitKind.CLICK, after, agent, address, target=target, method=method, key=key,
                 evidence={**manners, **evidence})  # fmt: skip
        return key

    def look(self, after: float, agent: str, address: str) -> None:
        self.put(NEITHER, HitKind.LOOK, after, agent, address, target="unsubscribe")

    def seen(self, key: str, after: float, agent: str, address: str, how: str, **more: object) -> None:
        phone = "Mobile" in agent
        surroundings = {
            "how": how, "ms": self.dice.randint(400, 9000), "shown": self.dice.randint(400, 9000), "driver": False,
            "touch": 5 if phone else 0, "langs": self.dice.randint(1, 3), "zone": self.dice.choice(ZONES),
            "screen": "390x844" if phone else "1920x1080", "frame": 0 if phone else self.dice.randint(80, 140),
            "moves": 0 if phone else self.dice.randint(3, 40),
        }  # fmt: skip
        self.put(NEITHER, HitKind.SEEN, after, agent, address, key=key, evidence={**surroundings, **more})

    def scan(self, first: float, agent: str, address: str, *, each: float = 0.4, **more: object) -> None:
        """Every link, one after the other, as gateways do."""
        for n, target in enumerate(("site", "claim")):
            self.click(MACHINE, first + n * each, agent, address, target=target, **more)  # type: ignore[arg-type]
        self.look(first + 2 * each, agent, address)

    def minutes(self, low: float, high: float) -> float:
        return 60 * self.dice.uniform(low, high)


def version(dice: random.Random, low: int = 128, high: int = 142) -> int:
    return dice.randint(low, high)


def visit(scene: Scene, after: float, agent: str, address: str, how: str, *, target: str = "site") -> None:
    """A person follows a link and does something on the page."""
    key = scene.click(PERSON, after, agent, address, target=target)
    if target == "site":
        scene.seen(key, after + scene.dice.uniform(1, 20), agent, address, how)


# --- people, and what comes along with them -------------------------------------------------------------------


def phone_reader(scene: Scene) -> None:
    home, v = scene.home(phone=True), scene.dice.choice((17, 18, 19))
    after = scene.minutes(0.5, 600)
    scene.open(PERSON, after, IOS_MAIL.format(v=v), home, lang="es-GT")
    visit(scene, after + scene.dice.uniform(4, 90), SAFARI.format(v=v), home, "touch")


def private_reader(scene: Scene) -> None:
    relay, v = scene.address("104.28.{}.{}", "172.225.{}.{}", "146.75.{}.{}"), scene.dice.choice((17, 18, 19))
    scene.open(MACHINE, scene.minutes(0.2, 90), MPP, scene.address("104.28.{}.{}", "172.226.{}.{}"))
    visit(scene, scene.minutes(2, 900), SAFARI.format(v=v), relay, scene.dice.choice(("touch", "scroll")))


def gmail_reader(scene: Scene) -> None:
    home, agent = scene.home(phone=True), ANDROID.format(v=version(scene.dice))
    after = scene.minutes(1, 300)
    scene.open(MACHINE, after, GMAIL_PROXY, scene.address("66.249.84.{}", "74.125.{}.{}"))
    visit(scene, after + scene.dice.uniform(5, 60), agent, home, "touch")


def outlook_reader(scene: Scene) -> None:
    home, agent = scene.home(), EDGE.format(v=version(scene.dice))
    after = scene.minutes(1, 500)
    scene.open(PERSON, after, OUTLOOK, home)
    clicked = after + scene.dice.uniform(6, 120)
    scene.click(
        MACHINE, clicked - 0.3, "Microsoft Office Existence Discovery", home, method="HEAD", bare=True
    )
    visit(scene, clicked, agent, home, "pointer")


def webmail_reader(scene: Scene) -> None:
    home, agent = scene.home(), FIREFOX.format(v=version(scene.dice, 130, 144))
    after = scene.minutes(1, 2000)
    scene.open(PERSON, after, agent, home, lang="en-US", dest="image")
    visit(
        scene, after + scene.dice.uniform(3, 40), agent, home, scene.dice.choice(("scroll", "key", "pointer"))
    )


def hasty_reader(scene: Scene) -> None:
    """Looks, and is gone again before doing anything."""
    home, agent = scene.home(phone=True), ANDROID.format(v=version(scene.dice))
    after = scene.minutes(1, 200)
    key = scene.click(PERSON, after, agent, home)
    scene.seen(key, after + 2, agent, home, "leave", shown=1400)


def scriptless_reader(scene: Scene) -> None:
    scene.click(PERSON, scene.minutes(2, 200), FIREFOX.format(v=version(scene.dice, 130, 144)), scene.home())


def buyer(scene: Scene) -> None:
    """Straight to the claim page, which has no script of ours."""
    agent = scene.dice.choice(
        (SAFARI.format(v=18), ANDROID.format(v=version(scene.dice)), WINDOWS.format(v=135))
    )
    visit(scene, scene.minutes(1, 1500), agent, scene.home(), "touch", target="claim")


def double_clicker(scene: Scene) -> None:
    home, agent = scene.home(), WINDOWS.format(v=version(scene.dice))
    after = scene.minutes(1, 90)
    visit(scene, after, agent, home, "pointer")
    visit(scene, after + 0.6, agent, home, "pointer")


def reader_behind_vpn(scene: Scene) -> None:
    address = scene.address("165.22.{}.{}", "51.15.{}.{}", "139.59.{}.{}")
    visit(scene, scene.minutes(2, 300), MAC.format(v=version(scene.dice)), address, "scroll")


def fast_reader(scene: Scene) -> None:
    home = scene.home(phone=True)
    visit(scene, scene.dice.uniform(8, 20), SAFARI.format(v=18), home, "touch")


def both_links(scene: Scene) -> None:
    home, agent = scene.home(), MAC_SAFARI.format(v=scene.dice.choice((17, 18)))
    after = scene.minutes(3, 600)
    visit(scene, after, agent, home, "scroll")
    visit(scene, after + scene.dice.uniform(15, 400), agent, home, "scroll", target="claim")


def reader_with_old_phone(scene: Scene) -> None:
    visit(scene, scene.minutes(2, 600), ANDROID.format(v=95), scene.home(phone=True), "touch")


def office_behind_gateway(scene: Scene) -> None:
    """The gateway looks at delivery; the owner reads after lunch."""
    guard = f"207.211.30.{scene.dice.randint(1, 254)}"
    scene.scan(scene.dice.uniform(1, 5), WINDOWS.format(v=91), guard, bare=True)
    home = scene.home()
    after = scene.minutes(20, 400)
    scene.open(PERSON, after, OUTLOOK, home)
    visit(scene, after + scene.dice.uniform(6, 60), EDGE.format(v=version(scene.dice)), home, "pointer")


def checked_at_click(scene: Scene) -> None:
    """Safe Links fetches the address at the moment the owner presses it."""
    home, agent = scene.home(), EDGE.format(v=version(scene.dice))
    after = scene.minutes(5, 300)
    checker = scene.address("20.190.{}.{}", "40.94.{}.{}")
    scene.click(MACHINE, after - 1.2, WINDOWS.format(v=109), checker, bare=True)
    visit(scene, after, agent, home, "pointer")


# --- machines -------------------------------------------------------------------------------------------------


def safelinks(scene: Scene) -> None:
    address = scene.address("40.94.{}.{}", "104.47.12.{}")
    scene.scan(
        scene.dice.uniform(1, 60), WINDOWS.format(v=scene.dice.choice((79, 92, 109, 120))), address, bare=True
    )


def defender_in_the_cloud(scene: Scene) -> None:
    """A driven browser on Azure, hours later, with the script running and nobody there."""
    address, agent = scene.address("20.73.{}.{}", "52.154.{}.{}"), EDGE.format(v=version(scene.dice))
    after = scene.minutes(1, 300)
    key = scene.click(MACHINE, after, agent, address)
    scene.seen(key, after + 5, agent, address, "stay", zone="Etc/UTC", frame=0, moves=0)


def barracuda(scene: Scene) -> None:
    scene.scan(
        scene.dice.uniform(2, 40),
        WINDOWS.format(v=scene.dice.choice((83, 96))),
        scene.address("64.235.150.{}", "209.222.82.{}"),
        bare=True,
    )


def barracuda_by_name(scene: Scene) -> None:
    scene.scan(scene.minutes(0, 3), "Barracuda Sentinel (EE)", scene.address("18.216.{}.{}"), bare=True)


def mimecast(scene: Scene) -> None:
    scene.scan(
        scene.dice.uniform(1, 90),
        WINDOWS.format(v=130),
        scene.address("205.139.110.{}", "170.10.133.{}"),
        bare=True,
    )


def proofpoint(scene: Scene) -> None:
    address = scene.address("67.231.152.{}", "148.163.150.{}")
    scene.open(MACHINE, scene.dice.uniform(1, 8), FIREFOX.format(v=102), address)
    scene.scan(scene.dice.uniform(2, 30), FIREFOX.format(v=102), address, each=0.1, bare=True)


def curl(scene: Scene) -> None:
    scene.click(
        MACHINE,
        scene.minutes(0.1, 900),
        scene.dice.choice(("curl/8.9.1", "Wget/1.24.5", "python-requests/2.32.3", "")),
        scene.home(),
        bare=True,
    )


def previewers(scene: Scene) -> None:
    agent = scene.dice.choice(
        (
            "WhatsApp/2.24.20 A",
            "facebookexternalhit/1.1",
            "TelegramBot (like TwitterBot)",
            "Slackbot-LinkExpanding 1.0",
            "Mozilla/5.0 (compatible; SkypeUriPreview Preview/0.5)",
        )
    )
    scene.click(
        MACHINE, scene.minutes(5, 900), agent, scene.address("31.13.{}.{}", "149.154.{}.{}"), bare=True
    )


def gmail_prefetch(scene: Scene) -> None:
    scene.open(
        MACHINE, scene.dice.uniform(1, 40), GMAIL_PREFETCH, scene.address("74.125.{}.{}", "209.85.200.{}")
    )


def yahoo(scene: Scene) -> None:
    scene.open(MACHINE, scene.minutes(0.1, 600), YAHOO_PROXY, scene.address("98.137.{}.{}", "188.125.80.{}"))


def apple_alone(scene: Scene) -> None:
    """Fetched in the night while the telephone charged; nobody came."""
    scene.open(MACHINE, scene.minutes(1, 600), MPP, scene.address("17.58.{}.{}", "104.28.{}.{}"))


def renewed_scanner(scene: Scene) -> None:
    """From a network nobody listed, with a fresh name and a browser's headers but no browser."""
    scene.click(
        MACHINE,
        scene.minutes(2, 30),
        WINDOWS.format(v=version(scene.dice)),
        scene.address("185.199.{}.{}", "91.240.{}.{}"),
        bare=True,
        lang="en-US",
    )


def gateway_of_many(scene: Scene) -> None:
    """A filter at a provider that hosts many owners' mail."""
    address, agent = "193.36.15.9", WINDOWS.format(v=131)
    scene.crowds[f"{address}|{agent}"] = scene.dice.randint(4, 40)
    after = scene.minutes(0.2, 20)
    scene.open(MACHINE, after, agent, address, lang="en-US")
    scene.click(MACHINE, after + 8, agent, address)


def driven_browser(scene: Scene) -> None:
    address, agent = scene.address("185.220.{}.{}", "45.129.{}.{}"), MAC.format(v=version(scene.dice))
    after = scene.minutes(1, 60)
    key = scene.click(MACHINE, after, agent, address)
    scene.seen(key, after + 4, agent, address, "stay", driver=True)


def burst_from_nowhere(scene: Scene) -> None:
    scene.scan(
        scene.minutes(1, 120), MAC.format(v=version(scene.dice)), scene.address("89.187.{}.{}"), each=0.7
    )


def early_bird(scene: Scene) -> None:
    agent, address = WINDOWS.format(v=version(scene.dice)), scene.address("91.198.{}.{}")
    scene.open(MACHINE, scene.dice.uniform(0.4, 3), agent, address)
    scene.click(MACHINE, scene.dice.uniform(1, 5), agent, address)


Play = Callable[[Scene], None]
TRAIN: dict[Play, int] = {
    phone_reader: 14, private_reader: 12, gmail_reader: 16, outlook_reader: 10, webmail_reader: 10, hasty_reader: 6,
    scriptless_reader: 2, buyer: 8, double_clicker: 3, reader_behind_vpn: 3, fast_reader: 3, both_links: 8,
    reader_with_old_phone: 2, office_behind_gateway: 8, checked_at_click: 8,
    safelinks: 14, defender_in_the_cloud: 8, barracuda: 10, barracuda_by_name: 5, mimecast: 10, proofpoint: 8, curl: 8,
    previewers: 8, gmail_prefetch: 8, yahoo: 8, apple_alone: 14, renewed_scanner: 6, gateway_of_many: 6,
    driven_browser: 5, burst_from_nowhere: 6, early_bird: 6,
}  # fmt: skip


def stage(plays: dict[Play, int], seed: int) -> list[tuple[str, Scene]]:
    """Every play as often as it says, each time with other dice."""
    dice = random.Random(seed)
    scenes = []
    for play, times in plays.items():
        for _ in range(times):
            scene = Scene(random.Random(dice.random()))
            play(scene)
            scenes.append((play.__name__, scene))
    return scenes
