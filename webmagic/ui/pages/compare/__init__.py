"""Two versions of a site beside each other."""

from webmagic.ui.pages.compare import view
