"""One site: how it looks, what the gate says, its versions, and what may be done with it."""

from webmagic.ui.pages.site import view
