"""A doubtful business and its evidence, told in rows of text; and how right the machine is."""

from dataclasses import dataclass, field
from urllib.parse import quote_plus

from webmagic.core.intervals import Share
from webmagic.creative import display_phone
from webmagic.hunter.review import Case, Measures, Suspect, Trait, Waiting
from webmagic.models import Business, ReviewLabel
from webmagic.ui.figures import moment
from webmagic.ui.standing import WEBSITES

COMPARED = 3
LOOKUP = "https://duckduckgo.com/?q="
MARKS = {True: "y", False: "n", None: ""}


@dataclass(frozen=True)
class Next:
    """A line of the queue."""

    id: int
    name: str
    score: str
    about: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Quote:
    who: str
    text: str


@dataclass(frozen=True)
class Candidate:
    n: int
    key: str
    host: str
    url: str
    words: str
    tone: str
    icon: str
    origin: str
    said: str
    is_chosen: bool


@dataclass(frozen=True)
class Cell:
    value: str
    mark: str
    icon: str
    key: str


@dataclass(frozen=True)
class Line:
    name: str
    listing: str
    cells: list[Cell]


@dataclass(frozen=True)
class Bit:
    text: str
    is_hit: bool
    key: str


@dataclass(frozen=True)
class Knock:
    host: str
    words: str
    is_parked: bool


@dataclass(frozen=True)
class Shown:
    """Everything about the one on the table."""

    id: int = 0
    name: str = ""
    place: str = ""
    is_audit: bool = False
    machine: str = ""
    reason: str = ""
    looked: str = ""
    website: str = ""
    lookup_href: str = ""
    maps_href: str = ""
    facts: list[Fact] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    knocked: list[Knock] = field(default_factory=list)
    preview_title: str = ""
    preview_host: str = ""
    preview_url: str = ""
    preview_note: str = ""
    preview: list[Bit] = field(default_factory=list)


@dataclass(frozen=True)
class Gauge:
    """A share with its interval, as percentages of the bar's width."""

    label: str
    value: str
    words: str
    left: str
    width: str
    at: str


def next_of(row: Waiting, current: int) -> Next:
    notes = [row.city, "random check" if row.is_audit else "", "put off" if row.is_put_off else ""]
    notes += ["somebody has it"] if row.is_taken else []
    return Next(
        row.id,
        row.name,
        str(row.score),
        ", ".join(note for note in (row.category, *notes) if note),
        f"/review?id={row.id}",
        row.id == current,
    )


def shown_of(case: Case, chosen: int) -> Shown:
    business = case.business
    suspects = case.suspects
    chosen = min(max(chosen, 1), max(len(suspects), 1))
    picked = suspects[chosen - 1] if suspects else None
    compared = _compared(suspects, chosen)
    where = " ".join(part for part in (business.name, business.city, business.state) if part)
    phone = display_phone(business.phone) if business.phone else ""
    place = ", ".join(part for part in (business.category, business.address or business.city) if part)
    return Shown(
        id=business.id or 0,
        name=business.name,
        place=". ".join(part for part in (place, phone) if part),
        is_audit=bool(case.audit_state),
        machine=WEBSITES.get(business.website_state, "").lower(),  # type: ignore[call-overload]
        reason=case.reason,
        looked=moment(case.looked_at) if case.looked_at else "",
        website=business.website,
        lookup_href=LOOKUP + quote_plus(where),
        maps_href=business.maps_url if business.maps_url.startswith("https://") else "",
        facts=_facts(business, case),
        quotes=_quotes(business),
        candidates=[_candidate(one, n, n == chosen) for n, one in enumerate(suspects, 1)],
        heads=[one.host for one in compared],
        lines=[_line(fact, n, compared) for n, fact in enumerate(case.facts)] if compared else [],
        knocked=[Knock(host, words, "sale" in words) for host, words in case.knocked],
        preview_title=picked.title if picked else "",
        preview_host=picked.host if picked else "",
        preview_url=picked.url if picked and picked.url.startswith(("https://", "http://")) else "",
        preview_note=_preview_note(picked) if picked else "",
        preview=[Bit(bit.text, bit.is_hit, str(n)) for n, bit in enumerate(picked.text)] if picked else [],
    )


def _compared(suspects: list[Suspect], chosen: int) -> list[Suspect]:
    """The chosen one always stands in the table."""
    first = suspects[:COMPARED]
    return first if chosen <= COMPARED else [*first[: COMPARED - 1], suspects[chosen - 1]]


