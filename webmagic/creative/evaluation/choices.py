"""What one side of an evaluation is made with."""

from dataclasses import dataclass, field

from webmagic.core.errors import Invalid
from webmagic.creative.engines.claude.prices import MODELS
from webmagic.creative.prompts import AGENTS

HELP = "Comma-separated: AGENT=VERSION, model=NAME, AGENT.model=NAME, `bespoke`, or `studio` alone"


@dataclass(frozen=True)
class Choice:
    """Empty: as it is in use now. `models` by agent, "" for all. `engine` as a build names it."""

    name: str
    versions: dict[str, int] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    engine: str = "claude"

    @property
    def words(self) -> str:
        if self.engine == "studio":
            return "the built-in designer"
        parts = [f"{agent} v{version}" for agent, version in self.versions.items()]
        parts += [f"{model}{f' for the {agent}' if agent else ''}" for agent, model in self.models.items()]
        parts += ["sections by hand"] if self.engine == "bespoke" else []
        return ", ".join(parts) or "as it is in use now"


def read_choice(name: str, text: str) -> Choice:
    """ "concept=2,model=claude-sonnet-5-5" as a choice. Raises Invalid with what cannot be read."""
    versions: dict[str, int] = {}
    models: dict[str, str] = {}
    engine = "claude"
    for part in filter(None, (one.strip() for one in text.split(","))):
        left, is_pair, right = (piece.strip() for piece in part.partition("="))
        agent, _, what = left.partition(".")
        if not is_pair and left in ("studio", "bespoke"):
            engine = left
        elif is_pair and (left == "model" or (what == "model" and agent in AGENTS)):
            models["" if left == "model" else agent] = _model(right)
        elif is_pair and left in AGENTS and right.removeprefix("v").isdigit():
            versions[left] = int(right.removeprefix("v"))
        else:
            raise Invalid(f"{part[:60]!r} is no choice. {HELP}.")
    return Choice(name, versions, models, engine)


def _model(name: str) -> str:
    if name not in MODELS:
        raise Invalid(f"The price of {name[:60]} is not known here. Known: {', '.join(sorted(MODELS))}.")
    return name
