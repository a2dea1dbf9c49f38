"""The documents are true: every setting, job, schedule and verb is written down."""

import json
import re

from typer.main import get_command

from webmagic.cli import app
from webmagic.core.ledger import registered
from webmagic.core.settings import REPO, Settings
from workers.schedule import SCHEDULES

EXAMPLE = (REPO / ".env.example").read_text()
RUNBOOK = (REPO / "docs" / "runbook.md").read_text()
README = (REPO / "README.md").read_text()


def test_every_setting_is_in_the_example_and_nothing_else_is():
    documented = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.M))
    assert documented == {name.upper() for name in Settings.model_fields}


def test_the_examples_defaults_are_the_real_ones():
    written = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.M))
    for name, field in Settings.model_fields.items():
        default = field.default
        plain = default.get_secret_value() if hasattr(default, "get_secret_value") else default
        said = written[name.upper()]
        assert said == (str(plain).lower() if isinstance(plain, bool) else str(plain)), name


def test_every_job_and_schedule_is_in_the_runbook():
    for kind, declared in registered().items():
        if declared.handler.__module__.startswith("workers."):  # tests and benchmarks have jobs of their own
            assert f"`{kind}`" in RUNBOOK, kind
    for schedule in SCHEDULES:
        assert schedule.name in RUNBOOK, schedule.name


def test_every_schedule_names_a_job_that_exists():
    assert {schedule.kind for schedule in SCHEDULES} <= set(registered())


def test_every_verb_of_the_contract_is_there():
    verbs = set(get_command(app).commands)
    assert verbs >= {
        "up", "init", "import", "territory", "scrape", "verify", "generate", "publish", "export", "campaign",
        "conductor", "doctor", "user", "reconcile", "backup", "restore", "eval",
    }  # fmt: skip


def test_lock_files_name_no_registry_host():
    for path in REPO.glob("**/package-lock.json"):
        if not {"node_modules", ".web", ".venv", ".build"} & set(path.parts):
            assert '"resolved"' not in json.dumps(json.loads(path.read_text())), path


def test_the_readme_shows_pictures_that_exist():
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (REPO / picture).exists(), picture
