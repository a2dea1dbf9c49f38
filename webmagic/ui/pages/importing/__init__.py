"""Bringing a list of businesses in: hand it in, say what its columns mean, look, and import."""

from webmagic.ui.pages.importing import view
