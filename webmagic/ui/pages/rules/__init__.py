"""Who is a lead: requirements, what a change would do before it is saved, and how the score has fared."""

from webmagic.ui.pages.rules import view
