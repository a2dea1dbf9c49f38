"""The offers and the mailbox: what leaves, what is held and why, and every mail as its owner sees it."""

from webmagic.ui.pages.campaigns import view
