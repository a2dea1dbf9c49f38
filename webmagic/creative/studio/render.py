"""From a Blueprint to files: the grammar's templates filled, its rules gathered, its faces beside them."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from textwrap import shorten

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from webmagic.creative import photos
from webmagic.creative.facts import Facts
from webmagic.creative.page import Page
from webmagic.creative.slots import (
    Action,
    Gallery,
    Header,
    Hero,
    Hours,
    Place,
    Signature,
    Slots,
    Voices,
    parse,
)
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.studio import art, bespoke, fonts
from webmagic.creative.studio.grammars import GRAMMARS, figures
from webmagic.creative.studio.grammars.card import card
from webmagic.creative.studio.grammars.grammar import FOLDER, Grammar
from webmagic.creative.studio.grammars.linked_data import linked_data
from webmagic.creative.studio.grammars.sheet import squeeze, stylesheet
from webmagic.creative.studio.grammars.words import words

STATIC = Path(__file__).with_name("static")
OUTSIDE_MAIN = ("header", "footer")
DRAWN_FROM_HOURS = ("hours_chart", "week_ring")
LONG_NAME = 30
LOCALES = {"en": "en_US", "es": "es_ES"}


@dataclass(frozen=True)
class SiteContext:
    """Where the page will live. `claim_url` shows the owner the bar; no `form_action`, no form."""

    base_url: str
    claim_url: str | None = None
    is_preview: bool = False
    form_action: str = "/contact"
    photos: Path | None = None  # the shelf; None is that of the settings


@dataclass(frozen=True)
class Placed:
    kind: str
    variant: str
    slots: Slots
    html: str = ""


def render(facts: Facts, direction: Direction, blueprint: Blueprint, *, site: SiteContext) -> Page:
    """The whole site of a business. Same input, same bytes."""
    grammar = GRAMMARS[direction.vibe]
    placed = _placed(grammar, direction, blueprint)
    pictures = _pictures(placed, site)
    placed = _joined(placed)
    by_kind = {section.kind: section.slots for section in placed}
    sheet = stylesheet(
        grammar,
        direction,
        [(s.kind, s.variant) for s in placed],
        by_kind,
        blueprint.language,
        facts.phone_display,
    )
    if any(section.html for section in placed):
        sheet += squeeze(bespoke.CSS.read_text(encoding="utf-8"))
    script = (STATIC / "site.js").read_bytes()
    claim = (STATIC / "claim-bar.js").read_bytes() if site.claim_url else b""
    files = {
        _hashed("site", "css", sheet.encode()): sheet.encode(),
        _hashed("site", "js", script): script,
        "assets/icon.svg": _icon(facts, direction).encode(),
        "robots.txt": _robots(site).encode(),
        "sitemap.xml": _sitemap(site).encode(),
        **pictures,
    }
    if claim:
        files[_hashed("claim", "js", claim)] = claim
    for key in dict.fromkeys((direction.display_face, direction.text_face)):
        files.update({f"assets/{name}": content for name, content in fonts.files(key).items()})
    if isinstance(hero := by_kind.get("hero"), Hero):
        files["assets/card.png"] = card(
            hero.headline,
            facts.name,
            direction.display_face,
            direction.palette.model_dump_json(),
            direction.art.model_dump_json(),
        )
    pen = Pen(facts, direction, blueprint, grammar, site, placed, tuple(files))
    files["index.html"] = pen.index().encode()
    files["404.html"] = pen.lost().encode()
    return Page(files=dict(sorted(files.items())))


def _placed(grammar: Grammar, direction: Direction, blueprint: Blueprint) -> list[Placed]:
    known = [
        Placed(s.kind, _variant(grammar, direction, s.kind, s.variant), parse(s.kind, s.slots), s.html)
        for s in blueprint.sections
        if not s.hidden
    ]
    first = {section.kind: section for section in reversed(known)}
    placed = [section for section in known if first[section.kind] is section]
    hours = first.get("hours")
    return [section for section in placed if _has_something(section, hours.slots if hours else None)]


def _pictures(placed: list[Placed], site: SiteContext) -> dict[str, bytes]:
    """The files of the photos shown. One that is gone from the shelf is left out of its gallery."""
    found: dict[str, bytes] = {}
    for section in placed:
        if isinstance(section.slots, Gallery):
            kept = []
            for photo in section.slots.photos:
                files = photos.files_of(photo.key, site.photos) if photo.key else {}
                if files or not photo.key:
                    kept.append(photo)
                found.update(files)
            section.slots.photos = kept
    return found


def _joined(placed: list[Placed]) -> list[Placed]:
    """Without an empty gallery, and without what leads to a section that is not on the page."""
    shown = [section for section in placed if not isinstance(section.slots, Gallery) or section.slots.photos]
    kinds = {section.kind for section in shown}
    return [replace(section, slots=_leading(section.slots, kinds)) for section in shown]


def _leading(slots: Slots, kinds: set[str]) -> Slots:
    def arrives(action: Action) -> bool:
        return not action.href.startswith("#") or action.href[1:] in kinds

    if isinstance(slots, Header):
        kept = slots.action if slots.action and arrives(slots.action) else None
        return slots.model_copy(update={"nav": [a for a in slots.nav if arrives(a)], "action": kept})
    if isinstance(slots, Hero):
        return slots.model_copy(update={"actions": [a for a in slots.actions if arrives(a)]})
    return slots


def _variant(grammar: Grammar, direction: Direction, kind: str, wanted: str) -> str:
    """Headers are not in a Direction's sections, so the seed picks one."""
    if kind == "hero":
        return grammar.variant(kind, direction.hero)
    known = grammar.variants[kind]
    return wanted if wanted in known else known[direction.seed % len(known) if kind == "header" else 0]


