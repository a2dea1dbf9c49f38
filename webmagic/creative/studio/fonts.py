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
from concurrent.futures import ProcessPoolExecutor
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
MEASURED = ("widths", "average", "italic", "ascent", "descent")  # what is kept of a face
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "lnum", "tnum"]
# How often letters come in running English and Spanish text: width of an average line.
FREQUENT = "eeeeeeeeeeeeaaaaaaaaatttttttooooooooiiiiiinnnnnnnsssssshhhhrrrrrrddddlllluuuucccmmm" + " " * 18


FACES: dict[str, Face] = {face.key: face for grammar in GRAMMARS.values() for face in grammar.type_faces}
# What stands in until a face arrives, on Windows and Apple's, Android and Linux, and its mean advance per
# em, as their own tables give them: set to the width of ours, lines break where they will break.
STAND_INS = {
    "Georgia": {"Georgia": 0.4458, "Noto Serif": 0.4782, "DejaVu Serif": 0.512},
    "Arial": {"Arial": 0.4414, "Roboto": 0.4442, "DejaVu Sans": 0.5074},
}
RUNNING = 420  # the weight of running text


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
    names = [face.family, *(f"{face.family} {local}" for local in STAND_INS[face.fallback])]
    return ", ".join([*(f'"{name}"' for name in names), face.generic])


def face_css(key: str, names: dict[str, str]) -> str:
    """@font-face rules; `names` maps a file name to its path as the stylesheet sees it."""
    face, facts = FACES[key], manifest().get(key)
    rules = [
        _rule(face, cut, names[file_name(face, cut)]) for cut in face.cuts if file_name(face, cut) in names
    ]
    if facts:
        rules += [rule for local in STAND_INS[face.fallback] for rule in _stand_ins(face, facts, local)]
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


def _stand_ins(face: Face, facts: dict, local: str) -> list[str]:
    """Rules for a system face in our box: as wide as running text, as headings, and as the italic are."""
    own = STAND_INS[face.fallback][local]
    running, heading = facts["average"] / own, _mean(facts["widths"]) / own
    spans = [(running, "")]
    if face.display_weight != RUNNING and abs(running - heading) > 0.01 * running:
        middle = (RUNNING + face.display_weight) // 2
        below, above = sorted([(RUNNING, running), (face.display_weight, heading)])
        spans = [(below[1], f"font-weight:1 {middle};"), (above[1], f"font-weight:{middle + 1} 1000;")]
    if italic := facts.get("italic"):
        spans.append((italic / own, "font-weight:1 1000;font-style:italic;"))
    return [_local_rule(face, facts, local, adjust, which) for adjust, which in spans]


def _local_rule(face: Face, facts: dict, local: str, adjust: float, which: str) -> str:
    return (
        f'@font-face{{font-family:"{face.family} {local}";src:local("{local}");{which}'
        f"size-adjust:{adjust:.1%};ascent-override:{facts['ascent'] / adjust:.1%};"
        f"descent-override:{facts['descent'] / adjust:.1%};line-gap-override:0%}}"
    )


def _mean(widths: dict[str, float]) -> float:
    return sum(widths.get(letter, 0.62) for letter in FREQUENT) / len(FREQUENT)


# --- build ----------------------------------------------------------------------------


def build() -> list[str]:
    """Cut every face whose source or recipe changed, on all cores. Returns the names of written files."""
    modules = _install()
    known = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else {}
    BUILD.mkdir(parents=True, exist_ok=True)
    stale = [face for face in FACES.values() if not _is_fresh(face, modules, known)]
    cuts = [(face, cut) for face in stale for cut in face.cuts]
    with ProcessPoolExecutor() as pool:
        done = [pool.submit(_cut, modules / c.file, c.axes, BUILD / file_name(f, c)) for f, c in cuts]
        for one in done:
            one.result()
    for face in stale:
        known[face.key] = {"digest": _digest(face, modules), **_measure(face, modules)}
    MANIFEST.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True))
    manifest.cache_clear()
    files.cache_clear()
    return [file_name(face, cut) for face, cut in cuts]


def _is_fresh(face: Face, modules: Path, known: dict) -> bool:
    cuts = [BUILD / file_name(face, cut) for cut in face.cuts]
    is_same = known.get(face.key, {}).get("digest") == _digest(face, modules)
    return is_same and all(path.exists() for path in cuts)


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
    seal = hashlib.sha256(repr((face, LETTERS, MARKS, FEATURES, MEASURED)).encode())
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
    box, em = font["hhea"], font["head"].unitsPerEm
    slanted = next((one for one in face.cuts if one.style == "italic"), None)
    italic = _advances(TTFont(modules / slanted.file), slanted, face.display_weight) if slanted else {}
    return {
        "widths": _advances(font, cut, face.display_weight),
        "average": round(_mean(_advances(font, cut, RUNNING, wdth=100)), 4),
        "italic": round(_mean(italic), 4) if italic else 0,
        "ascent": round(box.ascent / em, 4),
        "descent": round(-box.descent / em, 4),
    }


def _advances(font: TTFont, cut: Cut, weight: float, **more: float) -> dict[str, float]:
    """By letter, in em, at one weight of the cut and the most it has of its other axes."""
    pins = {tag: max(at) if isinstance(at, tuple) else at for tag, at in cut.axes.items()}
    names, em = font.getBestCmap(), font["head"].unitsPerEm
    glyphs = font.getGlyphSet(location=_own_axes(font, {**pins, "wght": weight, **more}))
    return {
        letter: round(glyphs[names[ord(letter)]].width / em, 3)
        for letter in LETTERS + MARKS
        if ord(letter) in names
    }


if __name__ == "__main__":
    for name in build():
        print(f"{name}: {(BUILD / name).stat().st_size:,} bytes")
    print(f"{len(FACES)} faces are in {BUILD}.")
