"""A build as the window shows it: panes, the growing page, the line behind it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from webmagic.creative import BuildView, PaneRow, SiteRow, Stopped
from webmagic.ui.components.glyph import AGENTS, Glyph, glyph
from webmagic.ui.figures import microusd

STAGES = ("analyst", "concept", "art_director", "architect")
LOOK = {"waiting": "wait", "running": "run", "done": "lit", "failed": "cracked", "stopped": "halt"}
FEET = {"wait": "waits", "run": "at work", "lit": "done"}
COLORS = ("var(--s3)", "var(--s4)", "oklch(.8 .02 200)", "var(--lamp)")
SWATCHES = ("plate", "ink", "paper", "accent", "muted")
MOST_SENTENCES = 5


@dataclass(frozen=True)
class Figure:
    value: str
    label: str


@dataclass(frozen=True)
class Section:
    name: str
    look: str  # d done, n now, "" to come


@dataclass(frozen=True)
class Pane:
    """`says` are read; `words` are the newest sentence, which fades in word by word."""

    stage: str
    name: str
    look: str = "wait"
    says: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cost: str = ""
    foot: str = "waits"
    figures_foot: str = ""
    figures: list[Figure] = field(default_factory=list)
    idea: str = ""
    idea_look: str = "idea"
    struck: list[str] = field(default_factory=list)
    swatches: list[str] = field(default_factory=list)
    outline: list[Section] = field(default_factory=list)


@dataclass(frozen=True)
class Cent:
    width: str
    color: str


@dataclass(frozen=True)
class Growth:
    """What is known of the page before it exists."""

    headline: str = ""
    paper: str = "oklch(.95 .006 150)"
    ink: str = "oklch(.3 .02 220)"
    plate: str = "oklch(.86 .01 180)"
    on_plate: str = "oklch(.3 .02 220)"
    accent: str = "oklch(.78 .02 200)"
    sections: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Waiting:
    id: int
    name: str
    glyph: Glyph
    words: str
    href: str


def panes_of(build: BuildView) -> list[Pane]:
    outline = _outline(build)
    return [
        _pane(row, AGENTS[number], outline if row.stage == "architect" else [])
        for number, row in enumerate(build.panes)
    ]


def _pane(row: PaneRow, name: str, outline: list[Section]) -> Pane:
    look = LOOK.get(row.state, "wait")
    made = _made(row)
    is_speaking = look == "run" and bool(row.says)
    return Pane(
        stage=row.stage,
        name=name,
        look=look,
        says=row.says[-MOST_SENTENCES:-1] if is_speaking else row.says[-MOST_SENTENCES:],
        words=row.says[-1].split()[:60] if is_speaking else [],
        cost=microusd(row.cost_microusd) if row.cost_microusd else "",
        foot=row.error[:160] if look in ("cracked", "halt") else FEET[look],
        figures_foot=_spent(row) if look != "wait" else "",
        outline=outline if look in ("run", "lit") else [],
        **made,
    )


def _spent(row: PaneRow) -> str:
    seconds = f"{row.seconds:.0f} s" if row.seconds >= 10 else f"{row.seconds:.1f} s"
    if not row.tokens:
        return seconds if row.seconds else ""
    return f"{row.tokens / 1000:.1f}k tok, {seconds}"


def _made(row: PaneRow) -> dict[str, Any]:
    """What the agent leaves behind, each in its own form."""
    made = {"analyst": _facts, "concept": _ideas, "art_director": _palette}.get(row.stage)
    return made(row.output) if made and row.output else {}


def _facts(output: dict[str, Any]) -> dict[str, Any]:
    traced, doubts = int(output.get("facts_traced", 0)), len(output.get("doubts", []))
    return {
        "figures": [
            Figure(f"{traced}", "facts traced"),
            Figure(f"{doubts}", "doubt" if doubts == 1 else "doubts"),
        ]
    }


def _ideas(output: dict[str, Any]) -> dict[str, Any]:
    headlines = [str(idea.get("headline", "")) for idea in output.get("ideas", [])]
    idea = str(output.get("headline", ""))
    look = "idea long" if len(idea) > 44 else "idea"
    return {
        "idea": idea,
        "idea_look": look,
        "struck": [line for line in headlines if line and line != idea][:3],
    }


def _palette(output: dict[str, Any]) -> dict[str, Any]:
    palette = output.get("palette", {})
    colors = [str(palette.get("light", {}).get(role, "")) for role in SWATCHES]
    contrast = palette.get("worst_contrast")
    figures = [Figure(f"{contrast:.1f}", "to 1, the worst contrast")] if contrast else []
    return {"swatches": [color for color in colors if _is_color(color)], "figures": figures}


def _is_color(text: str) -> bool:
    """It becomes a style; nothing but a plain colour may."""
    return text.startswith(("oklch(", "#")) and len(text) < 60 and not set(text) & set(";{}\"'\\<>")


def _outline(build: BuildView) -> list[Section]:
    direction, architect = build.panes[2], build.panes[3]
    kinds = [str(kind).partition(":")[0].replace("_", " ") for kind in direction.output.get("sections", [])]
    written = {str(one.get("kind", "")).replace("_", " ") for one in architect.output.get("sections", [])}
    done = set(kinds) if architect.state == "done" else written
    now = next((kind for kind in kinds if kind not in done), "") if architect.state == "running" else ""
    look = lambda kind: "d" if kind in done else "n" if kind == now else ""  # noqa: E731
    return [Section(kind.capitalize(), look(kind)) for kind in kinds[:12]]


def growth_of(build: BuildView, told: Collection[str] = STAGES) -> Growth:
    """`told`: the stages that the window has shown; the rows may be further on."""
    concept = build.panes[1].output if "concept" in told else {}
    direction = build.panes[2].output if "art_director" in told else {}
    light = direction.get("palette", {}).get("light", {})
    known = {
        role: str(light[role]) for role in ("paper", "ink", "plate", "on_plate", "accent") if role in light
    }
    return Growth(
        headline=str(concept.get("headline", "")),
        sections=[section.name for section in _outline(build)][1:7] if direction else [],
        **{role: color for role, color in known.items() if _is_color(color)},
    )


def cents_of(build: BuildView) -> list[Cent]:
    total = max(build.cost_microusd, 1)
    return [
        Cent(f"{100 * pane.cost_microusd / total:.1f}%", color)
        for pane, color in zip(build.panes, COLORS, strict=True)
        if pane.cost_microusd
    ]


def stays_of(build: BuildView) -> str:
    """What somebody who stopped this build left; "" when nobody did."""
    if not any(pane.state == "stopped" for pane in build.panes):
        return ""
    done = [pane.stage for pane in build.panes if pane.state == "done"]
    return Stopped(build.site.id, done, build.site.online).sentence


def waiting_of(site: SiteRow, build: BuildView) -> Waiting:
    done = sum(pane.state == "done" for pane in build.panes)
    running = any(pane.state == "running" for pane in build.panes)
    words = AGENTS[done] if running and done < 4 else "in line"
    return Waiting(site.id, site.name, glyph(done, now=running), words, f"/live/{site.id}")


def started(panes: list[Pane], stage: str) -> list[Pane]:
    return _change(panes, stage, look="run", foot="at work", says=[], words=[])


def ended(panes: list[Pane], stage: str, state: str, build: BuildView | None = None) -> list[Pane]:
    """The pane lit or cracked, with what its agent left when the rows are at hand."""
    if build and stage in STAGES:
        full = panes_of(build)[STAGES.index(stage)]
        return [full if pane.stage == stage else pane for pane in panes]
    failed = state == "failed"
    return _change(panes, stage, look="cracked" if failed else "lit", foot="stopped" if failed else "done")


def written(panes: list[Pane], kind: str) -> list[Pane]:
    """The outline of the Architect's pane with one more section finished."""
    name = kind.replace("_", " ").capitalize()
    lit = lambda pane: replace(pane, outline=[_lit(one, name) for one in pane.outline])  # noqa: E731
    return [lit(pane) if pane.stage == "architect" else pane for pane in panes]


