"""Has this shop really no website? One after another, one key each, and what the decisions say."""

from webmagic.ui.pages.review import view
