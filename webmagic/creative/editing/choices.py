"""What may be chosen for a page: the looks of its vibe, its sections and their variants."""

from dataclasses import dataclass, field

from webmagic.creative.editing.look import FIXED
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Blueprint, Direction, Palette
from webmagic.creative.studio import director, fonts
from webmagic.creative.studio.grammars import GRAMMARS, Grammar
from webmagic.models import SiteVersion

LANGUAGES = (("en", "English"), ("es", "Español"))
SHOWN = ("paper", "plate", "accent", "art1")


@dataclass(frozen=True)
class Choice:
    """`value` is what `Edits` takes; `colours` are CSS colours to show it by."""

    value: str
    label: str
    is_on: bool
    colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectionChoice:
    """`is_fixed`: it keeps its place and cannot be hidden. One variant alone is no choice."""

    kind: str
    is_hidden: bool
    is_fixed: bool
    variants: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    vibes: list[Choice]
    palettes: list[Choice]
    hues: list[Choice]
    faces: list[Choice]  # value "display/text"
    densities: list[Choice]
    languages: list[Choice]
    sections: list[SectionChoice]


def choices_of(version: SiteVersion) -> Choices:
    facts = Facts.model_validate(version.facts)
    direction = Direction.model_validate(version.direction)
    blueprint = Blueprint.model_validate(version.blueprint)
    grammar, palette = GRAMMARS[direction.vibe], direction.palette
    faces = (direction.display_face, direction.text_face)
    return Choices(
        vibes=[Choice(key, key.capitalize(), key == direction.vibe) for key in sorted(GRAMMARS)],
        palettes=[
            _swatch(facts, grammar, family, palette.hue, family, family == palette.family)
            for family in grammar.families
        ],
        hues=[
            _swatch(facts, grammar, palette.family, hue, f"{hue:g}", abs(hue - palette.hue) < 1)
            for hue in _hues(grammar, palette)
        ],
        faces=[
            Choice("/".join(pair), " with ".join(_families(pair)), pair == faces) for pair in grammar.faces
        ],
        densities=[Choice(key, key.capitalize(), key == direction.density) for key in grammar.densities],
        languages=[Choice(key, name, key == blueprint.language) for key, name in LANGUAGES],
        sections=_sections(grammar, direction, blueprint),
    )


def _hues(grammar: Grammar, palette: Palette) -> list[float]:
    """The family's own, and the one in use."""
    known = [float(hue) for hue in grammar.colours[palette.family].hues]
    return sorted({*known, palette.hue}) if all(abs(hue - palette.hue) >= 1 for hue in known) else known


def _families(pair: tuple[str, str]) -> list[str]:
    return list(dict.fromkeys(fonts.FACES[key].family for key in pair))


def _swatch(facts: Facts, grammar: Grammar, family: str, hue: float, value: str, is_on: bool) -> Choice:
    light = director.palette_of(facts, grammar, family, hue).light
    label = family.replace("_", " ").replace("-", " ").capitalize() if value == family else f"Hue {value}"
    return Choice(value, label, is_on, tuple(light[role] for role in SHOWN))


def _sections(grammar: Grammar, direction: Direction, blueprint: Blueprint) -> list[SectionChoice]:
    found = []
    for section in {s.kind: s for s in reversed(blueprint.sections)}.values():
        known = tuple(grammar.heroes) if section.kind == "hero" else grammar.variants[section.kind]
        wanted = direction.hero if section.kind == "hero" else section.variant
        standing = grammar.variant(section.kind, wanted)
        variants = [Choice(key, key.replace("_", " ").capitalize(), key == standing) for key in known]
        found.append(
            SectionChoice(section.kind, section.hidden, section.kind in FIXED, variants if known[1:] else [])
        )
    return found[::-1]
