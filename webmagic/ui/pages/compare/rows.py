"""Two versions as the comparison shows them, and what differs between them."""

from dataclasses import dataclass, field

from webmagic.creative import Changed, VersionRow
from webmagic.ui.figures import microusd, moment
from webmagic.ui.textdiff import Part, words

GROUPS = (("look", "Look"), ("variants", "Layout"), ("sections", "Sections"), ("facts", "Facts"))
MOST = 120


@dataclass(frozen=True)
class Side:
    """One of the two. `others` is the way to put another version here."""

    number: int
    title: str
    made: str
    standing: str
    gate: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Choice:
    number: str
    label: str


@dataclass(frozen=True)
class Difference:
    key: str
    label: str
    before: list[Part] = field(default_factory=list)
    after: list[Part] = field(default_factory=list)
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class Group:
    title: str
    figure: str
    lines: list[Difference] = field(default_factory=list)


def side_of(row: VersionRow, current: int, address: str) -> Side:
    name = {"studio": "Built-in designer", "claude": "Claude"}.get(row.engine, row.engine or "By hand")
    cost = f", {microusd(row.cost_microusd)}" if row.cost_microusd else ""
    seconds = f" in {row.seconds:.1f} s" if row.seconds else ""
    standing = "online" if row.is_published else "current" if row.number == current else ""
    return Side(
        number=row.number,
        title=f"Version {row.number}",
        made=f"{name}{seconds}{cost}, {moment(row.created_at).replace('Today', 'today')}",
        standing=standing,
        gate=f"{row.gate_score}",
        address=address,
        note=row.note,
    )


def choice_of(row: VersionRow) -> Choice:
    online = ", online" if row.is_published else ""
    return Choice(str(row.number), f"Version {row.number}, {moment(row.created_at).lower()}{online}")


def groups_of(changes: list[Changed]) -> list[Group]:
    """Look, layout, sections and facts apart; the rest are the texts, in the order of the page."""
    found: dict[str, list[Difference]] = {"Words": []}
    for n, change in enumerate(changes[:MOST]):
        title = dict(GROUPS).get(change.path.partition(".")[0], "Words")
        found.setdefault(title, []).append(_difference(n, change))
    order = ["Words", *(title for _, title in GROUPS)]
    return [Group(title, f"{len(found[title])}", found[title]) for title in order if found.get(title)]


def _difference(n: int, change: Changed) -> Difference:
    before, after = words(change.before[:1200], change.after[:1200])
    return Difference(
        key=f"c{n}",
        label=change.label.removeprefix("Layout: ").capitalize(),
        before=before,
        after=after,
        is_new=not change.before,
        is_gone=not change.after,
    )


def summary_of(changes: list[Changed]) -> str:
    """One line of what differs."""
    if not changes:
        return "Both say and look the same."
    texts = sum(dict(GROUPS).get(change.path.partition(".")[0]) is None for change in changes)
    looks = [change.label.lower() for change in changes if change.path.startswith("look.")]
    said = (
        f"{texts} text{'s' * (texts != 1)} differ{'s' * (texts == 1)}" if texts else "The words are the same"
    )
    if looks:
        said += f"; {', '.join(looks)} {'differ too' if texts else 'differ'}"
    return f"{said}."
