"""The letters of the sequence: their subjects and words, and how they look on a real business."""

from webmagic.ui.pages.letters import view
