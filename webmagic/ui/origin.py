"""One built frontend for every address: the page speaks to the host and port it came from.

Reflex writes the address of its backend into the bundle. We give it one that cannot exist and,
after the build, put `location.origin` in its place, so that `--port`, a proxy or a new domain
needs no new build.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from reflex.plugins import Plugin

from webmagic.core.errors import WebMagicError
from webmagic.core.settings import Settings

ANYWHERE = "http://webmagic.invalid"
_ADDRESS = re.compile(r"""(["'`])(ws|http)://webmagic\.invalid(/[\w/-]*)\1""")
_SAME_HOST = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}


def _here(match: re.Match[str]) -> str:
    scheme, path = match[2], match[3]
    origin = "location.origin" if scheme == "http" else 'location.origin.replace(/^http/,"ws")'
    return f'({origin}+"{path}")'


def rewrite(static_dir: Path) -> int:
    """Put `location.origin` where the impossible address stands. Returns how many there were."""
    count = 0
    for script in static_dir.rglob("*.js"):
        text, found = _ADDRESS.subn(_here, script.read_text(encoding="utf-8"))
        if found:
            script.write_text(text, encoding="utf-8")
        count += found
    return count


@dataclass
class OneOrigin(Plugin):
    def post_build(self, **context: object) -> None:
        if not rewrite(Path(str(context["static_dir"]))):
            raise WebMagicError("The admin UI was built without an address to replace; Reflex has changed.")


def allowed_origins(settings: Settings) -> list[str]:
    """Who may open a websocket: the public address, and on this machine its other name."""
    url = urlsplit(settings.public_url)
    origins = [f"{url.scheme}://{url.netloc}"]
    if (other := _SAME_HOST.get(url.hostname or "")) and url.hostname:
        origins.append(f"{url.scheme}://{url.netloc.replace(url.hostname, other)}")
    return origins
