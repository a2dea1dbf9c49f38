"""Composition root of the web process: the console, the API, webhooks and sites on one port."""

import asyncio

import reflex as rx
from reflex.app import default_error_boundary

import webmagic.ui.pages  # noqa: F401 (declares every page)
from webmagic import creative
from webmagic.core.processes import settle
from webmagic.core.settings import get_settings
from webmagic.http.app import around, make_api
from webmagic.payments import simulator
from webmagic.ui.build import pages_dir
from webmagic.ui.page import PAGES, add_all
from webmagic.ui.paths import plain_paths

HEAD = [
    rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    rx.el.script(src="/theme.js"),
    rx.el.script(src="/console.js", defer=True),
    rx.el.script(src="/map.js", defer=True),
]
STYLES = [
    f"/{name}.css" for name in ("fonts", "tokens", "screens", "console", "pages", "conductor", "review")
]

app = rx.App(
    theme=None,
    reset_style=False,
    stylesheets=STYLES,
    head_components=HEAD,
    html_lang="en",
    toaster=None,
    app_wraps={(55, "ErrorBoundary"): lambda _: default_error_boundary()},
    api_transformer=[
        plain_paths([page.route for page in PAGES]),
        make_api(),
        around(pages=pages_dir()),
    ],
)
add_all(app)


async def deliver_leftovers() -> None:
    """Webhooks that the simulator could not deliver before it was stopped leave now."""
    if get_settings().payment_provider == "simulator":
        simulator.post_soon()


async def warm_up() -> None:
    await asyncio.to_thread(creative.warm_up)
    settle()


app.register_lifespan_task(deliver_leftovers)
app.register_lifespan_task(warm_up)
