# ruff: noqa: E501 (user agents do not break)
"""The holdout of the labelled letters: visitors the judge was not written for. See readers.py."""

from bench.readers import (
    ANDROID,
    EDGE,
    FIREFOX,
    GMAIL_PROXY,
    IOS_MAIL,
    MAC,
    MAC_SAFARI,
    MACHINE,
    MPP,
    PERSON,
    SAFARI,
    SAMSUNG,
    THUNDERBIRD,
    WINDOWS,
    YAHOO_PROXY,
    Play,
    Scene,
    version,
    visit,
)  # fmt: skip

K9 = "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 7 Build/AP2A) K-9 Mail/6.8"
OUTLOOK_IOS = "Outlook-iOS/723.4027091.prod.iphone (4.2412.0)"
OUTLOOK_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
GMAIL_APP = "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/{v}.0.6723.58 Mobile Safari/537.36"
GMAIL_IOS = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/340.3.689937600 Mobile/15E148 Safari/604.1"
IMESSAGE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"
LINUX = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36"
)
OTHER_HOMES = ("88.24.{}.{}", "2.139.{}.{}", "189.203.{}.{}", "200.30.{}.{}", "68.45.{}.{}", "81.106.{}.{}")


def home(scene: Scene) -> str:
    return scene.address(*OTHER_HOMES)


def k9_reader(scene: Scene) -> None:
    place, after = home(scene), scene.minutes(1, 4000)
    scene.open(PERSON, after, K9, place)
    visit(
        scene,
        after + scene.dice.uniform(3, 50),
        "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0",
        place,
        "touch",
    )


def samsung_reader(scene: Scene) -> None:
    place, after = home(scene), scene.minutes(1, 900)
    scene.open(MACHINE, after, GMAIL_PROXY, scene.address("66.102.8.{}"))
    visit(
        scene,
        after + scene.dice.uniform(2, 30),
        SAMSUNG.format(v=version(scene.dice, 121, 136)),
        place,
        "touch",
    )


def reader_on_a_slow_line(scene: Scene) -> None:
    place, agent, after = home(scene), ANDROID.format(v=version(scene.dice)), scene.minutes(2, 60)
    key = scene.click(PERSON, after, agent, place)
    scene.seen(key, after + scene.dice.uniform(40, 95), agent, place, "touch")


def reader_days_later(scene: Scene) -> None:
    place, agent = home(scene), MAC_SAFARI.format(v=18)
    after = scene.minutes(3 * 1440, 9 * 1440)
    scene.open(PERSON, after, OUTLOOK_MAC, place)
    visit(scene, after + 15, agent, place, "scroll")


def wary_reader(scene: Scene) -> None:
    """Firefox that resists fingerprints: world time, a rounded window, no frame."""
    place, agent, after = home(scene), FIREFOX.format(v=version(scene.dice, 130, 144)), scene.minutes(2, 600)
    key = scene.click(PERSON, after, agent, place, lang="en-US,en;q=0.5")
    scene.seen(key, after + 3, agent, place, "scroll", zone="UTC", frame=0, screen="1400x900", langs=2)


def yahoo_reader(scene: Scene) -> None:
    after = scene.minutes(2, 700)
    scene.open(MACHINE, after, YAHOO_PROXY, scene.address("98.138.{}.{}"))
    visit(scene, after + 12, WINDOWS.format(v=version(scene.dice)), home(scene), "pointer")


def outlook_phone_reader(scene: Scene) -> None:
    place, after = home(scene), scene.minutes(1, 500)
    scene.open(PERSON, after, OUTLOOK_IOS, place)
    visit(scene, after + scene.dice.uniform(4, 40), IOS_MAIL.format(v=18), place, "touch")


def gmail_app_reader(scene: Scene) -> None:
    after = scene.minutes(1, 500)
    scene.open(MACHINE, after, GMAIL_PROXY, scene.address("66.249.93.{}"))
    agent = scene.dice.choice((GMAIL_APP.format(v=version(scene.dice)), GMAIL_IOS))
    visit(scene, after + scene.dice.uniform(4, 50), agent, home(scene), "touch")


def tablet_reader(scene: Scene) -> None:
    """An iPad says it is a Mac, and is touched."""
    place, agent, after = home(scene), MAC_SAFARI.format(v=17), scene.minutes(3, 300)
    key = scene.click(PERSON, after, agent, place)
    scene.seen(key, after + 4, agent, place, "touch", touch=5, frame=74, moves=0, screen="820x1180")


