"""Who was it? Each hit of one letter is judged among its neighbours.

A hit counts as a person's only when what is known speaks for one. The dot can never prove a person
where a mail program fetches pictures on its own; a link can, because we own the page it leads to.
The order of the questions is the order of their weight: what a client says of itself, what a hand did
on the landing page, whose machine it is, and at last timing and manners.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from webmagic.models import HitKind, HitVerdict
from webmagic.pitcher.tracking.agents import read_agent

PERSON, MACHINE, UNKNOWN = HitVerdict.PERSON, HitVerdict.MACHINE, HitVerdict.UNKNOWN
HANDS = ("touch", "key", "pointer", "scroll")
EARLY = dt.timedelta(seconds=6)  # nobody reads that fast after the mail left
BURST = dt.timedelta(seconds=4)  # nobody follows two different links within it
PACK = dt.timedelta(seconds=20)  # a scanner's requests come together
CROWD = 3  # one browser at one address that looks after this many owners' letters is a gateway


@dataclass(frozen=True, slots=True)
class Trace:
    """A hit as the judge sees it. `network` as `network_of` names it."""

    kind: str
    at: dt.datetime
    agent: str = ""
    network: str = ""
    visitor: str = ""
    method: str = "GET"
    target: str = ""
    key: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: HitVerdict
    reason: str


@dataclass
class Letter:
    """All hits of one letter. `crowds`: how many letters each visitor touched that day."""

    sent_at: dt.datetime | None
    traces: Sequence[Trace]
    crowds: dict[str, int] = field(default_factory=dict)

    def words_of(self, trace: Trace) -> list[dict[str, Any]]:
        """What the landing page told about this click."""
        seen = [one for one in self.traces if one.kind == HitKind.SEEN and one.key and one.key == trace.key]
        return [one.evidence for one in seen]

    def is_early(self, trace: Trace) -> bool:
        return self.sent_at is not None and trace.at - self.sent_at < EARLY

    def is_crowd(self, trace: Trace) -> bool:
        return self.crowds.get(trace.visitor, 1) >= CROWD

    def is_burst(self, trace: Trace) -> bool:
        """Another link of the letter was followed in the same breath."""
        return any(
            abs(one.at - trace.at) < BURST and one.target != trace.target
            for one in self.traces
            if one.kind in (HitKind.CLICK, HitKind.LOOK) and one is not trace
        )

    def has_company(self, trace: Trace) -> str:
        """A program that names itself, or a gateway, asked for the same letter in the same moment."""
        for one in self.traces:
            if one is trace or one.kind == HitKind.SEEN or abs(one.at - trace.at) > PACK:
                continue
            asks_alike = one.kind in (trace.kind, HitKind.LOOK)
            if asks_alike and (one.network.startswith("gateway:") or _gives_itself_away(one)):
                return one.network or "a program"
        return ""


def judge(letter: Letter) -> list[Verdict]:
    """A verdict for each hit, in their order: the first thing there is to say about it."""
    return [next(_JUDGES[trace.kind](letter, trace)) for trace in letter.traces]


def _gives_itself_away(trace: Trace) -> str:
    """By its own word."""
    agent = read_agent(trace.agent)
    if trace.method != "GET":
        return f"it only asked for the headers ({trace.method})"
    if agent.kind == "program":
        return f"it calls itself a program ({agent.name})"
    return "it was fetched ahead of time" if trace.evidence.get("purpose") else ""


def _judge_open(letter: Letter, trace: Trace) -> Iterator[Verdict]:
    agent = read_agent(trace.agent)
    kind, _, owner = trace.network.partition(":")
    if agent.kind == "proxy":
        yield Verdict(UNKNOWN, f"{agent.name.title()} fetches pictures whether or not somebody reads")
    if word := _gives_itself_away(trace):
        yield Verdict(MACHINE, word)
    if kind == "proxy":
        yield Verdict(UNKNOWN, f"fetched by {owner.title()}, whether or not somebody reads")
    if kind == "gateway":
        yield Verdict(MACHINE, f"a mail gateway ({owner})")
    yield from _crowded_or_early(letter, trace)
    if kind == "cloud":
        yield Verdict(UNKNOWN, f"from a rented machine ({owner})")
    if agent.kind == "odd":
        yield Verdict(MACHINE, "no mail program or browser calls itself this")
    if agent.kind == "browser" and agent.is_stale(trace.at) and not _is_webmail(trace):
        yield Verdict(MACHINE, "a browser of years ago")
    if company := letter.has_company(trace):
        yield Verdict(UNKNOWN, f"at the same moment as {company}")
    yield Verdict(PERSON, "a reader's own mail program")


def _is_webmail(trace: Trace) -> bool:
    """A browser that names its language and what the picture is for."""
    return bool(trace.evidence.get("lang")) and trace.evidence.get("dest") == "image"


def _crowded_or_early(letter: Letter, trace: Trace) -> Iterator[Verdict]:
    if letter.is_crowd(trace):
        yield Verdict(MACHINE, "the same visitor reads letters to several owners")
    if letter.is_early(trace):
        yield Verdict(MACHINE, "sooner after sending than anybody reads")


def _judge_click(letter: Letter, trace: Trace) -> Iterator[Verdict]:
    if word := _gives_itself_away(trace):
        yield Verdict(MACHINE, word)
    words = letter.words_of(trace)
    yield from _what_the_page_saw(letter, trace, words)
    yield from _whose_machine(trace)
    yield from _crowded_or_early(letter, trace)
    if letter.is_burst(trace):
        yield Verdict(MACHINE, "several links in the same breath")
    if company := letter.has_company(trace):
        yield Verdict(UNKNOWN, f"at the same moment as {company}")
    if teller := trace.evidence.get("told_by"):
        yield Verdict(UNKNOWN, f"counted by {teller}, who sees neither manners nor the page")
    yield from _manners(trace)
    if trace.target == "site" and not words and not _is_navigation(trace):
        yield Verdict(UNKNOWN, "the page it led to never said a word")
    yield Verdict(PERSON, "a browser, in its own time")


def _what_the_page_saw(letter: Letter, trace: Trace, words: list[dict[str, Any]]) -> Iterator[Verdict]:
    for word in words:
        for fault in _stage_set(trace, word):
            yield Verdict(MACHINE, fault)
    if not any(word.get("how") in HANDS for word in words):
        return
    if trace.network.startswith("gateway:"):
        yield Verdict(MACHINE, f"hands are imitated at {trace.network[8:]}")
    if letter.is_burst(trace) and letter.is_early(trace):
        yield Verdict(MACHINE, "several links at once, sooner than anybody reads")
    yield Verdict(PERSON, "a hand moved on the page")


def _stage_set(trace: Trace, word: dict[str, Any]) -> Iterator[str]:
    """A window that nobody sits in front of."""
    is_phone, has_hand = read_agent(trace.agent).is_phone, word.get("how") in HANDS
    if word.get("driver"):
        yield "the browser is driven by a program"
    if word.get("langs") == 0:
        yield "a browser without a language"
    if is_phone and word.get("touch") == 0:
        yield "a telephone that cannot be touched"
    if word.get("screen") in ("0x0", "800x600"):
        yield "a window without a screen"
    if not is_phone and word.get("frame") == 0 and not has_hand:
        yield "a window without a frame"
    if word.get("zone") in ("UTC", "Etc/UTC", "Etc/Unknown") and not has_hand:
        yield "a machine on world time"
    if word.get("how") in ("pointer", "scroll") and word.get("ms", 1000) < 60:
        yield "moved before anything was there to see"


def _whose_machine(trace: Trace) -> Iterator[Verdict]:
    kind, _, owner = trace.network.partition(":")
    if kind == "gateway":
        yield Verdict(MACHINE, f"a mail gateway ({owner})")
    if kind == "cloud" or trace.network == "proxy:google":
        yield Verdict(MACHINE, f"from a rented machine ({owner}), and no hand moved")


def _manners(trace: Trace) -> Iterator[Verdict]:
    """How a browser in use asks for a page, against how its imitation does."""
    agent, evidence = read_agent(trace.agent), trace.evidence
    if agent.kind == "odd":
        yield Verdict(MACHINE, "no browser calls itself this")
    if agent.is_stale(trace.at):
        yield Verdict(MACHINE, "a browser of years ago")
    if not evidence.get("lang"):
        yield Verdict(MACHINE, "a browser without a language")
    if agent.is_chromium and evidence.get("tls") and not evidence.get("fetch"):
        yield Verdict(MACHINE, "a browser that does not say how it fetches")
    if evidence.get("fetch", "navigate") != "navigate":
        yield Verdict(MACHINE, "not fetched to be looked at")


def _is_navigation(trace: Trace) -> bool:
    """Somebody pressed something, as far as the browser's own headers say."""
    return trace.evidence.get("fetch") == "navigate" and bool(trace.evidence.get("user"))


def _judge_look(letter: Letter, trace: Trace) -> Iterator[Verdict]:
    if word := _gives_itself_away(trace):
        yield Verdict(MACHINE, word)
    yield Verdict(UNKNOWN, "the unsubscribe page was only looked at")


def _judge_seen(letter: Letter, trace: Trace) -> Iterator[Verdict]:
    for one in letter.traces:
        if one.kind == HitKind.CLICK and one.key == trace.key:
            yield from _judge_click(letter, one)
    yield Verdict(UNKNOWN, "a page spoke of a click that is not there")


_JUDGES: dict[str, Callable[[Letter, Trace], Iterator[Verdict]]] = {
    HitKind.OPEN: _judge_open,
    HitKind.CLICK: _judge_click,
    HitKind.LOOK: _judge_look,
    HitKind.SEEN: _judge_seen,
}
