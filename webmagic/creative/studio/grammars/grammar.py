"""What a grammar is: a folder of templates and rules of layout, and the table of its choices."""

from dataclasses import dataclass, field
from pathlib import Path

from webmagic.creative.studio.colour import Family
from webmagic.creative.studio.face import Face

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Room:
    """Space a hero leaves for its headline, in CSS px: (width, height) at 1440 and at 360."""

    wide: tuple[int, int]
    narrow: tuple[int, int]
    largest: float = 6.25  # rem
    smallest: float = 2.0


@dataclass(frozen=True)
class Grammar:
    key: str
    hand: str
    faces: tuple[tuple[str, str], ...]  # (display, text)
    tuning: dict[str, dict[str, str]]  # display face -> CSS variables
    type_faces: tuple[Face, ...]
    colours: dict[str, Family]
    heroes: dict[str, Room]  # hero variant -> room for its headline; the first is the default
    variants: dict[str, tuple[str, ...]]  # other kinds -> variants, the first is the default
    sequences: tuple[tuple[str, ...], ...]  # section kinds between hero and footer
    groups: tuple[frozenset[str], ...]  # neighbours of one group share a row
    densities: tuple[str, ...] = ("even", "airy")
    crops: dict[str, str] = field(default_factory=dict)  # hero variant -> crop of its drawing
    grounds: dict[str, str] = field(default_factory=dict)  # "kind:variant" -> "plate" | "tint", else paper
    plain_hours: tuple[str, ...] = ()  # hours variants that go beside a signature drawn from hours
    mono: bool = False  # art ink follows the ground it lies on

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(self.colours)

    @property
    def folder(self) -> Path:
        return FOLDER / self.key

    def variant(self, kind: str, wanted: str) -> str:
        """`wanted` when the grammar has it, else the kind's default."""
        known = tuple(self.heroes) if kind == "hero" else self.variants[kind]
        return wanted if wanted in known else known[0]

    def group_of(self, kind: str) -> int | None:
        return next((number for number, group in enumerate(self.groups) if kind in group), None)
