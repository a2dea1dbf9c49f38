"""Where to hunt, what it brings, and where to leave people in peace."""

from webmagic.ui.pages.territories import many, view
