"""Changing a finished page: its texts, its facts, its look; every change is a version."""

from webmagic.creative.editing.changes import Changed, changes_of, diff
from webmagic.creative.editing.choices import Choice, Choices, SectionChoice, choices_of
from webmagic.creative.editing.edits import Edits, FactPatch
from webmagic.creative.editing.inplace import editable
from webmagic.creative.editing.languages import written_in
from webmagic.creative.editing.photos import add_photo, photos_of, remove_photo, store_photo
from webmagic.creative.editing.revise import RevisionRefused, preview, revise
from webmagic.creative.editing.texts import Text, texts_of
from webmagic.creative.editing.weeks import week_lines, week_of

__all__ = [
    "Changed",
    "Choice",
    "Choices",
    "Edits",
    "FactPatch",
    "RevisionRefused",
    "SectionChoice",
    "Text",
    "add_photo",
    "changes_of",
    "choices_of",
    "diff",
    "editable",
    "photos_of",
    "preview",
    "remove_photo",
    "revise",
    "store_photo",
    "texts_of",
    "week_lines",
    "week_of",
    "written_in",
]
