"""Faces: cut from open families at build time, measured, and given to pages.

`python -m webmagic.creative.studio.fonts` fetches the packages named in `fonts/package.json`
(their lock file holds hashes, no hosts), cuts each face to what a page needs, and writes
`.build/fonts/*.woff2` with `faces.json` (advance widths and vertical metrics).
"""

import functools
import hashlib
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from webmagic.creative.studio.face import Cut, Face
from webmagic.creative.studio.grammars import GRAMMARS

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(__file__).with_name("fonts")
BUILD = ROOT / ".build" / "fonts"
MANIFEST = BUILD / "faces.json"

RARE = set("^`~¤¦¨¬\xad¯²³´µ¶¸¹¼½¾ÐÞðþ÷")
LETTERS = "".join(
    letter for letter in map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]) if letter not in RARE
)
MARKS = "Œœ–—‘’“”„•…€™"
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "lnum", "tnum"]
# How often letters come in running English and Spanish text: width of an average line.
FREQUENT = "eeeeeeeeeeeeaaaaaaaaatttttttooooooooiiiiiinnnnnnnsssssshhhhrrrrrrddddlllluuuucccmmm" + " " * 18


FACES: dict[str, Face] = {face.key: face for grammar in GRAMMARS.values() for face in grammar.type_faces}
# Mean advance per em and box of the system faces, as their own tables give them.
FALLBACK_WIDTH = {"Georgia": 0.4458, "Arial": 0.4414}


def file_name(face: Face, cut: Cut) -> str:
    return f"{face.key}-{cut.style}.woff2"


@functools.cache
def manifest() -> dict:
    return json.loads(MANIFEST.read_text()) if MANIFEST.exists() else {}


def missing() -> list[str]:
    """Faces of which no cut lies in the build folder; pages would show their fallback."""
    known = manifest()
    return [key for key in FACES if key not in known]


@functools.cache
def files(key: str) -> dict[str, bytes]:
    """File name -> bytes of a face; empty, with a warning, when the faces were not built."""
    face = FACES[key]
    paths = [BUILD / file_name(face, cut) for cut in face.cuts]
    if key not in manifest() or not all(path.exists() for path in paths):
        log.warning("face %s is not built; run python -m webmagic.creative.studio.fonts", key)
        return {}
    return {path.name: path.read_bytes() for path in paths}


def width(key: str, text: str) -> float:
    """Width of `text` in em at the face's display weight; unknown letters count as wide."""
    widths = manifest().get(key, {}).get("widths", {})
    return sum(widths.get(letter, 0.62) for letter in text)


def stack(key: str) -> str:
    face = FACES[key]
    return f'"{face.family}", "{face.family} Fallback", {face.fallback}, {face.generic}'


def face_css(key: str, names: dict[str, str]) -> str:
    """@font-face rules; `names` maps a file name to its path as the stylesheet sees it."""
    face, facts = FACES[key], manifest().get(key)
    rules = [
        _rule(face, cut, names[file_name(face, cut)]) for cut in face.cuts if file_name(face, cut) in names
    ]
    if facts:
        rules.append(_fallback_rule(face, facts))
    return "\n".join(rules)


def _rule(face: Face, cut: Cut, path: str) -> str:
    weight = cut.axes["wght"]
    span = f"{weight[0]:g} {weight[1]:g}" if isinstance(weight, tuple) else f"{weight:g}"
    style = "font-style:italic;" if cut.style == "italic" else ""
    stretch = f"font-stretch:{face.stretch};" if face.stretch else ""
    return (
        f'@font-face{{font-family:"{face.family}";src:url({path}) format("woff2");'
        f"font-weight:{span};{style}{stretch}font-display:swap}}"
    )


def _fallback_rule(face: Face, facts: dict) -> str:
    adjust = facts["average"] / FALLBACK_WIDTH[face.fallback]
    return (
        f'@font-face{{font-family:"{face.family} Fallback";src:local("{face.fallback}");'
        f"size-adjust:{adjust:.1%};ascent-override:{facts['ascent'] / adjust:.1%};"
        f"descent-override:{facts['descent'] / adjust:.1%};line-gap-override:0%}}"
    )


