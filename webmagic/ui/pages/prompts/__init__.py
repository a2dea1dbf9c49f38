"""What the agents are told: every version, its difference, and the one in use."""

from webmagic.ui.pages.prompts import view
