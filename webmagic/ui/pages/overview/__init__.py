"""The first screen: from listing to paid, money, the day, the switch, what needs you, what happens."""

from webmagic.ui.pages.overview import view
