"""The window: four panes lighting up while a page is made."""

from webmagic.ui.pages.live import view
