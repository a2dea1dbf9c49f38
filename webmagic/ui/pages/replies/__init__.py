"""What people answered: read, understood, answered once or put aside."""

from webmagic.ui.pages.replies import view
