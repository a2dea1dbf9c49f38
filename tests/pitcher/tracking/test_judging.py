"""Who came by? The labelled letters as a whole, and each sign by itself."""

import datetime as dt

import pytest

from bench import judged_hits
from bench.readers import EDGE, SAFARI, SENT, WINDOWS
from webmagic.models import HitKind
from webmagic.pitcher.tracking.agents import read_agent
from webmagic.pitcher.tracking.judging import Letter, Trace, judge
from webmagic.pitcher.tracking.networks import network_of

PHONE, DESK = SAFARI.format(v=18), EDGE.format(v=140)
MANNERS = {"tls": "1", "lang": "es-GT", "fetch": "navigate", "user": "?1"}


def click(after: float = 900, agent: str = DESK, *, network: str = "", **more) -> Trace:
    settings = {"target": "site", "key": "k", "evidence": MANNERS} | more
    at = SENT + dt.timedelta(seconds=after)
    return Trace(HitKind.CLICK, at, agent, network_of(network) if network else "", f"v{agent}", **settings)


def seen(how: str, **more) -> Trace:
    said = {
        "how": how,
        "ms": 900,
        "driver": False,
        "touch": 0,
        "langs": 2,
        "zone": "America/Guatemala",
        "frame": 90,
    }
    return Trace(HitKind.SEEN, SENT + dt.timedelta(seconds=905), DESK, key="k", evidence=said | more)


def verdict(*traces: Trace, crowd: int = 1) -> str:
    letter = Letter(SENT, traces, {traces[0].visitor: crowd})
    return judge(letter)[0].kind


@pytest.mark.parametrize("name", ["train", "holdout"])
def test_ninety_nine_of_a_hundred_machines_are_rejected_and_one_person_of_a_hundred_is_lost(name, figure):
    figures = judged_hits.replay(name, seed=20261128)
    figure(judged_hits.line(figures))
    assert judged_hits.holds(figures), figures


def test_both_sets_together_hold_five_hundred_hits_and_share_no_kind_of_visitor():
    sets = judged_hits.SETS
    assert sum(judged_hits.replay(name, seed=1)["hits"] for name in sets) >= 500
    assert not {play.__name__ for play in sets["train"]} & {play.__name__ for play in sets["holdout"]}


@pytest.mark.parametrize(
    ("trace", "others", "expected"),
    [
        (click(), [], "person"),
        (
            click(evidence={"tls": "1", "lang": "es"}),
            [],
            "machine",
        ),  # a Chromium that does not say how it fetches
        (click(agent=PHONE, evidence={"tls": "1", "lang": "es"}), [], "unknown"),  # and its page never spoke
        (click(agent=PHONE, evidence={"lang": "es"}), [seen("touch", touch=5)], "person"),
        (click(after=2), [], "machine"),
        (click(after=2), [seen("touch")], "person"),
        (click(method="HEAD"), [], "machine"),
        (click(evidence=MANNERS | {"purpose": "prefetch"}), [seen("scroll")], "machine"),
        (click(agent="curl/8.9"), [seen("scroll")], "machine"),
        (click(agent=WINDOWS.format(v=90)), [], "machine"),
        (click(agent=WINDOWS.format(v=90)), [seen("pointer")], "person"),
        (click(network="207.211.30.9"), [seen("pointer")], "machine"),
        (click(network="20.1.2.3"), [seen("stay")], "machine"),
        (click(network="20.1.2.3"), [seen("pointer")], "person"),
        (click(), [seen("stay", driver=True)], "machine"),
        (click(agent=PHONE), [seen("stay", touch=0)], "machine"),
        (click(), [seen("stay", frame=0)], "machine"),
        (click(), [click(after=901, target="claim", key="")], "machine"),
        (click(), [click(after=901, key="")], "person"),  # the same link twice is a double click
        (click(), [click(after=930, target="claim", key="")], "person"),
        (click(), [click(after=890, agent="Barracuda Sentinel", key="")], "unknown"),
    ],
)
def test_each_sign_says_what_it_can(trace, others, expected):
    assert verdict(trace, *others) == expected


def test_whoever_looks_after_three_owners_letters_is_a_gateway_unless_a_hand_moves():
    assert verdict(click(), crowd=3) == "machine"
    assert verdict(click(), crowd=2) == "person"
    assert verdict(click(), seen("key"), crowd=3) == "person"


@pytest.mark.parametrize("agent", ["Mozilla/5.0", "x (via ggpht.com GoogleImageProxy)", "YahooMailProxy; x"])
def test_a_picture_proxy_never_counts_as_a_person(agent):
    opened = Trace(HitKind.OPEN, SENT + dt.timedelta(hours=3), agent, "proxy:apple")
    assert verdict(opened) == "unknown"


def test_an_opening_by_a_mail_program_is_a_persons_and_by_a_gateway_is_not():
    outlook = "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; ms-office; MSOffice 16)"
    at = SENT + dt.timedelta(minutes=9)
    assert verdict(Trace(HitKind.OPEN, at, outlook)) == "person"
    assert verdict(Trace(HitKind.OPEN, at, outlook, "gateway:mimecast")) == "machine"
    assert verdict(Trace(HitKind.OPEN, SENT + dt.timedelta(seconds=2), outlook)) == "machine"


@pytest.mark.parametrize(
    ("agent", "kind"),
    [("", "program"), ("   ", "program"), (DESK, "browser"), (PHONE, "browser"), ("Client", "odd"),
     ("x" * 5000, "odd"),
     ("Mozilla/5.0 (Windows NT 10.0) Chrome/99999999999999999999", "browser"), ("\x00\u202e", "odd")],
)  # fmt: skip
def test_any_text_is_read_as_a_user_agent(agent, kind):
    found = read_agent(agent)
    assert found.kind == kind
    assert found.is_stale(SENT) in (True, False)


@pytest.mark.parametrize(
    "address", ["", "x", "999.1.1.1", "::1", "fe80::1%eth0", "1.2.3.4:80", "203.0.113.9"]
)
def test_an_address_nobody_listed_belongs_to_nobody(address):
    assert network_of(address) == ""
