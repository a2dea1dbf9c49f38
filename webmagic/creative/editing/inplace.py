"""A page whose texts can be written over where they stand: for the studio's frame, never for the web."""

import hashlib
import json
from pathlib import Path

from markupsafe import escape

from webmagic.creative.editing.texts import texts_of
from webmagic.creative.page import Page
from webmagic.models import SiteVersion

SCRIPT = Path(__file__).with_name("inplace.js")


def editable(page: Page, version: SiteVersion, console: str) -> Page:
    """The page with a script that sends what is written to `console`, the origin of the frame around it."""
    script = SCRIPT.read_bytes()
    name = f"inplace.{hashlib.sha256(script).hexdigest()[:10]}.js"
    texts = [
        {"path": text.path, "section": text.section, "text": text.text, "limit": text.limit}
        for text in texts_of(version)
        if not text.fact
    ]
    data = json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c")
    tail = (
        f'<script type="application/json" id="inplace-texts">{data}</script>\n'
        f'<script src="{name}" defer data-console="{escape(console)}"></script>\n</body>'
    )
    html = page.html.replace("</body>", tail, 1)
    return Page(files={**page.files, name: script, "index.html": html.encode()})