def keyboard_reader(scene: Scene) -> None:
    visit(scene, scene.minutes(4, 900), FIREFOX.format(v=version(scene.dice, 130, 144)), home(scene), "key")


def office_desktop_elsewhere(scene: Scene) -> None:
    """A rented desktop at a cloud, with its owner's hand on it."""
    visit(
        scene,
        scene.minutes(5, 400),
        EDGE.format(v=version(scene.dice)),
        scene.address("20.51.{}.{}"),
        "pointer",
    )


def old_iphone_reader(scene: Scene) -> None:
    """Before Safari said how it fetches."""
    place, agent, after = home(scene), SAFARI.format(v=15), scene.minutes(2, 300)
    key = scene.click(PERSON, after, agent, place, bare=True, lang="es-ES")
    scene.seen(key, after + 3, agent, place, "touch")


def owner_of_three_shops(scene: Scene) -> None:
    place, agent = home(scene), WINDOWS.format(v=139)
    scene.crowds[f"{place}|{agent}"] = 3
    visit(scene, scene.minutes(30, 600), agent, place, "pointer")


def reader_who_only_looks(scene: Scene) -> None:
    place, agent, after = home(scene), SAFARI.format(v=18), scene.minutes(2, 600)
    key = scene.click(PERSON, after, agent, place)
    scene.seen(key, after + 4, agent, place, "stay")


def thunderbird_buyer(scene: Scene) -> None:
    place, after = home(scene), scene.minutes(2, 900)
    scene.open(PERSON, after, THUNDERBIRD, place)
    visit(scene, after + 20, LINUX.format(v=version(scene.dice)), place, "pointer", target="claim")


def forwarder(scene: Scene) -> None:
    """Reads it, and sends the link to her partner by a messenger, which looks at it first."""
    place, agent, after = home(scene), SAFARI.format(v=18), scene.minutes(2, 200)
    visit(scene, after, agent, place, "touch")
    scene.click(MACHINE, after + 60, scene.dice.choice((IMESSAGE, "WhatsApp/2.24.25.78 i")), place, bare=True)
    visit(scene, after + 400, ANDROID.format(v=version(scene.dice)), home(scene), "touch")


def linux_reader_on_world_time(scene: Scene) -> None:
    """Sits and reads without a move, on a machine set to UTC: nothing tells him from a program."""
    place, agent, after = home(scene), LINUX.format(v=140), scene.minutes(20, 600)
    key = scene.click(PERSON, after, agent, place)
    scene.seen(key, after + 4, agent, place, "stay", zone="UTC")


def trend_micro(scene: Scene) -> None:
    scene.scan(scene.dice.uniform(1, 60), WINDOWS.format(v=125), scene.address("216.104.4.{}"), bare=True)


def sophos_in_the_cloud(scene: Scene) -> None:
    scene.scan(
        scene.minutes(0.2, 8),
        MAC.format(v=version(scene.dice)),
        scene.address("3.121.{}.{}", "34.245.{}.{}"),
        each=1.5,
    )


def cisco(scene: Scene) -> None:
    scene.open(MACHINE, scene.dice.uniform(0.5, 4), WINDOWS.format(v=110), scene.address("68.232.129.{}"))
    scene.scan(scene.dice.uniform(1, 20), WINDOWS.format(v=110), scene.address("216.71.154.{}"), bare=True)


def checkpoint(scene: Scene) -> None:
    """Clicks one link only, from Amazon, in a browser's clothes."""
    scene.click(
        MACHINE,
        scene.minutes(0.3, 15),
        EDGE.format(v=version(scene.dice)),
        scene.address("52.33.{}.{}", "18.205.{}.{}"),
    )


def hornet(scene: Scene) -> None:
    scene.scan(
        scene.dice.uniform(1, 20),
        LINUX.format(v=118),
        scene.address("94.100.132.{}", "83.246.65.{}"),
        each=0.2,
        bare=True,
    )


def programs_by_name(scene: Scene) -> None:
    agent = scene.dice.choice((
        "Go-http-client/2.0", "Java/17.0.9", "Apache-HttpClient/5.2", "Microsoft-URLAnalyzer/1.0", "LinkedInBot/1.0",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "okhttp/4.12.0", "node-fetch/1.0",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "axios/1.7.7", "Zscaler Sandbox",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh) FortiGuard/Fortinet", "kaspersky-link-check/2", "Google-Safety (+http://www.google.com/bot.html)",
    ))  # fmt: skip
    scene.click(MACHINE, scene.minutes(0.1, 2000), agent, home(scene), bare=True)


