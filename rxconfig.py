"""Settings of the admin UI. No logic here: `webmagic/ui/origin.py` says which addresses may speak to it."""

import reflex as rx

from webmagic.core.settings import get_settings
from webmagic.ui.origin import ANYWHERE, OneOrigin, allowed_origins

config = rx.Config(
    app_name="webmagic",
    api_url=ANYWHERE,
    deploy_url=None,
    cors_allowed_origins=allowed_origins(get_settings()),
    state_manager_mode="memory",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_packages=[
        "@fontsource-variable/besley@5.3.0",
        "@fontsource-variable/public-sans@5.3.0",
        "@fontsource-variable/spline-sans-mono@5.3.0",
    ],
    plugins=[OneOrigin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
