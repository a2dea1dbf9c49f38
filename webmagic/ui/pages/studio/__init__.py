"""The studio: one page's words, look, sections and facts, changed beside the page itself."""

from webmagic.ui.pages.studio import view
