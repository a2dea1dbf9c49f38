from webmagic.ui.pages.reports import view

__all__ = ["view"]
