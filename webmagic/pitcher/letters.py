"""The letters of the sequence as templates: built in, or as an operator has changed them.

A template is the letter down to its signature, and three subjects. What the law asks for is added
below it by `writing`, so no change here can lose it. Templates run in a sandbox and know only the
names in `VARIABLES`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from webmagic.accounts import record
from webmagic.core.clock import now
from webmagic.core.errors import Invalid, NotFound
from webmagic.models import LetterTemplate
from webmagic.pitcher.transports.mime import one_line

HERE = Path(__file__).parent
LANGUAGES = {"en": "English", "es": "Spanish"}
VISITED, FORM = "visited", "form"
OCCASIONS = {
    "": "the usual one",
    VISITED: "when they came back three times",
    FORM: "when they opened the form",
}
STEPS = (0, 1, 2)
SUBJECTS = 3
LONGEST_BODY, LONGEST_SUBJECT = 6000, 200
VARIABLES = {
    "name": "the business",
    "category": "the listing's own word for the trade",
    "city": "its town",
    "rating": "its stars",
    "review_count": "how many reviews",
    "quote": "a sentence of a review, word for word",
    "author": "who wrote it",
    "price": "what the site costs there",
    "site": "the link to the page",
    "claim": "the link to keep it",
    "sender": "whoever signs",
    "sender_email": "their address",
}
_sandbox = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True
)


@dataclass(frozen=True)
class Template:
    step: int
    occasion: str
    language: str
    subjects: tuple[str, ...]
    body: str
    is_changed: bool = False

    @property
    def key(self) -> tuple[int, str, str]:
        return self.step, self.occasion, self.language


def built_in(step: int, occasion: str, language: str) -> Template:
    name = occasion or str(step)
    path = HERE / "templates" / "letters" / f"{name}.{language}.txt"
    if step not in STEPS or occasion not in OCCASIONS or language not in LANGUAGES or (occasion and not step):
        raise NotFound("There is no such letter.")
    subjects = words()[language]["subjects"][name]
    return Template(step, occasion, language, tuple(subjects), path.read_text(encoding="utf-8"))


def list_keys() -> list[tuple[int, str, str]]:
    """Every letter there is: the first has no occasion, for nothing has happened yet."""
    return [
        (step, occasion, language)
        for step in STEPS
        for occasion in OCCASIONS
        for language in LANGUAGES
        if step or not occasion
    ]


async def read_templates(session: AsyncSession) -> dict[tuple[int, str, str], Template]:
    """All letters as they are now."""
    found = {key: built_in(*key) for key in list_keys()}
    for row in (await session.exec(select(LetterTemplate))).all():
        key = (row.step, row.occasion, row.language)
        if key in found:
            found[key] = Template(*key, tuple(row.subjects), row.body, is_changed=True)
    return found


async def save_template(session: AsyncSession, wanted: Template, *, actor: str) -> None:
    """Refused with a sentence when it could not be written with."""
    built_in(*wanted.key)
    check_template(wanted)
    row = (await session.exec(_row_of(wanted))).first() or LetterTemplate(
        step=wanted.step, occasion=wanted.occasion, language=wanted.language
    )
    row.subjects, row.body = [one_line(subject) for subject in wanted.subjects], wanted.body.strip() + "\n"
    row.updated_by, row.updated_at = actor, now()
    session.add(row)
    await record(session, "letter.changed", f"{name_of(wanted)} was changed", actor=actor)


async def reset_template(session: AsyncSession, wanted: Template, *, actor: str) -> None:
    """Back to the built-in one."""
    if row := (await session.exec(_row_of(wanted))).first():
        await session.delete(row)
        await record(session, "letter.reset", f"{name_of(wanted)} is the built-in one again", actor=actor)


def _row_of(wanted: Template) -> Any:
    return select(LetterTemplate).where(
        col(LetterTemplate.step) == wanted.step,
        col(LetterTemplate.occasion) == wanted.occasion,
        col(LetterTemplate.language) == wanted.language,
    )


def name_of(wanted: Template) -> str:
    """ "Letter 2 in Spanish, when they opened the form"."""
    tail = f", {OCCASIONS[wanted.occasion]}" if wanted.occasion else ""
    return f"Letter {wanted.step + 1} in {LANGUAGES[wanted.language]}{tail}"


def check_template(wanted: Template) -> None:
    """Tried with everything known and with nothing known."""
    if not 1 <= len(wanted.subjects) <= SUBJECTS or not all(s.strip() for s in wanted.subjects):
        raise Invalid(f"A letter has one to {SUBJECTS} subjects, and none of them is empty.")
    if max(map(len, wanted.subjects)) > LONGEST_SUBJECT or len(wanted.body) > LONGEST_BODY:
        raise Invalid(f"A subject has at most {LONGEST_SUBJECT} characters, a letter {LONGEST_BODY:,}.")
    whole = dict.fromkeys(VARIABLES, "x") | {"site": "https://site.example", "claim": "https://claim.example"}
    for values in (whole, {**whole, "quote": "", "author": "", "category": "", "city": "", "rating": ""}):
        body = render(wanted.body, values)
        for subject in wanted.subjects:
            if not one_line(render(subject, values)):
                raise Invalid("A subject would be empty for a business without a quote.")
        for name in ("site", "claim"):
            if str(values[name]) not in body:
                raise Invalid(f"The letter must contain {{{{ {name} }}}} on a line of its own.")


def render(source: str, values: Mapping[str, Any]) -> str:
    try:
        return _compiled(source).render(values)
    except TemplateError as error:
        raise Invalid(f"The template cannot be read: {error.message or 'a tag is not closed'}.") from None
    except (TypeError, ValueError, ArithmeticError, MemoryError, RecursionError):
        raise Invalid("The template asks for something that cannot be worked out.") from None


@cache
def _compiled(source: str) -> Any:
    return _sandbox.from_string(source)


@cache
def words() -> dict[str, Any]:
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


def subject_of(template: Template, variant: int, values: Mapping[str, Any]) -> str:
    subjects: Sequence[str] = template.subjects
    return one_line(render(subjects[variant % len(subjects)], values))[:300]
