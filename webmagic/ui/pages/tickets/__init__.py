"""What owners ask for, and our answers."""

from webmagic.ui.pages.tickets import view
