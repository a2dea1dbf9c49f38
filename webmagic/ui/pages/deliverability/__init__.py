"""How deliverable our mail is: senders, their domains and standing, pace, the law, and who said stop."""

from webmagic.ui.pages.deliverability import view
