"""Every site we made, as it looks."""

from webmagic.ui.pages.sites import view
