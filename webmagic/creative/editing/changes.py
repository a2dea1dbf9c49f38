"""What differs between two versions, in words a person reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.creative.editing.texts import texts_of
from webmagic.creative.facts import Facts
from webmagic.creative.stages import Blueprint, Direction
from webmagic.creative.studio import fonts
from webmagic.creative.studio.copy import hours
from webmagic.models import SiteVersion

FACTS = {
    "name": "Name", "phone_display": "Telephone", "has_whatsapp": "WhatsApp", "email": "E-mail",
    "address": "Address", "hours": "Opening hours", "services": "Services", "attributes": "Details",
    "description": "Description", "price_range": "Prices", "photos": "Photos", "rating": "Rating",
    "review_count": "Reviews counted", "reviews": "Reviews",
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """`path` is that of a text, or "look.vibe", "sections.order", "facts.phone" …; "" before or after:
    it was not there, or it went."""

    path: str
    label: str
    before: str
    after: str


def diff(old: SiteVersion, new: SiteVersion) -> list[Changed]:
    """Look, sections, facts and texts, in this order."""
    pairs = [*_looks(old, new), *_sections(old, new), *_facts(old, new), *_texts(old, new)]
    return [changed for changed in pairs if changed.before != changed.after]


def _looks(old: SiteVersion, new: SiteVersion) -> Iterator[Changed]:
    was, now = (Direction.model_validate(version.direction) for version in (old, new))
    yield Changed("look.vibe", "Vibe", was.vibe, now.vibe)
    yield Changed("look.palette", "Palette", was.palette.family, now.palette.family)
    yield Changed("look.hue", "Hue", f"{was.palette.hue:g}", f"{now.palette.hue:g}")
    yield Changed("look.faces", "Faces", _faces(was), _faces(now))
    yield Changed("look.density", "Density", was.density, now.density)
    yield Changed("look.language", "Language", old.blueprint["language"], new.blueprint["language"])


def _faces(direction: Direction) -> str:
    keys = dict.fromkeys((direction.display_face, direction.text_face))
    return " with ".join(fonts.FACES[key].family for key in keys)


def _sections(old: SiteVersion, new: SiteVersion) -> Iterator[Changed]:
    was, now = (Blueprint.model_validate(version.blueprint).sections for version in (old, new))
    yield Changed("sections.order", "Order", _kinds(was), _kinds(now))
    hidden = [", ".join(s.kind for s in sections if s.hidden) for sections in (was, now)]
    yield Changed("sections.hidden", "Hidden", *hidden)
    variants = {s.kind: s.variant for s in now}
    for section in was:
        after = variants.get(section.kind, section.variant)
        yield Changed(f"variants.{section.kind}", f"Layout: {section.kind}", section.variant, after)


def _kinds(sections: list) -> str:
    return ", ".join(dict.fromkeys(section.kind for section in sections))


def _facts(old: SiteVersion, new: SiteVersion) -> Iterator[Changed]:
    was, now = (Facts.model_validate(version.facts) for version in (old, new))
    for name, label in FACTS.items():
        before, after = (_told(name, facts) for facts in (was, now))
        if name in ("reviews", "photos") and getattr(was, name) != getattr(now, name) and before == after:
            after = f"{after}, others"
        yield Changed(f"facts.{name}", label, before, after)


def _told(name: str, facts: Facts) -> str:
    value: Any = getattr(facts, name)
    if name == "hours":
        return hours.summary(facts.hours, "en", facts.country) or ("Closed all week" if facts.hours else "")
    if name in ("reviews", "photos"):
        return str(len(value)) if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _texts(old: SiteVersion, new: SiteVersion) -> Iterator[Changed]:
    was = {text.path: text for text in texts_of(old)}
    now = {text.path: text for text in texts_of(new)}
    for path in {**was, **now}:
        text = now.get(path) or was[path]
        before, after = (texts[path].text if path in texts else "" for texts in (was, now))
        yield Changed(path, f"{text.section.capitalize()}: {text.label.lower()}", before, after)


async def changes_of(session: AsyncSession, site_id: int, limit: int = 12) -> dict[int, list[Changed]]:
    """What each of the newest versions changed: of the version it was changed from, else of the one before
    it. The first of all changed nothing."""
    statement = select(SiteVersion).where(SiteVersion.site_id == site_id)
    newest = statement.order_by(col(SiteVersion.number).desc()).limit(limit + 1)
    versions = {version.number: version for version in (await session.exec(newest)).all()}
    found: dict[int, list[Changed]] = {}
    for number, version in list(versions.items())[:limit]:
        parent = versions.get(version.parent or number - 1)
        found[number] = _told_of(parent, version) if parent else []
    return found


def _told_of(parent: SiteVersion, version: SiteVersion) -> list[Changed]:
    """Nothing, where one of them is so old that its outputs are not read any more."""
    try:
        return diff(parent, version)
    except ValidationError:
        return []