def nameless(scene: Scene) -> None:
    scene.click(
        MACHINE,
        scene.minutes(0.1, 200),
        scene.dice.choice(("", " ", "Mozilla/5.0", "Mozilla/4.0 (compatible;)", "Client")),
        home(scene),
        bare=True,
    )


def apple_at_night(scene: Scene) -> None:
    scene.open(MACHINE, scene.minutes(10, 900), MPP, scene.address("172.225.{}.{}", "17.230.{}.{}"))


def google_in_advance(scene: Scene) -> None:
    scene.open(
        MACHINE, scene.dice.uniform(0.3, 20), GMAIL_PROXY, scene.address("74.125.{}.{}", "72.14.199.{}")
    )


def head_first(scene: Scene) -> None:
    """Asks for the headers, then fetches: the manners of many gateways, from a network nobody listed."""
    place, agent, after = scene.address("77.83.{}.{}"), WINDOWS.format(v=137), scene.minutes(0.5, 40)
    scene.click(MACHINE, after, agent, place, method="HEAD", bare=True)
    scene.click(MACHINE, after + 0.4, agent, place, bare=True)


def slow_crawler(scene: Scene) -> None:
    """One link a minute, in a browser of 2021."""
    place, agent, after = scene.address("194.67.{}.{}"), WINDOWS.format(v=92), scene.minutes(1, 30)
    for n, target in enumerate(("site", "claim")):
        scene.click(MACHINE, after + 61 * n, agent, place, target=target, lang="en")


def sandbox_phone(scene: Scene) -> None:
    """Pretends to be a telephone, and cannot be touched."""
    place, agent, after = scene.address("45.142.{}.{}"), SAFARI.format(v=18), scene.minutes(0.5, 90)
    key = scene.click(MACHINE, after, agent, place)
    scene.seen(key, after + 5, agent, place, "stay", touch=0)


def sandbox_desk(scene: Scene) -> None:
    place, agent, after = (
        scene.address("104.244.{}.{}"),
        MAC.format(v=version(scene.dice)),
        scene.minutes(0.5, 90),
    )
    key = scene.click(MACHINE, after, agent, place)
    scene.seen(key, after + 4, agent, place, "stay", frame=0, moves=0, zone="America/New_York")


def filter_of_a_host(scene: Scene) -> None:
    place, agent = "162.241.24.7", WINDOWS.format(v=133)
    scene.crowds[f"{place}|{agent}"] = scene.dice.randint(3, 12)
    after = scene.minutes(0.2, 3)
    scene.click(MACHINE, after, agent, place)
    scene.click(MACHINE, after + 20, agent, place, target="claim")


def imitated_hand(scene: Scene) -> None:
    """A sandbox that turns the wheel like a person, at Amazon: the page cannot tell."""
    place, agent, after = scene.address("54.212.{}.{}"), WINDOWS.format(v=140), scene.minutes(1, 60)
    key = scene.click(MACHINE, after, agent, place)
    scene.seen(key, after + 3, agent, place, "scroll")


def perfect_imitation(scene: Scene) -> None:
    """Disguised in everything, on a line rented from somebody's home."""
    place, agent, after = home(scene), WINDOWS.format(v=141), scene.minutes(2, 60)
    key = scene.click(MACHINE, after, agent, place)
    scene.seen(key, after + 4, agent, place, "stay", frame=87)


HOLDOUT: dict[Play, int] = {
    k9_reader: 6, samsung_reader: 10, reader_on_a_slow_line: 6, reader_days_later: 6, wary_reader: 4, yahoo_reader: 6,
    outlook_phone_reader: 8, gmail_app_reader: 14, tablet_reader: 5, keyboard_reader: 3, office_desktop_elsewhere: 3,
    old_iphone_reader: 3, owner_of_three_shops: 2, reader_who_only_looks: 6, thunderbird_buyer: 6, forwarder: 6,
    linux_reader_on_world_time: 1,
    trend_micro: 12, sophos_in_the_cloud: 12, cisco: 10, checkpoint: 12, hornet: 10, programs_by_name: 30, nameless: 10,
    apple_at_night: 14, google_in_advance: 12, head_first: 8, slow_crawler: 8, sandbox_phone: 6, sandbox_desk: 8,
    filter_of_a_host: 8, imitated_hand: 1, perfect_imitation: 1,
}  # fmt: skip
