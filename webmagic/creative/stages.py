"""Typed outputs of the four agents. The designer and Claude write the same ones.

Analyst -> `Analysis`, Concept -> `Concept`, Art director -> `Direction`,
Architect -> `Blueprint`. Each is stored as JSON per run (`agent_runs.output`), so any
stage can be redone from the one before. `says` are the sentences shown live in the pane.
"""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Stage(StrEnum):
    ANALYST = "analyst"
    CONCEPT = "concept"
    ART_DIRECTOR = "art_director"
    ARCHITECT = "architect"


STAGES = tuple(Stage)


class Output(BaseModel):
    model_config = ConfigDict(extra="forbid")
    says: list[str] = Field(default_factory=list)


class Quote(BaseModel):
    """A verbatim piece of one review: `text` is a substring of `facts.reviews[review].text`."""

    review: int
    text: str
    author: str


class Theme(BaseModel):
    key: str
    label: str
    mentions: int
    quotes: list[Quote] = Field(default_factory=list)


class Analysis(Output):
    archetype: str  # one of the twelve of brand practice, e.g. "caregiver"
    sentiment: float  # -1..1, mean over the reviews, 0 when there are none
    themes: list[Theme] = Field(default_factory=list)
    praise_words: list[str] = Field(default_factory=list)
    differentiators: list[str] = Field(default_factory=list)
    best_quote: Quote | None = None
    quotes: list[Quote] = Field(default_factory=list)  # further quotable ones, best first
    facts_traced: int = 0
    doubts: list[str] = Field(default_factory=list)


class Idea(BaseModel):
    headline: str
    angle: str  # what the page is built on: "time", "object", "person", "place", "praise", "hours" ...
    reason: str


class Signature(BaseModel):
    """The one graphic only this business could have; `data` are numbers and words out of facts."""

    # timeline | hours_chart | numeral | named_things | quote_plate | phone_plate | week_ring
    kind: str
    title: str
    data: dict[str, Any] = Field(default_factory=dict)


class Concept(Output):
    ideas: list[Idea]
    chosen: int
    reason: str
    headline: str
    subline: str
    signature: Signature


class Palette(BaseModel):
    """Role -> CSS colour (oklch(...)), for both themes; solved contrast, never hoped for."""

    family: str
    hue: float
    light: dict[str, str]  # paper, ink, muted, line, plate, on_plate, accent, on_accent, art1..art4, art_ink
    dark: dict[str, str]
    worst_contrast: float


class ArtChoice(BaseModel):
    module: str  # trade module: geometry
    hand: str  # the grammar's hand: how it is drawn
    crop: str  # "full" | "bleed_right" | "bleed_left" | "close"
    seed: int


class Direction(Output):
    vibe: str  # grammar key
    palette: Palette
    display_face: str
    text_face: str
    density: str  # "airy" | "even" | "dense"
    hero: str  # hero variant
    art: ArtChoice
    sections: list[str]  # "kind:variant", in page order, hero first, footer last
    seed: int


class Section(BaseModel):
    """`slots` hold words and small data only; the grammar renders them autoescaped."""

    kind: str
    variant: str
    html: str = ""  # built by hand instead (studio.bespoke); the slots stay for whoever takes it back
    hidden: bool = False  # kept with its words, and not on the page
    slots: dict[str, Any] = Field(default_factory=dict)


class Blueprint(Output):
    language: str
    title: str  # <title>
    description: str  # meta description
    sections: list[Section]


class Usage(BaseModel):
    """What a stage cost. The built-in designer costs nothing."""

    engine: str = "studio"
    model: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cache_read: int = 0
    cache_write: int = 0
    cost_microusd: int = 0
    prompt_versions: dict[str, int] = Field(default_factory=dict)