def _lit(section: Section, name: str) -> Section:
    return Section(section.name, "d") if section.name == name else section


def dark(pane: Pane) -> Pane:
    return Pane(stage=pane.stage, name=pane.name)


GROWING = "\x02"  # stands before a sentence that is still being written (creative.engines.protocol)


def said(panes: list[Pane], stage: str, text: str) -> list[Pane]:
    """The sentence before becomes quiet text; the new one fades in. One that is still being written
    grows where it stands, word by word."""
    grown = text.removeprefix(GROWING)
    shown = next((" ".join(pane.words) for pane in panes if pane.stage == stage), "")
    if shown and grown.startswith(shown[: max(8, len(shown) - 12)]):
        return _change(panes, stage, words=grown.split()[:60])
    text = grown
    return [
        replace(pane, says=_quiet(pane), words=text.split()[:60]) if pane.stage == stage else pane
        for pane in panes
    ]


def _quiet(pane: Pane) -> list[str]:
    told = [*pane.says, " ".join(pane.words)] if pane.words else pane.says
    return told[-MOST_SENTENCES + 1 :]


def _change(panes: list[Pane], stage: str, **what: Any) -> list[Pane]:
    return [replace(pane, **what) if pane.stage == stage else pane for pane in panes]


def clock(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)}:{int(seconds % 60):02}"
