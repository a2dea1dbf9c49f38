"""Importing this package declares every page. Pages never import each other."""

from webmagic.ui.pages import (
    business,
    businesses,
    campaigns,
    customers,
    jobs,
    live,
    login,
    missing,
    overview,
    prompts,
    settings,
    site,
    sites,
    territories,
)
