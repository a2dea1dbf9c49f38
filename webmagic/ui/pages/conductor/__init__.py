from webmagic.ui.pages.conductor import alerts, view

__all__ = ["alerts", "view"]
