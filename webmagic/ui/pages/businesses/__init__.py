"""Every business we know, by score, with its reasons."""

from webmagic.ui.pages.businesses import view