# --- build ----------------------------------------------------------------------------


def build() -> list[str]:
    """Cut every face whose source or recipe changed. Returns the names of written files."""
    modules = _install()
    known = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else {}
    BUILD.mkdir(parents=True, exist_ok=True)
    written: list[str] = []
    for face in FACES.values():
        digest = _digest(face, modules)
        fresh = known.get(face.key, {}).get("digest") == digest
        if fresh and all((BUILD / file_name(face, cut)).exists() for cut in face.cuts):
            continue
        for cut in face.cuts:
            _cut(modules / cut.file, cut.axes, BUILD / file_name(face, cut))
            written.append(file_name(face, cut))
        known[face.key] = {"digest": digest, **_measure(face, modules)}
    MANIFEST.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True))
    manifest.cache_clear()
    files.cache_clear()
    return written


def _install() -> Path:
    """`npm ci` into the build folder, so that the source tree stays clean."""
    place = ROOT / ".build" / "npm-fonts"
    place.mkdir(parents=True, exist_ok=True)
    lock = (SOURCES / "package-lock.json").read_bytes()
    if (place / "installed.lock").exists() and (place / "installed.lock").read_bytes() == lock:
        return place / "node_modules" / "@fontsource-variable"
    for name in ("package.json", "package-lock.json"):
        (place / name).write_bytes((SOURCES / name).read_bytes())
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=place, env={**os.environ, "PATH": path}, check=True)
    (place / "installed.lock").write_bytes(lock)
    return place / "node_modules" / "@fontsource-variable"


def _digest(face: Face, modules: Path) -> str:
    seal = hashlib.sha256(repr((face, LETTERS, MARKS, FEATURES)).encode())
    for cut in face.cuts:
        seal.update((modules / cut.file).read_bytes())
    return seal.hexdigest()


def _cut(source: Path, axes: dict, target: Path) -> None:
    font = TTFont(source)
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, name_IDs=[1, 2]))
    subsetter.populate(text=LETTERS + MARKS)
    subsetter.subset(font)
    # Instancing after subsetting: the other way round gvar loses glyphs without variations.
    font = instantiateVariableFont(font, _own_axes(font, axes))
    font.flavor = "woff2"
    font.save(target, reorderTables=True)


def _own_axes(font: TTFont, axes: dict) -> dict:
    return {axis.axisTag: axes[axis.axisTag] for axis in font["fvar"].axes if axis.axisTag in axes}


def _measure(face: Face, modules: Path) -> dict:
    cut = face.cuts[0]
    font = TTFont(modules / cut.file)
    pins = {tag: max(at) if isinstance(at, tuple) else at for tag, at in cut.axes.items()}
    shown = instantiateVariableFont(font, _own_axes(font, {**pins, "wght": face.display_weight}))
    text = TTFont(modules / cut.file)
    shown_text = instantiateVariableFont(text, _own_axes(text, {**pins, "wght": 420, "wdth": 100}))
    box, em = shown["hhea"], shown["head"].unitsPerEm
    running = _advances(shown_text)
    return {
        "widths": _advances(shown),
        "average": round(sum(running[letter] for letter in FREQUENT) / len(FREQUENT), 4),
        "ascent": round(box.ascent / em, 4),
        "descent": round(-box.descent / em, 4),
    }


def _advances(font: TTFont) -> dict[str, float]:
    glyphs, em = font.getBestCmap(), font["head"].unitsPerEm
    return {
        letter: round(font["hmtx"][glyphs[ord(letter)]][0] / em, 3)
        for letter in LETTERS + MARKS
        if ord(letter) in glyphs
    }


if __name__ == "__main__":
    for name in build():
        print(f"{name}: {(BUILD / name).stat().st_size:,} bytes")
    print(f"{len(FACES)} faces are in {BUILD}.")
