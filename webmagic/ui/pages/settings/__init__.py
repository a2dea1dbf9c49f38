"""What an operator decides: the switch, limits, rules, who sends, who may sign in."""

from webmagic.ui.pages.settings import view
