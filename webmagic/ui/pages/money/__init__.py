"""Revenue, what customers cost to win, and whether our rows are the gateway's."""

from webmagic.ui.pages.money import view
