"""What a prompt may ask to be filled in: `{{catalogue}}` and the like stand for what the designer can do.

It is the same for every business, so it belongs into the cached part, and comes out of the code:
a grammar that is added is known to the Art director at once.
"""

import importlib
from functools import cache
from pathlib import Path

from webmagic.creative.studio.grammars import GRAMMARS
from webmagic.creative.studio.palette import FAMILIES

FOLDER = Path(__file__).parents[1] / "prompts"


@cache
def fillings() -> dict[str, str]:
    return {
        "house": (FOLDER / "shared" / "house.md").read_text().strip(),
        "catalogue": "\n\n".join(_grammar(key) for key in GRAMMARS),
    }


def filled(body: str) -> str:
    """The prompt as it is sent. A name in double braces that nobody knows is left as it stands."""
    for name, text in fillings().items():
        body = body.replace("{{" + name + "}}", text)
    return body


def _grammar(key: str) -> str:
    grammar = GRAMMARS[key]
    module = importlib.import_module(f"webmagic.creative.studio.grammars.{key}")
    words = " ".join((module.__doc__ or "").split()).partition(": ")[2]
    variants = "; ".join(f"{kind}: {', '.join(known)}" for kind, known in grammar.variants.items())
    families = ", ".join(
        f"{name} ({'sober' if FAMILIES[name].is_sober else 'bright'})" for name in grammar.colours
    )
    faces = ", ".join(" with ".join(pair) for pair in grammar.faces)
    return (
        f"### {key}\n{words}\nhero: {', '.join(grammar.heroes)}\n{variants}\n"
        f"family: {families}\nfaces: {faces}\ndensity: {', '.join(grammar.densities)}"
    )
