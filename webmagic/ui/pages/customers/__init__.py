"""Who pays, for what, and what arrived."""

from webmagic.ui.pages.customers import view