def _has_something(section: Placed, hours: Slots | None) -> bool:
    """A section whose slots are empty leaves no hole: it is not rendered."""
    slots = section.slots
    if isinstance(slots, Signature) and slots.kind == "hours_chart":
        return isinstance(hours, Hours) and figures.hours_chart(hours) is not None
    for name in {"offer": ("items",), "gallery": ("photos",), "faq": ("items",), "hours": ("days",)}.get(
        section.kind, ()
    ):
        return bool(getattr(slots, name))
    if isinstance(slots, Voices):
        return bool(slots.lead or slots.others or slots.rating)
    if isinstance(slots, Place):
        return bool(slots.lines or slots.directions or slots.towns)
    return True


@dataclass
class Pen:
    """Fills templates for one page. `names` are the files the page may ask for."""

    facts: Facts
    direction: Direction
    blueprint: Blueprint
    grammar: Grammar
    site: SiteContext
    placed: list[Placed]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        self.words = words(self.blueprint.language)
        self.environment = environment_of(self.grammar.key)
        self.slots = {section.kind: section.slots for section in self.placed}
        self.name = getattr(self.slots.get("header"), "name", "") or self.facts.name

    def index(self) -> str:
        parts = {section.kind: self._section(section) for section in self.placed}
        main = Markup("\n").join(self._grouped(parts))
        body = Markup("\n").join(
            (
                Markup('<a class="skip" href="#main">{}</a>').format(self.words["skip"]),
                parts.get("header", Markup()),
                Markup('<main id="main">\n{}\n</main>').format(main),
                parts.get("footer", Markup()),
            )
        )
        return self._page(body, root="", title=self.blueprint.title, noindex=self.site.is_preview, whole=True)

    def lost(self) -> str:
        body = Markup(
            '<main id="main" class="lost"><h1>{}</h1><p>{}</p><p><a class="press" href="/">{}</a></p></main>'
        ).format(
            self.words["lost_title"],
            self.words["lost_text"],
            self.words["lost_link"].format(name=self.name),
        )
        title = f"{self.words['lost_title']}: {self.name}"
        return self._page(body, root="/", title=title, noindex=True, whole=False)

    def _section(self, section: Placed) -> Markup:
        if section.html:
            around = bespoke.Around(self._hero_art, self._item_art, frozenset(self.slots))
            return bespoke.fill(section.kind, section.html, self.facts, around)
        template = self.environment.get_template(f"{section.kind}.{section.variant}.html")
        return Markup(template.render(s=section.slots, variant=section.variant, **self._around()).strip())

    def _around(self) -> dict:
        return {
            "facts": self.facts,
            "direction": self.direction,
            "words": self.words,
            "header": self.slots.get("header"),
            "hours": self.slots.get("hours"),
            "has": set(self.slots),
            "form_action": self.site.form_action,
            "hero_art": self._hero_art,
            "item_art": self._item_art,
            "band_art": self._band_art,
        }

    def _grouped(self, parts: dict[str, Markup]) -> list[Markup]:
        """Neighbours of one group share a row element, so the grammar can set them side by side."""
        runs: list[tuple[int | None, list[str]]] = []
        for section in self.placed:
            if section.kind in OUTSIDE_MAIN:
                continue
            group = self.grammar.group_of(section.kind)
            if runs and group is not None and runs[-1][0] == group:
                runs[-1][1].append(section.kind)
            else:
                runs.append((group, [section.kind]))
        return [_row(group, kinds, parts) for group, kinds in runs]

    def _hero_art(self, css_class: str = "hero-art") -> Markup:
        choice = self.direction.art
        drawn = art.draw_hero(choice.module, choice.hand, crop=choice.crop, seed=choice.seed)
        hero = self.slots.get("hero")
        return Markup(drawn.markup(css_class, label=hero.art_label if isinstance(hero, Hero) else ""))

    def _item_art(self, item: str, index: int, css_class: str = "item-art") -> Markup:
        choice = self.direction.art
        items = art.MODULES.get(choice.module, art.MODULES[art.FALLBACK])
        name = item or items[(index + choice.seed) % len(items)]
        return Markup(art.draw_item(choice.module, name, choice.hand, choice.seed + index).markup(css_class))

    def _band_art(self, css_class: str = "band-art") -> Markup:
        choice = self.direction.art
        return Markup(art.draw_band(choice.module, choice.hand, choice.seed).markup(css_class))

    def _page(self, body: Markup, *, root: str, title: str, noindex: bool, whole: bool) -> str:
        claim = (
            {"name": shorten(self.name, 40, placeholder="…"), "url": self.site.claim_url}
            if self.site.claim_url and whole
            else None
        )
        return self.environment.get_template("layout.html").render(
            body=body, root=root, head=self._head(title, noindex, whole), claim=claim, words=self.words
        )

    def _head(self, title: str, noindex: bool, whole: bool) -> dict:
        long_name = len(self.name) > LONG_NAME
        base, palette = self.site.base_url.rstrip("/"), self.direction.palette
        return {
            "lang": self._lang(),
            "rtl": False,
            "title": title,
            "description": self.blueprint.description if whole else "",
            "noindex": noindex,
            "canonical": f"{base}/" if whole else "",
            "locale": LOCALES.get(self.blueprint.language, self.blueprint.language),
            "name": self.name,
            "card": f"{base}/assets/card.png" if whole and "assets/card.png" in self.names else "",
            "theme_light": palette.light["paper"],
            "theme_dark": palette.dark["paper"],
            "fonts": [name for name in self.names if name.endswith(".woff2")],
            "script": self._named("site", "js"),
            "sheet": self._named("site", "css"),
            "claim_script": self._named("claim", "js") if whole else "",
            "linked_data": linked_data(self.facts, f"{base}/") if whole else "",
            "body_class": f"{self.grammar.key} {self.direction.density}{' long-name' if long_name else ''}",
        }

    def _lang(self) -> str:
        language, country = self.blueprint.language, self.facts.country
        return f"{language}-{country}" if len(country) == 2 and len(language) == 2 else language

    def _named(self, stem: str, ending: str) -> str:
        return next(
            (name for name in self.names if name.startswith(f"{stem}.") and name.endswith(ending)), ""
        )


