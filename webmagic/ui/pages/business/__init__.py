"""One business: why it scores, what is known and from where, its site, mails, money, and what happened."""

from webmagic.ui.pages.business import view