def _facts(business: Business, case: Case) -> list[Fact]:
    reviews = f"{business.review_count or 0:,}" if business.review_count is not None else ""
    stars = f"{business.rating:.1f} stars" if business.rating else ""
    sources = list(dict.fromkeys(source for source, _ in case.listings))
    found = [
        ("Mail", business.email),
        ("Reviews", ", ".join(part for part in (reviews, stars) if part)),
        ("Social", ", ".join(url.partition("://")[2].removeprefix("www.") for url in business.socials[:3])),
        ("Photos", str(len(business.photos)) if business.photos else ""),
        ("Hours", "given" if business.hours else ""),
        ("Seen in", ", ".join(sources)),
    ]
    return [Fact(label, value) for label, value in found if value]


def _quotes(business: Business) -> list[Quote]:
    """Reviews that speak of a website first: they often tell."""
    told = [row for row in business.reviews if row.get("text")]
    told.sort(key=lambda row: "web" not in str(row["text"]).lower())
    return [Quote(str(row.get("author") or "Somebody"), str(row["text"])[:180]) for row in told[:2]]


def _candidate(suspect: Suspect, n: int, is_chosen: bool) -> Candidate:
    tone, icon = ("", "link")
    if suspect.is_theirs:
        tone, icon = "bad", "triangle-alert"
    elif suspect.is_other:
        icon = "split"
    elif "nobody look" in suspect.words:
        tone, icon = "warn", "lock"
    elif "lsewhere" in suspect.words:
        icon = "users"
    return Candidate(
        n,
        str(n),
        suspect.host,
        suspect.url,
        suspect.words,
        tone,
        icon,
        suspect.origin,
        ", ".join(suspect.said) or suspect.title,
        is_chosen,
    )


def _line(fact: Trait, n: int, suspects: list[Suspect]) -> Line:
    icons = {True: "check", False: "x", None: ""}
    cells = [
        Cell(trait.value or "says nothing", MARKS[trait.agrees], icons[trait.agrees], str(at))
        for at, trait in enumerate(suspect.traits[n] for suspect in suspects)
    ]
    value = display_phone(fact.value) if fact.name == "Phone" and fact.value else fact.value
    return Line(fact.name, value or "not given", cells)


def _preview_note(suspect: Suspect) -> str:
    if not suspect.text:
        return "Nothing of this page could be kept."
    return f"The first words of {suspect.word_count:,}, as they were fetched; what agrees is marked."


def agreement(label: ReviewLabel) -> str:
    """What an audit hides until then."""
    if label.origin != "audit":
        return ""
    if label.machine_state == label.decision:
        return " The machine said the same."
    return f" The machine had said: {WEBSITES.get(label.machine_state, '').lower()}."  # type: ignore[call-overload]


def pace(labels: list[ReviewLabel]) -> str:
    """The middle of one's last decisions."""
    took = sorted(label.seconds for label in labels if label.seconds is not None)
    return f" You take {took[len(took) // 2]:.0f} s each." if len(took) >= 3 else ""


def gauges_of(found: Measures) -> list[Gauge]:
    recall = found.recall
    at = None if recall.value is None else recall.value
    return [
        _gauge("Precision of “no website”", found.precision),
        _bar(
            "Recall of “no website”",
            at,
            recall.low,
            recall.high,
            "of all that have none, how many it says so of",
        ),
    ]


def verdicts_of(found: Measures) -> list[Gauge]:
    """Every verdict that an audit has looked at."""
    return [
        _gauge(WEBSITES.get(state, state), share)  # type: ignore[call-overload]
        for state, share in found.audit.items()
        if share.of
    ]


def _gauge(label: str, share: Share) -> Gauge:
    words = f"{share.hits} of {share.of} audited were right" if share.of else "no audit yet"
    return _bar(label, share.value, share.low, share.high, words)


def _bar(label: str, value: float | None, low: float, high: float, words: str) -> Gauge:
    return Gauge(
        label,
        "no figure yet" if value is None else f"{100 * value:.0f} %",
        f"{words}; between {100 * low:.0f} and {100 * high:.0f} %",
        f"{100 * low:.1f}%",
        f"{100 * (high - low):.1f}%",
        "" if value is None else f"{100 * value:.1f}%",
    )


def doubts_of(found: Measures) -> str:
    """What people made of the machine's doubts, in a sentence."""
    if not found.queue:
        return "Nobody has decided any of its doubts yet."
    total = sum(found.queue.values())
    parts = [
        f"{number:,} {WEBSITES.get(state, state).lower()}"  # type: ignore[call-overload]
        for state, number in sorted(found.queue.items(), key=lambda pair: -pair[1])
    ]
    return f"Of {total:,} doubts that people decided: {', '.join(parts)}."
