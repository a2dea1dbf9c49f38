"""Importing this package declares every page. Pages never import each other."""

from webmagic.ui.pages import (
    business,
    businesses,
    campaigns,
    conductor,
    customers,
    importing,
    jobs,
    live,
    login,
    missing,
    overview,
    prompts,
    reports,
    review,
    rules,
    settings,
    site,
    sites,
    studio,
    territories,
)
