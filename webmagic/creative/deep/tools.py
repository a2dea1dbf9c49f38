"""The tools the deep check drives Chromium with, fetched once from the npm registry.

Why Node and not Playwright's Python package: Lighthouse and axe-core are Node packages, and
Lighthouse itself rests on puppeteer-core, so one locked install brings the driver, the judges and
the validator at versions that fit each other, and a machine that never checks deeply pays nothing.
`python -m webmagic.creative.deep.tools` fetches them; so does `make test`.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from webmagic.core.errors import VendorError

ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(__file__).with_name("node")
PLACE = ROOT / ".build" / "npm-deep"
SEAL = PLACE / "installed.lock"
INSTALL_SECONDS = 400


def are_installed() -> bool:
    lock = SOURCES / "package-lock.json"
    return SEAL.exists() and SEAL.read_bytes() == lock.read_bytes()


def path() -> str:
    """With the Node of our own environment before any other."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def environment() -> dict[str, str]:
    """What the browser's process may know: no key or address of ours is among it."""
    kept = ("HOME", "LANG", "LC_ALL", "TZ")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, "PATH": path()}


def install() -> None:
    """`npm ci` into the build folder. Two processes that ask at once install once."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / ".installing").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not are_installed():
            _install()


def _install() -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCES / name, PLACE / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        subprocess.run(
            command,
            cwd=PLACE,
            env={**os.environ, "PATH": path()},  # npm's own settings, such as a registry, live there
            check=True,
            capture_output=True,
            timeout=INSTALL_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise VendorError(
            "The tools of the deep check could not be fetched from the npm registry."
        ) from error
    shutil.copy(SOURCES / "package-lock.json", SEAL)


def script(name: str) -> Path:
    """A script of ours beside the packages it imports."""
    source, target = SOURCES / name, PLACE / name
    if not target.exists() or target.read_bytes() != source.read_bytes():
        draft = target.with_suffix(f".{os.getpid()}.mjs")
        shutil.copy(source, draft)
        draft.replace(target)
    return target


if __name__ == "__main__":
    install()
    print(f"The tools of the deep check are in {PLACE}.")
