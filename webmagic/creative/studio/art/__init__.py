"""Drawn artwork: trade module (what is drawn) x hand (how it is drawn).

    draw_hero("bakery", "gouge", "full", seed=7, label="A basket of bread").markup("hero-art", "A basket …")

Class vocabulary. Drawings carry no colour of their own, only these classes; `CSS` maps them to
the variables a grammar sets (light and dark), below any element with the class `art`:

    a1 main tone      a2 light tone     a3 deep tone     a4 accent      (fills)
    ai art ink        ap bare paper                                     (fills)
    aw                white of things that are white: a tooth, a face, an awning's stripe
    s1..s4, si, sp, sw    the same as strokes, no fill; widths are attributes
    ao                beside a fill: outlined in ink
    ak                beside a fill: outlined in paper, which parts overlapping forms

Variables: --art1 … --art4, --art-ink, --paper. `--paper` must be the colour the drawing lies on.
In `level` and `flat` ink lies upon paper, so --art-ink must contrast with --paper in both themes.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from random import Random

from webmagic.creative.studio.art.hands import HANDS as _HANDS
from webmagic.creative.studio.art.hands import Hand
from webmagic.creative.studio.art.hands.hiding import visible
from webmagic.creative.studio.art.kit import Part, put
from webmagic.creative.studio.art.modules import MODULES as _MODULES
from webmagic.creative.studio.art.scene import HEIGHT, ITEM, WIDTH

WHITE = "color-mix(in oklab,var(--art2) 22%,white)"
CSS = (
    ".art path{stroke-linecap:round;stroke-linejoin:round}"
    + "".join(
        f".art .a{tone}{{fill:var(--{name})}}.art .s{tone}{{fill:none;stroke:var(--{name})}}"
        for tone, name in zip("1234ip", ("art1", "art2", "art3", "art4", "art-ink", "paper"), strict=True)
    )
    + f".art .aw{{fill:{WHITE}}}.art .sw{{fill:none;stroke:{WHITE}}}"
    + ".art .ao{stroke:var(--art-ink)}.art .ak{stroke:var(--paper)}"
)

FALLBACK = "general"
HERO_BYTES, ITEM_BYTES, BAND_BYTES = 21_000, 5_050, 24_000
MODULES: dict[str, tuple[str, ...]] = {name: tuple(module.ITEMS) for name, module in _MODULES.items()}
HANDS: tuple[str, ...] = tuple(_HANDS)
SAYS: dict[str, str] = {name: hand.SAYS for name, hand in _HANDS.items()}
CROPS: dict[str, tuple[float, float, float, float]] = {
    "full": (0, 0, WIDTH, HEIGHT),
    "bleed_right": (0, 0, WIDTH * 0.86, HEIGHT),
    "bleed_left": (WIDTH * 0.14, 0, WIDTH * 0.86, HEIGHT),
    "close": (WIDTH * 0.13, HEIGHT * 0.14, WIDTH * 0.74, HEIGHT * 0.74),
}


@dataclass(frozen=True)
class Svg:
    """A drawing; `body` is the markup inside the <svg> element."""

    view_box: str
    body: str

    def markup(self, css_class: str, label: str = "") -> str:
        name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
        return f'<svg class="art {escape(css_class)}" viewBox="{self.view_box}" {name}>{self.body}</svg>'


def draw_hero(module: str, hand: str, crop: str = "full", seed: int = 0, label: str = "") -> Svg:
    """The composed scene of a trade. `label` is accepted so callers may pass a choice whole; see `markup`."""
    x, y, w, h = CROPS.get(crop, CROPS["full"])
    return Svg(f"{x:g} {y:g} {w:g} {h:g}", _hero_body(module, hand, seed))


@lru_cache(maxsize=64)
def _hero_body(module: str, hand: str, seed: int) -> str:
    """Kept for a while: a page and its card show the same scene."""
    name, rng = _module(module), _rng("hero", module, seed)
    scene = _MODULES[name].hero(rng)
    if rng.random() < 0.5:
        scene = scene.mirrored()
    scene = replace(scene, parts=visible(scene.parts, WIDTH, HEIGHT))
    return _hand(hand).hero(scene, rng).fitted(HERO_BYTES)


def draw_item(module: str, item: str, hand: str, seed: int = 0) -> Svg:
    """One thing of the trade; an unknown name gets one of the module's things, always the same."""
    name = _module(module)
    items = _MODULES[name].ITEMS
    known = item if item in items else list(items)[_hash(item) % len(items)]
    rng = _rng("item", name, known, seed)
    parts = put(items[known](rng), ITEM / 2, ITEM / 2, 0.98)
    return Svg(f"0 0 {ITEM:g} {ITEM:g}", _hand(hand).item(parts, rng).fitted(ITEM_BYTES))


def draw_band(module: str, hand: str, seed: int = 0) -> Svg:
    """A strip 1200 × 60 of the trade's small things, repeated."""
    name, rng = _module(module), _rng("band", module, seed)
    items = list(_MODULES[name].ITEMS.values())
    first = rng.randrange(len(items))
    pair = [items[first], items[(first + 1 + rng.randrange(len(items) - 1)) % len(items)]]
    drawn = [tuple(draw(Random(seed))) for draw in pair]
    parts: list[Part] = []
    for i in range(12):
        parts += put(drawn[i % 2], 50 + i * 100, 30, 0.23, 0 if i % 4 < 2 else 6)
    return Svg("0 0 1200 60", _hand(hand).band(tuple(parts), rng).fitted(BAND_BYTES))


def _module(name: str) -> str:
    return name if name in _MODULES else FALLBACK


def _hand(name: str) -> Hand:
    return _HANDS.get(name, _HANDS["gouge"])


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _rng(*key: object) -> Random:
    return Random(_hash(":".join(map(str, key))))


__all__ = ["CROPS", "CSS", "FALLBACK", "HANDS", "MODULES", "Svg", "draw_band", "draw_hero", "draw_item"]
