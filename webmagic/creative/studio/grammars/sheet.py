"""The stylesheet of one page: faces, palette, measured headline, and rules of the sections used."""

import functools
import re
from pathlib import Path

from webmagic.creative.slots import Hero, Slots
from webmagic.creative.stages import Direction
from webmagic.creative.studio import art, fonts
from webmagic.creative.studio.grammars.grammar import FOLDER, Grammar, Room

ART_MARGIN = 1.13  # lines never fill to the last letter


def stylesheet(
    grammar: Grammar,
    direction: Direction,
    used: list[tuple[str, str]],
    slots: dict[str, Slots],
    lang: str,
    phone: str = "",
) -> str:
    """`used` holds (kind, variant) of the sections on the page; fonts lie in assets/."""
    keys = dict.fromkeys((direction.display_face, direction.text_face))
    faces = [fonts.face_css(key, {name: f"assets/{name}" for name in fonts.files(key)}) for key in keys]
    parts = [
        squeeze("\n".join((*faces, _variables(grammar, direction, slots, lang, phone)))),
        _read(FOLDER / "shared" / "base.css"),
        squeeze(art.CSS),
        _read(grammar.folder / "base.css"),
        *(_rules(grammar, kind, variant) for kind, variant in dict.fromkeys(used)),
        _read(FOLDER / "shared" / "print.css"),
    ]
    return "".join(part.removesuffix("\n") for part in parts) + "\n"


def _rules(grammar: Grammar, kind: str, variant: str) -> str:
    """Those of the kind, then those of the variant."""
    names = (f"{kind}.css", f"{kind}.{variant}.css")
    return "".join(_read(grammar.folder / name).removesuffix("\n") for name in names)


@functools.cache
def _read(path: Path) -> str:
    """The rules of a file, squeezed once; "" where there is none."""
    return squeeze(path.read_text(encoding="utf-8")) if path.exists() else ""


def squeeze(css: str) -> str:
    """Comments and needless spaces out; strings and calc() stay as written."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return css.replace(";}", "}").replace(": ", ":").strip() + "\n"


def _variables(grammar: Grammar, direction: Direction, slots: dict[str, Slots], lang: str, phone: str) -> str:
    palette = direction.palette
    light = _roles(palette.light, palette.dark, grammar.mono)
    dark = _roles(palette.dark, palette.light, grammar.mono)
    quotes = ("«", "»") if lang.startswith(("es", "fr", "it", "pt")) else ("“", "”")
    fixed = {
        "display": fonts.stack(direction.display_face),
        "text": fonts.stack(direction.text_face),
        "quote-open": f'"{quotes[0]}"',
        "quote-close": f'"{quotes[1]}"',
        "claim": palette.light["ink"],
        "on-claim": palette.light["paper"],
        **grammar.tuning[direction.display_face],
        **_headline(grammar, direction, slots.get("hero")),
        **_town(direction, slots.get("place")),
        **_name(direction, slots.get("header")),
        "digits": f"{max(fonts.width(direction.display_face, phone) * 0.97, 3):.2f}",
    }
    return (
        f":root{{{_declared(fixed)}{light}}}"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}'
        f':root[data-theme="dark"]{{{dark}}}'
    )


def _roles(theme: dict[str, str], other: dict[str, str], mono: bool) -> str:
    """A theme's colours as variables. `inv-` are the drawing's colours on a ground of ink."""
    roles = {role.replace("_", "-"): colour for role, colour in theme.items()}
    drawn = {role: colour for role, colour in roles.items() if role.startswith("art")}
    if mono:
        roles.update({f"inv-{role}": other[role.replace("-", "_")] for role in drawn})
    else:
        roles.update({f"plate-{role}": colour for role, colour in drawn.items()})
    return _declared(roles)


def _declared(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def _town(direction: Direction, place: Slots | None) -> dict[str, str]:
    """Em width of the longest word among the town names, set large by some grammars."""
    names = " ".join([*getattr(place, "towns", []), *getattr(place, "lines", [])]).split()
    widest = max((fonts.width(direction.display_face, name) for name in names), default=1)
    return {"town": f"{max(widest, 1) * 1.04:.2f}"}


def _name(direction: Direction, header: Slots | None) -> dict[str, str]:
    """Em width of the shop's name, which some grammars set to the full measure."""
    width = fonts.width(direction.display_face, getattr(header, "name", ""))
    return {"name": f"{max(width * 0.98, 2.5):.2f}"}


def _headline(grammar: Grammar, direction: Direction, hero: Slots | None) -> dict[str, str]:
    if not isinstance(hero, Hero):
        return {}
    room = grammar.heroes[grammar.variant("hero", direction.hero)]
    return headline_size(hero.headline, direction.display_face, room)


def headline_size(headline: str, face: str, room: Room) -> dict[str, str]:
    """`--h1`: a size that fits the room at 360 and at 1440; `--h1-word`: em width of the longest word."""
    length = fonts.width(face, headline)
    word = max((fonts.width(face, part) for part in headline.split()), default=1)
    wide = _fitting(length, word, room.wide, room)
    narrow = min(_fitting(length, word, room.narrow, room), wide)
    slope = (wide - narrow) / (1440 - 360)
    base = narrow - 360 * slope
    low, high = narrow / 16, min(wide * 1.22 / 16, room.largest * 1.2)
    return {
        "h1": f"clamp({low:.3f}rem,{base / 16:.3f}rem + {slope * 100:.2f}vw,{high:.3f}rem)",
        "h1-word": f"{max(word, 1) * 1.03:.2f}",
    }


def _fitting(length: float, word: float, room: tuple[int, int], limits: Room) -> float:
    """The largest size in px at which the whole headline fills the room and its longest word one line."""
    width, height = room
    by_area = (width * height / (max(length, 1) * ART_MARGIN)) ** 0.5
    by_word = width / max(word * 1.03, 1)
    return max(min(by_area, by_word, limits.largest * 16), limits.smallest * 16)