def _row(group: int | None, kinds: list[str], parts: dict[str, Markup]) -> Markup:
    inside = Markup("\n").join(parts[kind] for kind in kinds)
    if group is None:
        return inside
    return Markup('<div class="row row-{} of-{} from-{}">\n{}\n</div>').format(
        group, len(kinds), kinds[0], inside
    )


def environment_of(key: str) -> Environment:
    if key not in _ENVIRONMENTS:
        environment = Environment(
            loader=FileSystemLoader([FOLDER / key, FOLDER / "shared"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(
            hours_json=_hours_json,
            hours_chart=figures.hours_chart,
            minute_ticks=figures.minute_ticks,
            minute_split=figures.minute_split,
            day_dial=figures.day_dial,
            week_ring=figures.week_ring,
            hills=figures.hills,
        )
        _ENVIRONMENTS[key] = environment
    return _ENVIRONMENTS[key]


_ENVIRONMENTS: dict[str, Environment] = {}


def _hours_json(hours: Hours) -> str:
    return json.dumps({day.day: day.spans for day in hours.days if day.spans}, separators=(",", ":"))


def _hashed(stem: str, ending: str, content: bytes) -> str:
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"


def _icon(facts: Facts, direction: Direction) -> str:
    """A thing of the trade on the palette's tint; colours are attributes, as an icon has no stylesheet."""
    choice, light = direction.art, direction.palette.light
    items = art.MODULES.get(choice.module, art.MODULES[art.FALLBACK])
    drawn = art.draw_item(choice.module, items[0], choice.hand, choice.seed)
    body = re.sub(r'class="([^"]*)"', lambda found: _painted(found[1].split(), light), drawn.body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawn.view_box}" stroke-linecap="round" '
        f'stroke-linejoin="round"><rect width="240" height="240" rx="36" fill="{light["tint"]}"/>'
        f"{body}</svg>\n"
    )


def _painted(classes: list[str], light: dict[str, str]) -> str:
    """The attributes a drawing's classes stand for (see studio.art)."""
    tones = {"i": light["art_ink"], "p": light["tint"], **{str(n): light[f"art{n}"] for n in range(1, 5)}}
    painted: dict[str, str] = {}
    for name in classes:
        if name in ("ao", "ak"):
            painted["stroke"] = tones["i" if name == "ao" else "p"]
        elif name[:1] == "a" and name[1:] in tones:
            painted["fill"] = tones[name[1:]]
        elif name[:1] == "s" and name[1:] in tones:
            painted.update(fill="none", stroke=tones[name[1:]])
    return " ".join(f'{key}="{value}"' for key, value in painted.items())


def _robots(site: SiteContext) -> str:
    if site.is_preview:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.base_url.rstrip('/')}/sitemap.xml\n"


def _sitemap(site: SiteContext) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{escape(site.base_url.rstrip('/'))}/</loc></url></urlset>\n"
    )
